import { quoted } from "../../base/quoted.ts";
import { systemClock } from "../../base/clock.ts";
import { LetterpressError } from "../../base/errors.ts";
import { zonedText } from "../../base/zoned-time.ts";
import type { RunRelay } from "../../delivery/relays/lane.ts";
import type { Mailing } from "../../model/mailing.ts";
import { awaitSchedule } from "./await-schedule.ts";
import { exitCodes } from "../exit-code.ts";
import { decideWords } from "./name-uncertain.ts";
import { lateWords, startsWith } from "./schedule-words.ts";
import type { SendAnswer, SendRequest } from "./send-request.ts";
import { sendRun } from "./send-run.ts";
import { signingKeys } from "./signing.ts";

/**
 * Sends a mailing that is frozen and approved: at once, or when its time has come. `json` is what is known of it so
 * far.
 */
export async function sendFrozen(
  request: SendRequest,
  mailing: Mailing,
  relays: readonly RunRelay[],
  json: object,
): Promise<SendAnswer> {
  const { terminal, store, config, resume, resumePaused, resuming, acceptBounces, wait } = request;
  const { scheduledAt } = mailing;
  if (scheduledAt !== undefined && mailing.state === "planned") {
    const now = systemClock.now();
    if (now < scheduledAt && !wait) {
      terminal.note(`Scheduled for ${zonedText(scheduledAt)}. ${startsWith(resume)}`);
      return { code: exitCodes.done, json: { ...json, end: { status: "scheduled", at: scheduledAt } } };
    }
    const code = now < scheduledAt ? await awaitSchedule(request, mailing, scheduledAt) : undefined;
    if (code !== undefined) return { code, json: { ...json, end: { status: "scheduled", at: scheduledAt } } };
    const late = lateWords(scheduledAt);
    if (late !== undefined) terminal.note(late);
  }
  const { threads, pace, retry } = config;
  const words = { resume, resumePaused, decide: decideWords };
  const keys = await signingKeys(config, terminal);
  const run = { store, mailing, relays, signingKeys: keys, threads, pace, retry, resuming, acceptBounces };
  const { end, counts, code } = await sendRun(terminal, { ...run, ...words });
  if (code === exitCodes.done)
    terminal.note(`What became of each reader: npx letterpress status ${quoted(mailing.issue)}`);
  return { code, json: { ...json, end, counts } };
}

export function scheduledOtherwise({ scheduledAt }: Mailing): LetterpressError {
  const when = scheduledAt === undefined ? "at once" : `at ${zonedText(scheduledAt)}`;
  return new LetterpressError(
    "delivery/scheduled-otherwise",
    `Another sender has frozen this mailing at this moment, to be sent ${when}.`,
    "This one has sent nothing. See what became of it with: npx letterpress status",
  );
}
