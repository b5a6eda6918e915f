import { type Instant, systemClock } from "../../base/clock.ts";
import { LetterpressError } from "../../base/errors.ts";
import { parseZonedTime, zonedText } from "../../base/zoned-time.ts";
import { durationWords } from "../../base/duration-words.ts";

/** What `--at` says: a moment to come. */
export function atOption(written: string | undefined): Instant | undefined {
  if (written === undefined) return undefined;
  const time = parseZonedTime(written);
  if (time.status === "invalid") throw new LetterpressError("use/at", `--at: ${time.message}`, time.remedy);
  const now = systemClock.now();
  if (time.at > now) return time.at;
  throw new LetterpressError(
    "use/at",
    `--at: ${zonedText(time.at)} is past, by ${durationWords(now - time.at)}.`,
    "Nothing was sent. Name a time to come, or leave out --at to send now.",
  );
}
