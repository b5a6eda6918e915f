/** Resolves at Ctrl-C, SIGTERM or when the terminal is closed: the end of commands that serve a page. */
export function untilInterrupted(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.once(signal, () => resolve());
  });
}
