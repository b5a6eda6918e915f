import { execFile } from "node:child_process";
import { faultText, systemCode } from "../../../base/errors.ts";
import type { SpamAnswer, SpamFilter } from "./spam-filter.ts";
import { parseHits } from "./spam-report.ts";

/** It reads all of its rules at each start, which takes seconds. */
const timeoutMs = 120_000;

/**
 * The program `spamassassin`, which asks no network (-L), learns nothing and makes no file of its own (-x), and ends
 * with a report of every message (-t). A header of ours says the score, since a machine may have set the usual ones
 * otherwise.
 */
const args = ["-L", "-x", "-t", "--cf=report_safe 0", "--cf=add_header all Letterpress _SCORE_ of _REQD_"];

export function spamProgram(program: string): SpamFilter {
  return {
    score: (message) =>
      new Promise((resolve) => {
        const options = {
          encoding: "utf8",
          maxBuffer: 64 * 1024 * 1024,
          timeout: timeoutMs,
          windowsHide: true,
        } as const;
        const child = execFile(program, args, options, (fault, out, said) => {
          if (fault === null) resolve(scored(out));
          else if (fault.killed) resolve({ status: "failed", words: "spamassassin did not end in time" });
          else resolve({ status: "failed", words: said.trim().split("\n").at(-1) || faultText(fault) });
        });
        // It may end before it has read everything; then its exit code says why.
        child.stdin?.on("error", () => undefined).end(message);
      }),
  };
}

/** Whether there is such a program; undefined, or why not. */
export function whyNoProgram(program: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    execFile(program, ["--version"], { timeout: timeoutMs, windowsHide: true }, (fault) => {
      if (fault === null) resolve(undefined);
      else resolve(systemCode(fault) === "ENOENT" ? "there is no such program" : faultText(fault));
    });
  });
}

function scored(out: string): SpamAnswer {
  const [, score, threshold] = /^X-Spam-Letterpress: (-?[\d.]+) of (-?[\d.]+)\s*$/m.exec(out) ?? [];
  if (score === undefined) return { status: "failed", words: "spamassassin gives no score" };
  return {
    status: "scored",
    report: { score: Number(score), threshold: Number(threshold), hits: parseHits(out) },
  };
}
