import { type ExitCode, exitCodes } from "../exit-code.ts";
import type { Terminal } from "../terminal.ts";

/** Asks a run to stop, and remembers what the shell is to be told. */
export interface Stop {
  /** Its reason is "interrupt" after Ctrl-C: a person has stopped it. */
  readonly signal: AbortSignal;
  /** The exit code of the signal that came first. */
  code(): ExitCode | undefined;
  release(): void;
}

const codes = {
  SIGINT: exitCodes.interrupted,
  SIGTERM: exitCodes.terminated,
  SIGHUP: exitCodes.hungUp,
} as const;

/**
 * The first Ctrl-C or SIGTERM, or a terminal that was closed, drains what is in flight; a second Ctrl-C or SIGTERM ends
 * the process at once, which is the same as a crash: the ledger knows. A closed terminal asks nobody to hurry, and
 * shell and kernel both may tell of it. `words` are said once.
 */
export function stopOnSignal(
  terminal: Terminal,
  words = "Stopping: no new message starts, those on their way are finished. Once more stops at once.",
): Stop {
  const controller = new AbortController();
  let code: ExitCode | undefined;
  let asked = 0;
  const listeners = (["SIGINT", "SIGTERM", "SIGHUP"] as const).map((signal) => {
    const listener = () => {
      if (signal !== "SIGHUP") asked += 1;
      if (asked > 1) process.exit(codes[signal]);
      if (code !== undefined) return;
      code = codes[signal];
      terminal.note(words);
      controller.abort(signal === "SIGINT" ? "interrupt" : signal);
    };
    process.on(signal, listener);
    return { signal, listener };
  });
  return {
    signal: controller.signal,
    code: () => code,
    release() {
      for (const { signal, listener } of listeners) process.off(signal, listener);
    },
  };
}
