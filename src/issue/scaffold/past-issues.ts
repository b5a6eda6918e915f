import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { isCalendarDay } from "../../base/clock.ts";

/** What the next issue needs to know of one that is there; its text need not be sound. */
export interface PastIssue {
  /** Relative to the newsletter's folder. */
  readonly file: string;
  readonly text: string;
  readonly day?: string;
  readonly number?: number;
}

/** All issues in `issues/`, the oldest first; those without a day come before all others. */
export async function readPastIssues(root: string): Promise<readonly PastIssue[]> {
  const names = await readdir(join(root, "issues")).catch((): string[] => []);
  const issues: PastIssue[] = [];
  for (const name of names.filter((one) => /\.ya?ml$/.test(one)).sort()) {
    const text = await readFile(join(root, "issues", name), "utf8").catch(() => undefined);
    if (text !== undefined) issues.push(pastIssue(`issues/${name}`, text));
  }
  return issues.sort((a, b) => compare(a.day ?? "", b.day ?? ""));
}

/** Looks at the lines of the head only: to read hundreds of issues in full would take seconds. */
function pastIssue(file: string, text: string): PastIssue {
  const written = /^date:\s*["']?(\d{4}-\d\d-\d\d)\b/m.exec(text)?.[1];
  const day = [written, file.slice("issues/".length, "issues/".length + 10)].find(
    (one) => one !== undefined && isCalendarDay(one),
  );
  const number = /^number:\s*(\d{1,9})\s*(?:#|$)/m.exec(text)?.[1];
  return {
    file,
    text,
    ...(day === undefined ? {} : { day }),
    ...(number === undefined ? {} : { number: Number(number) }),
  };
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
