import { setTimeout as sleep } from "node:timers/promises";

/** Waits, or until the signal says stop; never throws. */
export async function wait(ms: number, signal: AbortSignal): Promise<void> {
  for (let left = ms; left > 0 && !signal.aborted; left -= longestTimerMs)
    await sleep(Math.min(left, longestTimerMs), undefined, { signal }).catch(() => undefined);
}

/** Node fires a timer that is longer than this at once. */
const longestTimerMs = 2 ** 31 - 1;
