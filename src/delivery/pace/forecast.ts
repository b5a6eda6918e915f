import type { Pace } from "../../model/pace.ts";

/** The strictest of the limits, in messages per second. */
export function averageRate({ perSecond, perMinute, perHour, perDay }: Pace): number | undefined {
  const rates = [
    [perSecond, 1],
    [perMinute, 60],
    [perHour, 3_600],
    [perDay, 86_400],
  ] as const;
  const limits = rates.flatMap(([most, seconds]) => (most === undefined ? [] : [most / seconds]));
  return limits.length === 0 ? undefined : Math.min(...limits);
}
