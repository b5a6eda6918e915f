import { LetterpressError } from "../../base/errors.ts";
import type { Problem } from "../../base/problem.ts";
import { type CheckContext, type CheckedIssue, checkIssue } from "../../check/check-issue.ts";
import { type TemplateShelf, templateShelf } from "../../check/template-shelf.ts";
import { checkContext } from "../../config/check-context.ts";
import type { Config, ListConfig } from "../../config/config.ts";
import { readConfig } from "../../config/read-config.ts";
import type { readIssueText } from "../../issue/read-issue.ts";
import type { Asset, Edition } from "../../model/edition.ts";
import type { Issue } from "../../model/issue.ts";
import type { Sender } from "../../model/sender.ts";
import type { Split } from "../../model/variant.ts";
import type { CompileMjml } from "../../render/mjml/mjml.ts";
import { type Fingerprint, fingerprint } from "./fingerprint.ts";
import { counted, type IssueEntry } from "./issue-list.ts";
import { issueLister } from "./issue-lister.ts";
import { issueTexts } from "./issue-texts.ts";
import { otherIssues } from "./other-issues.ts";

/** An issue and its editions, when they could last be made. */
export interface Proof {
  readonly issue: Issue;
  readonly editions: readonly [Edition, ...Edition[]];
  /** Pictures that will be on the site. */
  readonly assets: readonly Asset[];
  /** Who it comes from, with what the issue says of that. */
  readonly sender: Sender;
  readonly split: Split;
  /** Where its blocks stand in the HTML, by variant, and in the file of that moment. */
  readonly extents: CheckedIssue["extents"];
  readonly outline: CheckedIssue["outline"];
}

/** An issue as it stands on the disk now. */
export interface OpenIssue {
  readonly entry: IssueEntry;
  readonly list: ListConfig;
  readonly problems: readonly Problem[];
  /** Its blocks, where they stand in the file now. */
  readonly outline: CheckedIssue["outline"];
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

interface Checked extends Pick<OpenIssue, "problems" | "outline" | "faults" | "proof" | "isStale"> {}

/** The check of an issue as it was at `mark`. */
interface Known {
  readonly mark: string;
  readonly checked: Promise<Checked>;
  /** The counts of its findings, when it is done. */
  counts?: Pick<IssueEntry, "errors" | "warnings">;
}

/**
 * `start` is the good configuration to start with; `compileMjml` is given where MJML runs in a thread; `onRead` is
 * called when more is known of the issues that were listed.
 */
export function openDesk(
  start: Config,
  {
    compileMjml,
    onRead = () => undefined,
  }: { readonly compileMjml?: CompileMjml | undefined; readonly onRead?: () => void } = {},
): Desk {
  const { root } = start;
  const checks = new Map<string, Known>();
  const readText = issueTexts();
  const issuesBeside = otherIssues(root);
  const entriesOf = issueLister(root, readText, onRead);
  let known: { readonly mark: string; readonly config: Config; readonly broken: Broken } | undefined;
  let shelf: { readonly mark: string; readonly templates: TemplateShelf } | undefined;

  async function readAgain({ shared: mark }: Fingerprint) {
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

  /** The templates as they are read at this mark: those that did not change are not read again. */
  function templatesAt({ shared: mark }: Fingerprint): TemplateShelf {
    if (shelf?.mark !== mark) shelf = { mark, templates: templateShelf(root) };
    return shelf.templates;
  }

  function check(entry: IssueEntry, list: ListConfig, config: Config, print: Fingerprint): Promise<Checked> {
    const key = checkKey(list.id, entry.id);
    const mark = markOfCheck(print, entry.file);
    const before = checks.get(key);
    if (before?.mark === mark) return before.checked;
    const context = {
      ...checkContext(config, list),
      templates: templatesAt(print),
      issues: issuesBeside(entry.file, print),
      readText: (...asked: Parameters<typeof readIssueText>) => readText(print.of(entry.file), ...asked),
      ...(compileMjml === undefined ? {} : { compileMjml }),
    };
    const made: Known = { mark, checked: checkOnce(context, entry.file, before?.checked) };
    made.checked.then(
      ({ problems, faults }) => {
        made.counts = counted(problems, faults.length);
      },
      // A bug of ours: whoever asked is told, and the next one asks anew.
      () => checks.delete(key),
    );
    checks.delete(key);
    checks.set(key, made);
    const [oldest] = checks.keys();
    if (checks.size > mostProofs && oldest !== undefined) checks.delete(oldest);
    return made.checked;
  }

  async function listIssues(config: Config, print: Fingerprint): Promise<readonly IssueEntry[]> {
    const entries = await entriesOf(config, print);
    return entries.map((entry) => {
      const found = config.lists.flatMap((list) => checks.get(checkKey(list.id, entry.id)) ?? []);
      if (found.length === 0) return entry;
      const mark = markOfCheck(print, entry.file);
      return { ...entry, ...found.find((one) => one.mark === mark && one.counts !== undefined)?.counts };
    });
  }

  return {
    root,
    async config() {
      return (await readAgain(await fingerprint(root))).config;
    },
    async issues() {
      const print = await fingerprint(root);
      return listIssues((await readAgain(print)).config, print);
    },
    async open(id, listId) {
      const print = await fingerprint(root);
      const { config, broken } = await readAgain(print);
      const entry = (await entriesOf(config, print, id)).find((one) => one.id === id);
      const list = config.lists.find((one) => one.id === listId) ?? config.lists[0];
      if (entry === undefined) return undefined;
      const { problems, faults, ...rest } = await check(entry, list, config, print);
      const all = { problems: [...broken.problems, ...problems], faults: [...broken.faults, ...faults] };
      return { entry: { ...entry, ...counted(all.problems, all.faults.length) }, list, ...all, ...rest };
    },
  };
}

/** An issue is compared with the others too. */
function markOfCheck(print: Fingerprint, file: string): string {
  return `${print.of(file)} ${print.others(file)}`;
}

function checkKey(list: string, issue: string): string {
  return `${list} ${issue}`;
}

/** Checks an issue; what could be made of it before is kept while nothing can be made of it now. */
async function checkOnce(
  context: CheckContext,
  file: string,
  before: Promise<Checked> | undefined,
): Promise<Checked> {
  const now = await checkIssue(context, file).then(
    (checked) => ({ ...checked, faults: [], proof: proofOf(checked) }),
    (fault: unknown) => ({
      problems: [],
      outline: [],
      faults: [asLetterpressError(fault)],
      proof: undefined,
    }),
  );
  const proof = now.proof ?? (await before?.catch(() => undefined))?.proof;
  const { problems, outline, faults } = now;
  return {
    problems,
    outline,
    faults,
    ...(proof === undefined ? {} : { proof }),
    isStale: now.proof === undefined,
  };
}

type Broken = Pick<OpenIssue, "problems" | "faults">;

/** What can be looked at of a checked issue; undefined when nothing could be made of it. */
export function proofOf({ issue, editions, ...made }: CheckedIssue): Proof | undefined {
  const [first, ...others] = editions;
  if (issue === undefined || first === undefined) return undefined;
  const { assets, sender, split, extents, outline } = made;
  return { issue, editions: [first, ...others], assets, sender, split, extents, outline };
}

/** A bug of ours goes on as a bug; what an editor can mend is shown. */
function asLetterpressError(fault: unknown): LetterpressError {
  if (fault instanceof LetterpressError) return fault;
  throw fault;
}

/** Pictures are in them: a hundred issues must not stay in memory. */
const mostProofs = 20;
