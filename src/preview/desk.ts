import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { LetterpressError } from "../base/errors.ts";
import { isError, type Problem } from "../base/problem.ts";
import { readInside } from "../base/read-inside.ts";
import { type CheckedIssue, checkIssue } from "../check/check-issue.ts";
import type { Config, ListConfig } from "../config/config.ts";
import { declaredIn } from "../config/known-names.ts";
import { readConfig } from "../config/read-config.ts";
import { readIssueText } from "../issue/read-issue.ts";
import type { Asset, Edition } from "../model/edition.ts";
import type { Issue, IssueStatus } from "../model/issue.ts";
import { lineText } from "../model/prose.ts";
import { inLanguage } from "../model/selection.ts";
import type { Sender } from "../model/sender.ts";
import type { Split } from "../model/variant.ts";
import { fingerprint } from "./fingerprint.ts";

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

/** An issue and its editions, when they could last be made. */
export interface Proof {
  readonly issue: Issue;
  readonly editions: readonly [Edition, ...Edition[]];
  /** Pictures that will be on the site. */
  readonly assets: readonly Asset[];
  /** Who it comes from, with what the issue says of that. */
  readonly sender: Sender;
  readonly split: Split;
}

/** An issue as it stands on the disk now. */
export interface OpenIssue {
  readonly entry: IssueEntry;
  readonly list: ListConfig;
  readonly problems: readonly Problem[];
  /** What kept it from being checked at all. */
  readonly faults: readonly LetterpressError[];
  /** Undefined when there has never been a good one since the preview was started. */
  readonly proof?: Proof;
  /** The proof is older than the files: they have errors now. */
  readonly isStale: boolean;
}

/** Everything that lies on an editor's desk. Always what is on the disk now. */
export interface Desk {
  readonly root: string;
  /** The configuration; the last good one while the file is broken. */
  config(): Promise<Config>;
  /** Newest first. Problems of an issue that was not opened are those that its text alone shows. */
  issues(): Promise<readonly IssueEntry[]>;
  /** Undefined when there is no such issue. `list` is the id of a list. */
  open(id: string, list: string): Promise<OpenIssue | undefined>;
}

interface Checked extends Pick<OpenIssue, "problems" | "faults" | "proof" | "isStale"> {
  readonly mark: string;
}

/** `config` is the good configuration to start with. */
export function openDesk(start: Config): Desk {
  const { root } = start;
  const checks = new Map<string, Checked>();
  let known: { readonly mark: string; readonly config: Config; readonly broken: Broken } | undefined;

  async function readAgain(mark: string) {
    if (known?.mark === mark) return known;
    const read = await readConfig(root).then(
      ({ config, problems }) => ({ config, broken: { problems, faults: [] } }),
      (fault: unknown) => ({
        config: undefined,
        broken: { problems: [], faults: [asLetterpressError(fault)] },
      }),
    );
    known = { mark, config: read.config ?? known?.config ?? start, broken: read.broken };
    return known;
  }

  async function check(entry: IssueEntry, list: ListConfig, config: Config, mark: string): Promise<Checked> {
    const key = `${list.id} ${entry.id}`;
    const before = checks.get(key);
    if (before?.mark === mark) return before;
    const { images: hosting, dkim: signedBy } = config;
    const context = { root, ...declaredIn(config), sender: list.sender, hosting, signedBy };
    const now = await checkIssue(context, entry.file).then(
      (checked) => ({ problems: checked.problems, faults: [], proof: proofOf(checked) }),
      (fault: unknown) => ({ problems: [], faults: [asLetterpressError(fault)], proof: undefined }),
    );
    const proof = now.proof ?? before?.proof;
    const { problems, faults } = now;
    const kept: Checked = {
      mark,
      problems,
      faults,
      ...(proof === undefined ? {} : { proof }),
      isStale: now.proof === undefined,
    };
    checks.delete(key);
    checks.set(key, kept);
    const [oldest] = checks.keys();
    if (checks.size > mostProofs && oldest !== undefined) checks.delete(oldest);
    return kept;
  }

  async function listIssues(config: Config, mark: string): Promise<readonly IssueEntry[]> {
    const names = (await readdir(join(root, "issues")).catch(() => [])).filter((name) =>
      /\.ya?ml$/.test(name),
    );
    const entries = await Promise.all(names.map((name) => entryOf(root, name, config)));
    return entries.map((entry) => withChecks(entry, mark)).sort(newestFirst);
  }

  function withChecks(entry: IssueEntry, mark: string): IssueEntry {
    const checked = [...checks].find(([key, one]) => key.endsWith(` ${entry.id}`) && one.mark === mark)?.[1];
    return checked === undefined ? entry : { ...entry, ...counted(checked.problems, checked.faults.length) };
  }

  return {
    root,
    async config() {
      return (await readAgain(await fingerprint(root))).config;
    },
    async issues() {
      const mark = await fingerprint(root);
      return listIssues((await readAgain(mark)).config, mark);
    },
    async open(id, listId) {
      const mark = await fingerprint(root);
      const { config, broken } = await readAgain(mark);
      const entry = (await listIssues(config, mark)).find((one) => one.id === id);
      const list = config.lists.find((one) => one.id === listId) ?? config.lists[0];
      if (entry === undefined || list === undefined) return undefined;
      const { problems, faults, ...rest } = await check(entry, list, config, mark);
      const all = { problems: [...broken.problems, ...problems], faults: [...broken.faults, ...faults] };
      return { entry: { ...entry, ...counted(all.problems, all.faults.length) }, list, ...all, ...rest };
    },
  };
}

type Broken = Pick<OpenIssue, "problems" | "faults">;

// What is longer is no issue, and an issue says so itself.
const mostBytes = 64 * 1024 * 1024;

async function entryOf(root: string, name: string, config: Config): Promise<IssueEntry> {
  const file = `issues/${name}`;
  const id = name.replace(/\.ya?ml$/, "");
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

function titleOf({ subjects, language }: Issue): string {
  const [subject] = inLanguage(subjects, language, language) ?? [];
  return subject === undefined ? "" : lineText(subject);
}

function counted(problems: readonly Problem[], faults: number): Pick<IssueEntry, "errors" | "warnings"> {
  const errors = problems.filter(isError).length;
  return { errors: errors + faults, warnings: problems.length - errors };
}

function newestFirst(one: IssueEntry, other: IssueEntry): number {
  const key = ({ date, id }: IssueEntry) => `${date ?? "9"} ${id}`;
  return key(other).localeCompare(key(one));
}

function proofOf({ issue, editions, assets, sender, split }: CheckedIssue): Proof | undefined {
  const [first, ...others] = editions;
  if (issue === undefined || first === undefined) return undefined;
  return { issue, editions: [first, ...others], assets, sender, split };
}

/** A bug of ours goes on as a bug; what an editor can mend is shown. */
function asLetterpressError(fault: unknown): LetterpressError {
  if (fault instanceof LetterpressError) return fault;
  throw fault;
}

/** Pictures are in them: a hundred issues must not stay in memory. */
const mostProofs = 20;
