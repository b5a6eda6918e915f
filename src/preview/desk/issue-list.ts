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
import { markOfIssue } from "./fingerprint.ts";

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

/**
 * Lists the issues of a newsletter, newest first. An issue is read again only when something it depends on has changed: with a
 * hundred of them, a save costs the reading of one.
 */
export function issueLister(root: string): (config: Config, mark: string) => Promise<readonly IssueEntry[]> {
  let known = new Map<string, { readonly mark: string; readonly entry: Promise<IssueEntry> }>();
  return async (config, mark) => {
    const names = await issueNames(root);
    const now = names.map((name) => {
      const own = markOfIssue(mark, root, `issues/${name}`);
      const before = known.get(name);
      const entry = before?.mark === own ? before.entry : readEntry(root, name, config);
      return [name, { mark: own, entry }] as const;
    });
    known = new Map(now);
    return (await Promise.all(now.map(([, { entry }]) => entry))).sort(newestFirst);
  };
}

// What is longer is no issue, and an issue says so itself.
const mostBytes = 64 * 1024 * 1024;

/** The names of the files of issues, in `issues/`. */
export async function issueNames(root: string): Promise<readonly string[]> {
  const files = await readdir(join(root, "issues")).catch(() => []);
  return files.filter((name) => /\.ya?ml$/.test(name));
}

/** Reads the text of one of them. */
export async function readEntry(root: string, name: string, config: Config): Promise<IssueEntry> {
  const file = `issues/${name}`;
  const id = idOf(name);
  const read = await readInside(root, file, mostBytes);
  if (read.status !== "read") return { id, file, title: id, errors: 1, warnings: 0 };
  const { issue, problems } = await readIssueText(root, file, declaredIn(config));
  const counts = counted(problems, 0);
  // The file's own words, when it is too broken to be parsed: an issue keeps its place in the list while it is typed.
  if (issue === undefined) {
    const date = /^date:\s*["']?(\d{4}-\d{2}-\d{2})/m.exec(read.text)?.[1];
    const title = /^subject:\s*(\S.*)$/m.exec(read.text)?.[1]?.trim() ?? id;
    return { id, file, title, ...(date === undefined ? {} : { date }), ...counts };
  }
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
