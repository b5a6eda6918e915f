import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { isError, type Problem } from "../../base/problem.ts";
import { readInside } from "../../base/read-inside.ts";
import type { Config } from "../../config/config.ts";
import { declaredIn } from "../../config/known-names.ts";
import { readIssueText } from "../../issue/read-issue.ts";
import type { Issue, IssueStatus } from "../../model/issue.ts";
import { lineText } from "../../model/prose.ts";
import { inLanguage } from "../../model/selection.ts";

/** An issue in the list. */
export interface IssueEntry {
  readonly id: string;
  /** Relative to the root. */
  readonly file: string;
  readonly title: string;
  /** Undefined while the file cannot be read that far. */
  readonly date?: string;
  readonly status?: IssueStatus;
  readonly errors: number;
  readonly warnings: number;
}

// What is longer is no issue, and an issue says so itself.
const mostBytes = 64 * 1024 * 1024;

/** The names of the files of issues, in `issues/`. */
export async function issueNames(root: string): Promise<readonly string[]> {
  const files = await readdir(join(root, "issues")).catch(() => []);
  return files.filter((name) => /\.ya?ml$/.test(name));
}

/** Reads the text of one of them. `head` is what its head says, if that is known. */
export async function readEntry(
  root: string,
  name: string,
  config: Config,
  readText = readIssueText,
  head?: IssueEntry,
): Promise<IssueEntry> {
  const seen = head ?? (await seenEntry(root, name));
  if (seen.errors > 0) return seen;
  const { id, file } = seen;
  const { issue, problems } = await readText(root, file, declaredIn(config));
  const counts = counted(problems, 0);
  // An issue keeps its place in the list while it is typed.
  if (issue === undefined) return { ...seen, ...counts };
  return {
    id,
    file,
    title: titleOf(issue) || id,
    date: issue.date,
    status: issue.status,
    ...counts,
  };
}

/** What an issue is called by the name of its file. */
export function idOf(name: string): string {
  return name.replace(/\.ya?ml$/, "");
}

/**
 * One of them as its lines say it, which takes a hundredth of reading it; of what is wrong with it nothing is known.
 */
export async function seenEntry(root: string, name: string): Promise<IssueEntry> {
  const file = `issues/${name}`;
  const id = idOf(name);
  const read = await readInside(root, file, mostBytes);
  if (read.status !== "read") return { id, file, title: id, errors: 1, warnings: 0 };
  const date = /^date:\s*["']?(\d{4}-\d{2}-\d{2})/m.exec(read.text)?.[1];
  const [, , title = id] = /^subject:[ \t]*(["']?)([^\s{[|>&*!].*?)\1[ \t]*$/m.exec(read.text) ?? [];
  return { id, file, title, ...(date === undefined ? {} : { date }), errors: 0, warnings: 0 };
}

function titleOf({ subjects, language }: Issue): string {
  const [subject] = inLanguage(subjects, language, language) ?? [];
  return subject === undefined ? "" : lineText(subject);
}

/** The order in which issues are listed. */
export function newestFirst(one: IssueEntry, other: IssueEntry): number {
  const key = ({ date, id }: IssueEntry) => `${date ?? "9"} ${id}`;
  return key(other).localeCompare(key(one));
}

/** How many findings weigh how much; `faults` are errors too. */
export function counted(
  problems: readonly Problem[],
  faults: number,
): Pick<IssueEntry, "errors" | "warnings"> {
  const errors = problems.filter(isError).length;
  return { errors: errors + faults, warnings: problems.length - errors };
}
