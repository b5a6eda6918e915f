import { dayNumber, localDay, systemClock } from "../../base/clock.ts";
import { planMailing, type SendPlan } from "../../delivery/plan-mailing.ts";
import { startMailing } from "../../delivery/start-mailing.ts";
import { dkimSigner } from "../../message/dkim/signer.ts";
import { audienceText } from "../../model/audience.ts";
import type { Issue } from "../../model/issue.ts";
import type { Mailing } from "../../model/mailing.ts";
import { dropUntouched } from "../../store/mailings.ts";
import { isLost } from "../../store/restored.ts";
import { checkToSend } from "./check-to-send.ts";
import { relayWords } from "./choose-relays.ts";
import { exitCodes } from "../exit-code.ts";
import { gitCommit } from "../git/git-commit.ts";
import { inboxesAmong, warnOfInboxes } from "./inbox-relays.ts";
import { nameUnfinished } from "./name-unfinished.ts";
import { countOf } from "../newsletter.ts";
import { knock, openRelays } from "./open-relays.ts";
import { audienceWords } from "../only-option.ts";
import { isAlive, newRunner } from "./runner.ts";
import { scheduledOtherwise, sendFrozen } from "./send-frozen.ts";
import { refuseUnfilled } from "./refuse-unfilled.ts";
import { planChanged, refusal, type SendAnswer, type SendRequest } from "./send-request.ts";
import { archivePage, forAllOf } from "./for-all.ts";
import { copyPictures, sendable } from "./sendable.ts";
import { showPlan } from "./show-plan.ts";
import { signersToShow, signingKeys } from "./signing.ts";
import type { Terminal } from "../terminal.ts";
import { lookForAssets } from "../write-assets.ts";

/**
 * The first send of an issue to a list: check, plan, ask, knock, copy hosted pictures, freeze, run. Nothing is frozen
 * before a relay has opened a session: until then everything can be corrected, and `replaces`, an earlier mailing that
 * reached nobody, keeps its readers.
 */
export async function sendNew(request: SendRequest, replaces?: Mailing): Promise<SendAnswer> {
  const { terminal, config, list, only, store } = request;
  const checked = await checkToSend(request);
  const issue = sendable(request, checked);
  if (issue === undefined)
    return {
      code: exitCodes.incomplete,
      json: { status: checked.issue?.status, problems: checked.problems },
    };
  const { editions, split, sender } = checked;
  const commit = await gitCommit(config.root);
  const from = {
    list: { ...list, sender },
    split,
    editions,
    forAll: forAllOf(checked),
    commit,
    ...(only === undefined ? {} : { only }),
  };
  const signers = request.dryRun
    ? await signersToShow(config, terminal, sender.from.email)
    : (await signingKeys(config, terminal)).map(dkimSigner);
  const input = { issue: issue.id, ...from, signers, relays: request.relays, pace: config.pace };
  const at = request.scheduledAt === undefined ? {} : { scheduledAt: request.scheduledAt };
  const plan = await planMailing(store, { ...input, ...at, now: systemClock.now() });
  if (request.approvedPlan !== undefined && request.approvedPlan !== plan.hash)
    throw planChanged(request.approvedPlan, plan.hash);
  const pictures = await lookForAssets(config, checked.assets);
  const inboxes = await inboxesAmong(request.relays, config);
  if (!request.json) showPlan(terminal, plan, relayWords(request.relays, inboxes), pictures);
  warnOfInboxes(terminal, inboxes, issue.id);
  noteEarly(terminal, issue, plan);
  const unfinished = await nameUnfinished(request, { id: plan.mailing, issue: issue.id });
  const json = { plan: planJson(plan), pictures, inboxes };
  if (request.dryRun) return { code: exitCodes.done, json };
  refuseUnfilled(sender);
  const readers = plan.audience.recipients;
  if (readers === 0) return nobodyLeft(request, plan, unfinished.length > 0, replaces);
  if (await isLost(store.db, issue.id))
    terminal.note(
      "A mailing of this issue was lost with the newest store. All these readers will be uncertain: nobody is sent anything before you decide for them with --uncertain.",
    );
  // Before anybody is asked: a missing password must not be found out after the answer.
  const relays = await openRelays(terminal, request.config, request.relays);
  const refused = await refusal(request, readers);
  if (refused !== undefined) return { code: refused, json };
  await knock(terminal, relays);
  await copyPictures(request, checked);
  const earlier = replaces && { createdAt: replaces.createdAt, isAlive };
  const mailing = await startMailing(store, plan, systemClock.now(), newRunner(), earlier);
  // Another sender may have frozen this mailing since the plan was made, and what it froze was approved by somebody
  // else.
  if (mailing.planHash !== plan.hash) throw planChanged(plan.hash, mailing.planHash);
  if (mailing.scheduledAt !== plan.scheduledAt) throw scheduledOtherwise(mailing);
  return sendFrozen(request, mailing, relays, json);
}

/**
 * Readers see the day on the page of the issue, and one that has not come looks like a mistake. `check` cannot know
 * when it will be sent.
 */
function noteEarly(terminal: Terminal, { date }: Issue, plan: SendPlan): void {
  const days = dayNumber(date) - dayNumber(localDay(plan.date));
  if (days > 0)
    terminal.note(
      `${terminal.style("yellow", "warning")} The issue is dated ${date}, ${countOf(days, "day")} after this send, and readers see that day.`,
    );
}

/**
 * Either all who could get it have it, through other mailings of the issue, or there never was anybody. An earlier
 * freeze of such readers can never go on, so it is dropped.
 */
async function nobodyLeft(
  { terminal, store }: SendRequest,
  plan: SendPlan,
  isUnfinished: boolean,
  replaces: Mailing | undefined,
): Promise<SendAnswer> {
  if (replaces !== undefined) {
    const { id: mailing, createdAt, recipients } = replaces;
    const dropped = await dropUntouched(store, { mailing, createdAt, now: systemClock.now(), isAlive });
    if (dropped.status === "dropped")
      terminal.note(
        `The earlier mailing of ${countOf(recipients, "reader")} has nobody left and is no longer there.`,
      );
  }
  const whom = audienceWords(plan.list, plan.only);
  const others = plan.audience.leftOut.find(({ reason }) => reason === "already-has-issue")?.readers ?? 0;
  const json = { plan: planJson(plan) };
  if (others === 0) {
    terminal.note(`Nobody on ${whom} can be mailed; nothing was sent.`);
    return { code: exitCodes.incomplete, json };
  }
  const have = `${countOf(others, "reader")} ${others === 1 ? "has" : "have"} it, or ${others === 1 ? "is" : "are"} about to get it`;
  terminal.note(
    `Nobody on ${whom} is left: ${have}, through other mailings of this issue. Nothing was sent.`,
  );
  return { code: isUnfinished ? exitCodes.incomplete : exitCodes.done, json };
}

/** Expressions as they are written. */
function planJson({ only, split, forAll, ...plan }: SendPlan) {
  return {
    ...plan,
    ...(only === undefined ? {} : { only: audienceText(only) }),
    split: { ...split, conditions: split.conditions.map(audienceText) },
    ...(forAll === undefined ? {} : { archive: archivePage({ ...plan, forAll }) ?? null }),
    editions: plan.editions.map(({ variant, digest }) => ({ variant, digest })),
  };
}
