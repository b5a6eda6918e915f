import { systemClock } from "../../base/clock.ts";
import { zonedText } from "../../base/zoned-time.ts";
import { durationWords } from "../../base/duration-words.ts";

/** How a mailing that is scheduled is started when nobody waits for it. */
export function startsWith(resume: string): string {
  return `It is started by "npx letterpress run-due", from cron for example, or by: ${resume}`;
}

/** A machine that was asleep sends late, and says so; a minute or so is cron's. */
export function lateWords(scheduledAt: number): string | undefined {
  const late = systemClock.now() - scheduledAt;
  if (late < 90_000) return undefined;
  return `It was scheduled for ${zonedText(scheduledAt)}: it starts ${durationWords(late)} late.`;
}
