import { systemClock } from "../../base/clock.ts";
import { LetterpressError } from "../../base/errors.ts";
import { zonedText } from "../../base/zoned-time.ts";
import { mostInFlight } from "../../delivery/relays/lane.ts";
import { recoverMailing } from "../../delivery/recover-mailing.ts";
import { type DeliveryCounts, type Mailing, unfinished } from "../../model/mailing.ts";
import { countDeliveries } from "../../store/deliveries.ts";
import { isUntouched, senderOf } from "../../store/mailings.ts";
import { adoptChanges, mayAdopt, whatChanged } from "./adopt-changes.ts";
import { carryOut, resentBy, whatIsDecided } from "./decide-uncertain.ts";
import { exitCodes } from "../exit-code.ts";
import { inboxesAmong, warnOfInboxes } from "./inbox-relays.ts";
import { decideWords, nameUncertain } from "./name-uncertain.ts";
import { countOf } from "../newsletter.ts";
import { openRelays } from "./open-relays.ts";
import { heldBy, isAlive, newRunner } from "./runner.ts";
import { sendFrozen } from "./send-frozen.ts";
import { sendNew } from "./send-new.ts";
import { sendOver } from "./send-over.ts";
import { refuseFrozenUnfilled } from "./refuse-unfilled.ts";
import {
  goesOnWith,
  pausedByPerson,
  planChanged,
  refusal,
  type SendAnswer,
  type SendRequest,
} from "./send-request.ts";
import { riskWords } from "./show-plan.ts";
import { goOnScheduled, isScheduled } from "./send-scheduled.ts";

/**
 * `send` for an issue that has a mailing: nothing when it is over, otherwise it goes on from what was frozen, even when
 * the issue's file has changed, is broken or is gone. A mailing of which nobody was ever sent anything is planned and
 * approved anew, so that what stopped it may be corrected; until the new one is frozen it stays as it is.
 */
export async function goOn(request: SendRequest, mailing: Mailing): Promise<SendAnswer> {
  const { terminal, decision: asked, dryRun, resuming, scheduledAt } = request;
  if (mailing.stoppedBy === "person" && !resuming && !dryRun) throw pausedByPerson(request.resumePaused);
  if (scheduledAt === undefined && isScheduled(mailing, resuming)) return goOnScheduled(request, mailing);
  if (!resuming && (await begunInVain(request, mailing))) return startAnew(request, mailing);
  if (scheduledAt !== undefined) throw hasBegun();
  if (request.approvedPlan !== undefined && request.approvedPlan !== mailing.planHash)
    throw planChanged(request.approvedPlan, mailing.planHash);
  if (!dryRun) await recover(request, mailing);
  const counts = await countsToGoOn(request, mailing);
  const { planHash: hash, issue, list, only } = mailing;
  const answer = (readers: number, inboxes: readonly string[] = []) => {
    const inFlight = mostInFlight(request.relays, readers);
    const plan = { hash, issue, list, ...(only === undefined ? {} : { only }), inFlight };
    return { plan, counts, inboxes };
  };
  const left = unfinished(counts) - counts.uncertain;
  if (mailing.state === "cancelled" || unfinished(counts) === 0) {
    const { code, joined } = await sendOver(request, mailing, counts);
    return { code, json: { ...answer(0), joined } };
  }
  if (!dryRun) refuseFrozenUnfilled(mailing);
  terminal.note(
    `Going on with the mailing of ${countOf(mailing.recipients, "reader")}: ${counts.submitted} have it, ${leftWords(counts)}.`,
  );
  const changed = await whatChanged(request, mailing);
  if (!mayAdopt(request, changed)) return { code: exitCodes.incomplete, json: answer(left) };
  const decision = dryRun && asked === "ask" ? undefined : await whatIsDecided(request, mailing, counts);
  if (decision === "interrupted") return { code: exitCodes.interrupted, json: answer(left) };
  const readers = left + resentBy(decision, counts);
  if (readers === 0 && decision === undefined)
    return { code: await onlyUncertain(request, mailing, counts), json: answer(0) };
  const inboxes = readers === 0 ? [] : await inboxesAmong(request.relays, request.config);
  const json = answer(readers, inboxes);
  if (readers > 0) {
    warnOfInboxes(terminal, inboxes, issue);
    terminal.note(`At risk: ${riskWords(json.plan.inFlight)}.`);
  }
  if (dryRun) return { code: exitCodes.done, json };
  const relays = readers === 0 ? undefined : await openRelays(terminal, request.config, request.relays);
  const refused = readers === 0 ? undefined : await refusal(request, readers);
  if (refused !== undefined) return { code: refused, json };
  if (decision !== undefined) await carryOut(request, mailing, decision);
  await adoptChanges(request, mailing, changed);
  if (relays === undefined) return afterDecision(request, mailing, json);
  return sendFrozen(request, mailing, relays, json);
}

/**
 * A mailing that reached nobody is planned and approved anew. One that was cancelled only by who has seen the plan: a
 * timer that says --yes must not undo what a person has said.
 */
async function startAnew(request: SendRequest, mailing: Mailing): Promise<SendAnswer> {
  const { terminal, dryRun, yes, approvedPlan } = request;
  const cancelled = mailing.state === "cancelled";
  if (cancelled && yes && !dryRun && approvedPlan === undefined)
    throw new LetterpressError(
      "delivery/cancelled",
      "The mailing of this issue was cancelled before it reached anybody.",
      "Nothing was sent. To send it after all, leave out --yes, or name the plan that --dry-run shows with --plan.",
    );
  terminal.note(`${whatWas(mailing)}; this one starts anew.`);
  return sendNew(request, mailing);
}

function whatWas({ state, scheduledAt }: Mailing): string {
  if (state === "cancelled") return "The mailing of this issue was cancelled before it reached anybody";
  if (state === "planned" && scheduledAt !== undefined)
    return `The mailing of this issue was scheduled for ${zonedText(scheduledAt)}`;
  return "An earlier send was stopped before it reached anybody";
}

function hasBegun(): LetterpressError {
  return new LetterpressError(
    "use/at",
    "This mailing has begun, so it cannot be scheduled.",
    "Leave out --at to go on with it; to stop it until later: npx letterpress pause",
  );
}

/** Whether the mailing was frozen and then reached nobody. */
async function begunInVain({ store, dryRun }: SendRequest, mailing: Mailing): Promise<boolean> {
  if (!(await isUntouched(store, mailing.id))) return false;
  if (dryRun) return true;
  const holder = await senderOf(store, { mailing: mailing.id, now: systemClock.now(), isAlive });
  if (holder !== undefined) throw heldBy(holder);
  return true;
}

/** Before anybody is asked or told numbers: a sender that was killed has left some readers in between. */
async function recover({ terminal, store }: SendRequest, mailing: Mailing): Promise<void> {
  const recovered = await recoverMailing(store, mailing, { runner: newRunner(), isAlive });
  if (recovered.status === "held") throw heldBy(recovered);
  if (recovered.uncertain > 0)
    terminal.note(
      `${countOf(recovered.uncertain, "reader")} of an interrupted send may or may not have a copy.`,
    );
}

/**
 * A dry run brings nothing up to date, and tells what whoever goes on will find: who was on the way of a dead sender is
 * uncertain then.
 */
async function countsToGoOn({ store, dryRun }: SendRequest, mailing: Mailing): Promise<DeliveryCounts> {
  const counts = await countDeliveries(store, mailing.id);
  if (!dryRun || counts.submitting === 0) return counts;
  const holder = await senderOf(store, { mailing: mailing.id, now: systemClock.now(), isAlive });
  if (holder !== undefined) return counts;
  return { ...counts, submitting: 0, uncertain: counts.uncertain + counts.submitting };
}

/** The number that is asked for must be one that was read. */
function leftWords(counts: DeliveryCounts): string {
  const certain = unfinished(counts) - counts.uncertain;
  const left = `${certain} ${certain === 1 ? "is" : "are"} left`;
  if (counts.uncertain === 0) return left;
  return `${left}, and ${counts.uncertain} may or may not have it`;
}

async function onlyUncertain(
  request: SendRequest,
  mailing: Mailing,
  counts: DeliveryCounts,
): Promise<typeof exitCodes.incomplete> {
  const { terminal, store } = request;
  terminal.note("Everybody else is done.");
  const decide = decideWords(goesOnWith(request, mailing));
  await nameUncertain(terminal, store, mailing, counts.uncertain, decide, request.dryRun);
  return exitCodes.incomplete;
}

/** Nobody was left to send to: the decision was all there was to do, and no relay is needed for it. */
async function afterDecision(
  { terminal, store }: SendRequest,
  mailing: Mailing,
  json: object,
): Promise<SendAnswer> {
  const counts = await countDeliveries(store, mailing.id);
  const left = unfinished(counts);
  terminal.note(left === 0 ? "The mailing is finished." : `Incomplete: ${countOf(left, "reader")} left.`);
  if (left > 0) return { code: exitCodes.incomplete, json: { ...json, counts } };
  return { code: exitCodes.done, json: { ...json, end: { status: "complete" }, counts } };
}
