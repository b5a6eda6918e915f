import { setTimeout as sleep } from "node:timers/promises";

/** Waits, or until the signal says stop; never throws. */
export async function wait(ms: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted || ms <= 0) return;
  await sleep(ms, undefined, { signal }).catch(() => undefined);
}
