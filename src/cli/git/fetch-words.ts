import { quoted } from "../../base/quoted.ts";

/**
 * Whether a server can be asked for a ref by this name. `v1:issues` would be written into a branch, and `main~1` is a
 * way through commits that only a clone knows.
 */
export function isNameOfRef(ref: string): boolean {
  return !/[:^~]|@\{/.test(ref);
}

/** The command with the ref behind it, to be typed; without it when no server knows such a name. */
export function fetchWords(command: string, ref: string): string {
  return isNameOfRef(ref) ? `${command} ${quoted(ref)}` : command;
}
