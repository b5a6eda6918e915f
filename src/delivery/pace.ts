import type { Instant } from "../base/clock.ts";
import type { Pace } from "../model/pace.ts";

const spansMs = { perSecond: 1_000, perMinute: 60_000, perHour: 3_600_000, perDay: 86_400_000 } as const;
const spans = Object.keys(spansMs) as readonly (keyof typeof spansMs)[];

/** The strictest of the limits, in messages per second. */
export function perSecond(pace: Pace): number | undefined {
  const rates = spans.flatMap((span) =>
    pace[span] === undefined ? [] : [(pace[span] * 1_000) / spansMs[span]],
  );
  return rates.length === 0 ? undefined : Math.min(...rates);
}

/**
 * Spaces messages evenly, so that no span of time ever holds more than its limit plus one. `reserve` takes the next free
 * moment and returns how many ms away it is. Several slots share one; the moments of slots that stop are lost.
 */
export function pacer(pace: Pace): { reserve(now: Instant): number } {
  const rate = perSecond(pace);
  if (rate === undefined) return { reserve: () => 0 };
  const gapMs = 1_000 / rate;
  let next: Instant = 0;
  let last: Instant = 0;
  return {
    reserve(now) {
      // A clock that was set back must not make everybody wait until it is there again.
      if (now < last) next -= last - now;
      last = now;
      const moment = Math.max(now, next);
      next = moment + gapMs;
      return moment - now;
    },
  };
}
