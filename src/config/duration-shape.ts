import * as z from "zod";

const unitMs = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/** `30s`, `5m`, `7d`, in milliseconds. */
export const durationShape = z
  .string()
  .regex(/^\d+(?:ms|s|m|h|d)$/, 'is not a duration.\nWrite it like "30s", "5m" or "24h".')
  .transform((text) => Number.parseInt(text, 10) * unitMs[text.replace(/\d+/, "") as keyof typeof unitMs])
  // Node's timers end at once when they are set for longer than 2^31 ms, about 24.8 days.
  .refine((ms) => ms >= 1 && ms <= 24 * unitMs.d, "is no time at all, or more than 24 days.\nChange it.")
  .meta({ title: "duration" });

/** As people write it: `durationText(90_000)` is `90s`. */
export function durationText(ms: number): string {
  const [unit, size] = Object.entries(unitMs).findLast(([, each]) => ms % each === 0) ?? ["ms", 1];
  return `${ms / size}${unit}`;
}
