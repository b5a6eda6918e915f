/**
 * Does something when the process ends before its time, at a second Ctrl-C; not after it was disposed. Nothing can be
 * waited for then.
 */
export function atExit(act: () => void): Disposable {
  process.once("exit", act);
  return {
    [Symbol.dispose]() {
      process.off("exit", act);
    },
  };
}
