import { LetterpressError } from "../../base/errors.ts";

/**
 * Writes one after the other, as one connection does, and whoever waits behind a write that the store refuses (it is
 * locked, its disk is full) is refused with it. Each would otherwise wait for the lock anew, and the tenth reader ten
 * times as long. Who comes afterwards tries again.
 */
export function sharedPatience(): <T>(write: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return <T>(write: () => Promise<T>) => {
    const turn = last.then(write, (fault: unknown) => {
      if (fault instanceof LetterpressError) throw fault;
      return write();
    });
    last = turn;
    const forget = () => {
      if (last === turn) last = Promise.resolve();
    };
    turn.then(forget, forget);
    return turn;
  };
}
