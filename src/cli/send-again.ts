import { systemClock } from "../base/clock.ts";
import { LetterpressError } from "../base/errors.ts";
import { checkIssue } from "../check/check-issue.ts";
import { openRelay } from "../config/open-relay.ts";
import { recoverMailing } from "../delivery/recover-mailing.ts";
import { type DeliveryCounts, type Mailing, unfinished } from "../model/mailing.ts";
import { countDeliveries, decideUncertain } from "../store/deliveries.ts";
import { editionsOf } from "../store/mailings.ts";
import { exitCodes } from "./exit-code.ts";
import { checkContext, countOf, issueFile } from "./newsletter.ts";
import { approve, planChanged, type SendAnswer, type SendRequest } from "./send-request.ts";
import { heldBy, isAlive, nameUncertain, newRunner, sendRun } from "./send-run.ts";

/**
 * `send` for an issue that has a mailing: nothing when it is over, otherwise it goes on from what was frozen, even when
 * the issue's file has changed, is broken or is gone.
 */
export async function goOn(request: SendRequest, mailing: Mailing): Promise<SendAnswer> {
  const { terminal, store, decision } = request;
  if (request.approvedPlan !== undefined && request.approvedPlan !== mailing.planHash)
    throw planChanged(request.approvedPlan, mailing.planHash);
  if (!request.dryRun) await recover(request, mailing);
  const counts = await countDeliveries(store, mailing.id);
  const json = { plan: { hash: mailing.planHash, issue: mailing.issue, list: mailing.list }, counts };
  if (unfinished(counts) === 0) {
    if (!request.json) terminal.print(overWords(mailing, counts));
    return { code: exitCodes.done, json };
  }
  terminal.note(
    `Going on with the mailing of ${countOf(mailing.recipients, "reader")}: ${counts.submitted} have it, ${unfinished(counts)} are left.`,
  );
  await sayWhatChanged(request, mailing);
  const readers = decision === "resend" ? unfinished(counts) : unfinished(counts) - counts.uncertain;
  if (readers === 0 && decision === undefined)
    return { code: await onlyUncertain(request, mailing, counts), json };
  if (request.dryRun) return { code: exitCodes.done, json };
  const relay = await openRelay(request.relay, terminal.environment);
  if (readers > 0 && !(await approve(request, readers))) return { code: exitCodes.incomplete, json };
  if (decision !== undefined) await decide(request, mailing, decision);
  const { pace, retry } = request.config;
  const run = await sendRun(terminal, { store, mailing, relay, pace, retry, resume: request.resume });
  return { code: run.code, json: { ...json, end: run.end, counts: run.counts } };
}

/** Before anybody is asked or told numbers: a sender that was killed has left some readers in between. */
async function recover({ terminal, store }: SendRequest, mailing: Mailing): Promise<void> {
  const recovered = await recoverMailing(store, mailing, { runner: newRunner(), isAlive });
  if (recovered.status === "held") throw heldBy(recovered.runner);
  if (recovered.uncertain > 0)
    terminal.note(
      `${countOf(recovered.uncertain, "reader")} of an interrupted send may or may not have a copy.`,
    );
}

function overWords({ list }: Mailing, { submitted, rejected, skipped }: DeliveryCounts): string {
  const others =
    rejected + skipped === 0 ? "" : ` (${rejected} rejected, ${skipped} skipped: letterpress status)`;
  return `Everybody on ${list} already has this issue: ${countOf(submitted, "reader")}${others}. Nothing was sent.`;
}

/** What has changed on the disk since the start is said, not sent. */
async function sayWhatChanged(
  { terminal, config, list, store, named }: SendRequest,
  mailing: Mailing,
): Promise<void> {
  const frozen = await editionsOf(store, mailing.id);
  const digests = await currentDigests().catch((fault: unknown): readonly string[] => {
    if (fault instanceof LetterpressError) return [];
    throw fault;
  });
  if (frozen.every((edition) => digests.includes(edition.digest))) return;
  terminal.note(
    "The issue or its template has changed since; those who are left get what was approved, as it was.",
  );

  async function currentDigests(): Promise<readonly string[]> {
    const checked = await checkIssue(checkContext(config, list), issueFile(config, terminal.folder, named));
    return checked.editions.map((edition) => edition.digest);
  }
}

async function onlyUncertain(
  { terminal, store }: SendRequest,
  mailing: Mailing,
  counts: DeliveryCounts,
): Promise<typeof exitCodes.incomplete> {
  terminal.note("Everybody else is done.");
  await nameUncertain(terminal, store, mailing, counts.uncertain);
  return exitCodes.incomplete;
}

async function decide(
  { terminal, store }: SendRequest,
  mailing: Mailing,
  decision: "resend" | "skip",
): Promise<void> {
  const readers = await decideUncertain(store, { mailing: mailing.id, decision, now: systemClock.now() });
  const fate = decision === "resend" ? "will be sent the message again" : "are skipped";
  if (readers > 0) terminal.note(`${countOf(readers, "uncertain reader")} ${fate}.`);
}
