import { getHeapSpaceStatistics, setFlagsFromString } from "node:v8";

/**
 * Keeps the memory of a process that sends for hours where it is after some minutes. V8 doubles the space for new
 * objects each time that much of it is still in use when it looks, and never gives it back: on a busy machine it grows
 * to more than a hundred megabytes, of which a mailing needs a tenth. Once it has `mostBytes` it does not grow any
 * more. Nothing fails by that; it is swept more often. For the rest of the process: whoever sends does nothing else.
 */
export function holdHeap(mostBytes = 24 * 1024 * 1024, everyMs = 1_000): HeldHeap {
  let isHeld = false;
  const look = () => {
    if (isHeld) return;
    const young = getHeapSpaceStatistics().find(({ space_name }) => space_name === "new_space");
    if (young === undefined || young.space_size < mostBytes) return;
    setFlagsFromString("--semi-space-growth-factor=1");
    isHeld = true;
    clearInterval(timer);
  };
  const timer = setInterval(look, everyMs);
  timer.unref();
  return { look, [Symbol.dispose]: () => clearInterval(timer) };
}

export interface HeldHeap extends Disposable {
  /** Looks now: while much is made at one go, as of a batch of rows, timers wait. */
  look(): void;
}

/**
 * Keeps the memory of a process that makes much and keeps little, such as an import, near what it keeps: V8 waits until
 * old objects are several times as many as were left the last time, and now it waits for a fifth more. For the rest of
 * the process.
 */
export function sweepOften(): void {
  setFlagsFromString("--heap-growing-percent=20");
}
