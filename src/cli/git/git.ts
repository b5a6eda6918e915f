import { execFile } from "node:child_process";
import { faultText, systemCode } from "../../base/errors.ts";

/** What the program `git` answers. */
export type GitAnswer =
  | { readonly status: "done"; readonly out: Buffer }
  /** It says no; `said` is what it says, in English. */
  | { readonly status: "refused"; readonly said: string }
  /** It is not there, or does not start. */
  | { readonly status: "missing"; readonly said: string };

/**
 * Asks the program `git` about the repository around a folder, without a shell. It writes nothing there, fetches
 * nothing, asks nobody for a password, and runs no hook. Only `git status` starts filters, those that this machine has
 * set up: to know whether a file has changed it cleans it. `input` is what it reads.
 */
export async function git(
  root: string,
  args: readonly string[],
  limits: { readonly input?: string; readonly mostBytes?: number; readonly timeoutMs?: number } = {},
): Promise<GitAnswer> {
  const { input = "", mostBytes = 16 * 1024 * 1024, timeoutMs = 5_000 } = limits;
  const quiet = ["--no-optional-locks", "-c", "core.fsmonitor=false"];
  return new Promise((resolve) => {
    const child = execFile(
      "git",
      [...quiet, "-C", root, ...args],
      {
        encoding: "buffer",
        maxBuffer: mostBytes,
        timeout: timeoutMs,
        windowsHide: true,
        env: { ...process.env, LC_ALL: "C", GIT_NO_LAZY_FETCH: "1", GIT_TERMINAL_PROMPT: "0" },
      },
      (fault, out, said) => {
        if (fault === null) resolve({ status: "done", out });
        else if (typeof systemCode(fault) === "string" && child.pid === undefined)
          resolve({ status: "missing", said: faultText(fault) });
        else if (fault.killed) resolve({ status: "refused", said: "it did not answer in time" });
        else resolve({ status: "refused", said: said.toString().trim() || faultText(fault) });
      },
    );
    // It may end before it has read everything; then its exit code says why.
    child.stdin?.on("error", () => undefined).end(input);
  });
}
