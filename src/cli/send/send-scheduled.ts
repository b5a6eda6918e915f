import { systemClock } from "../../base/clock.ts";
import { zonedText } from "../../base/zoned-time.ts";
import type { Mailing } from "../../model/mailing.ts";
import { countDeliveries } from "../../store/deliveries.ts";
import { resumeScheduled } from "../../store/mailings.ts";
import { adoptChanges, mayAdopt, whatChanged } from "./adopt-changes.ts";
import { exitCodes } from "../exit-code.ts";
import { inboxesAmong, warnOfInboxes } from "./inbox-relays.ts";
import { countOf } from "../newsletter.ts";
import { openRelays } from "./open-relays.ts";
import { refuseFrozenUnfilled } from "./refuse-unfilled.ts";
import { sendFrozen } from "./send-frozen.ts";
import { planChanged, refusal, type SendAnswer, type SendRequest } from "./send-request.ts";

/** Whether a mailing waits for its time; one that a person paused before that does again when it is resumed. */
export function isScheduled({ state, stoppedBy, scheduledAt }: Mailing, resuming: boolean): boolean {
  if (scheduledAt === undefined) return false;
  if (state === "planned") return true;
  return resuming && state === "paused" && stoppedBy === "person" && systemClock.now() < scheduledAt;
}

/**
 * `send` for a mailing that is frozen and approved for a time: waits for that, or sends at once what is late. Who only
 * waits is not asked again; who takes back a pause, adopts changes, or sends at another time than was approved, is.
 */
export async function goOnScheduled(request: SendRequest, mailing: Mailing): Promise<SendAnswer> {
  const { terminal, store, dryRun, approvedPlan } = request;
  if (approvedPlan !== undefined && approvedPlan !== mailing.planHash)
    throw planChanged(approvedPlan, mailing.planHash);
  const { planHash: hash, issue, list, only, scheduledAt = 0, recipients } = mailing;
  const plan = { hash, issue, list, scheduledAt, ...(only === undefined ? {} : { only }) };
  const inboxes = await inboxesAmong(request.relays, request.config);
  const json = { plan, counts: await countDeliveries(store, mailing.id), inboxes };
  if (!request.dryRun) refuseFrozenUnfilled(mailing);
  terminal.note(`${countOf(recipients, "reader")} are to get it at ${zonedText(scheduledAt)}.`);
  const changed = await whatChanged(request, mailing);
  if (!mayAdopt(request, changed)) return { code: exitCodes.incomplete, json };
  warnOfInboxes(terminal, inboxes, issue);
  if (dryRun) return { code: exitCodes.done, json };
  const relays = await openRelays(terminal, request.config, request.relays);
  const adopts = request.adopt && changed.changes.length > 0;
  if (adopts || mailing.state === "paused" || systemClock.now() >= scheduledAt) {
    const refused = await refusal(request, recipients);
    if (refused !== undefined) return { code: refused, json };
  }
  await adoptChanges(request, mailing, changed);
  const planned = request.resuming ? await resumeScheduled(store, mailing.id) : mailing;
  return sendFrozen(request, planned, relays, json);
}
