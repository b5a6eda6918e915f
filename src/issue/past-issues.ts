import { isCalendarDay } from "../base/clock.ts";
import { listInside, readInside } from "../base/read-inside.ts";

/** What the next issue needs to know of one that is there; its text need not be sound. */
export interface PastIssue {
  /** Relative to the newsletter's folder. */
  readonly file: string;
  readonly text: string;
  readonly day?: string;
  readonly number?: number;
}

/** All issues in `issues/` that can be read, the oldest first; those without a day come before all others. */
export async function readPastIssues(root: string): Promise<readonly PastIssue[]> {
  const folder = await listInside(root, "issues");
  const names = folder.status === "read" ? folder.names : [];
  const issues: PastIssue[] = [];
  for (const name of names.filter((one) => /\.ya?ml$/.test(one))) {
    const read = await readInside(root, `issues/${name}`, mostBytes);
    if (read.status === "read") issues.push(pastIssue(`issues/${name}`, read.text));
  }
  return issues.sort((a, b) => compare(a.day ?? "", b.day ?? ""));
}

const mostBytes = 1024 * 1024;

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
