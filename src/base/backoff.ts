/**
 * How long to wait before attempt `attempt + 1`, in ms: the steps in order, the last one for ever, each spread by
 * up to `spread` (0.2 is ±20 %) so that readers deferred together do not come back together.
 * `random` is a number in [0, 1).
 */
export function backoffMs(stepsMs: readonly number[], attempt: number, random: number, spread = 0.2): number {
  const step = stepsMs[Math.min(Math.max(attempt - 1, 0), stepsMs.length - 1)] ?? 0;
  return Math.round(step * (1 - spread + 2 * spread * random));
}

/** No wait of `backoffMs` is longer. */
export function longestBackoffMs(stepsMs: readonly number[], spread = 0.2): number {
  return Math.round(Math.max(0, ...stepsMs) * (1 + spread));
}
