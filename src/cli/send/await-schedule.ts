import { type Instant, systemClock } from "../../base/clock.ts";
import { zonedText } from "../../base/zoned-time.ts";
import { durationWords } from "../../base/duration-words.ts";
import { wait } from "../../delivery/wait.ts";
import type { Mailing } from "../../model/mailing.ts";
import { findMailingById } from "../../store/mailings.ts";
import { type ExitCode, exitCodes } from "../exit-code.ts";
import { startsWith } from "./schedule-words.ts";
import type { SendRequest } from "./send-request.ts";
import { stopOnSignal } from "./stop-on-signal.ts";

/**
 * Waits for the time of a scheduled mailing. Nothing is held meanwhile: a crash, a signal or a machine that is switched
 * off leave it scheduled, and whoever starts it first has it. Undefined: its time has come, and it is as it was.
 * Otherwise there is nothing to start, which has been said, and the command ends with this code.
 */
export async function awaitSchedule(
  { terminal, store, resume, resumePaused }: SendRequest,
  mailing: Mailing,
  at: Instant,
): Promise<ExitCode | undefined> {
  const left = () => durationWords(at - systemClock.now());
  const stop = stopOnSignal(terminal, `It stays scheduled for ${zonedText(at)}. ${startsWith(resume)}`);
  terminal.note(`Scheduled for ${zonedText(at)}, in ${left()}. Waiting; Ctrl-C leaves it scheduled.`);
  try {
    // By the clock, in small steps: it may be set, and the machine may sleep.
    while (systemClock.now() < at) {
      await wait(Math.min(lookMs, at - systemClock.now()), stop.signal);
      if (stop.signal.aborted) return stop.code() ?? exitCodes.interrupted;
      const changed = changeOf(await findMailingById(store, mailing.id), mailing);
      if (changed === undefined) continue;
      const goOn = changed === "paused" ? ` Go on with: ${resumePaused}` : " See: npx letterpress status";
      terminal.note(`While this one waited, the mailing was ${changed}; nothing was sent here.${goOn}`);
      return exitCodes.incomplete;
    }
    return undefined;
  } finally {
    stop.release();
  }
}

const lookMs = 1_000;

/** What others have made of it; undefined when it is as it was. */
function changeOf(now: Mailing | undefined, before: Mailing): string | undefined {
  if (now === undefined || now.createdAt !== before.createdAt) return "planned anew by another sender";
  if (now.state === "planned") return undefined;
  return now.state === "running" || now.state === "finished" ? "started by another sender" : now.state;
}
