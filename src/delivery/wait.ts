import { setTimeout as sleep } from "node:timers/promises";

/** Waits, or until the signal says stop; never throws. */
export async function wait(ms: number, signal: AbortSignal): Promise<void> {
  for (let left = ms; left > 0 && !signal.aborted; left -= longestTimerMs)
    await sleep(Math.min(left, longestTimerMs), undefined, { signal }).catch(() => undefined);
}

/** Waits until a promise has settled, in whatever way, or until the signal says stop; never throws. */
export function settled(promise: Promise<unknown>, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      signal.removeEventListener("abort", end);
      resolve();
    };
    promise.then(end, end);
    signal.addEventListener("abort", end);
    if (signal.aborted) end();
  });
}

/** Node fires a timer that is longer than this at once. */
const longestTimerMs = 2 ** 31 - 1;
