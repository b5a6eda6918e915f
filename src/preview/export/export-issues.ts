import type { Html } from "../page/html.ts";
import type { IssueEntry } from "../desk/issue-list.ts";
import { icon, readBrowserFiles } from "../server/browser-files.ts";
import { classicScript } from "./classic-script.ts";
import { type Comparison, compare } from "./comparison.ts";
import { exportPage, folderNames } from "./export-page.ts";
import { indexPage, issueCard } from "./index-page.ts";
import type { ExportedIssue } from "./exported-issue.ts";
import { type ExportFile, issuePages } from "./issue-pages.ts";
import { type IssueState, isBroken, stateOf } from "./issue-state.ts";
import { hasSameFile, hasSameSources, sharedDigest } from "./same-sources.ts";
import { shownIssue } from "./shown-issue.ts";
import type { Before, Source } from "./source.ts";

/** What is to be exported. */
export interface ExportOrder {
  readonly source: Source;
  readonly before?: Before;
  /** The ids of issues that were asked for; otherwise all, or with `before` those that differ. */
  readonly ids?: readonly string[];
  /** The commit that the files are at, in words. */
  readonly commit?: string;
  /** Ends it between two files: then its reason is thrown. */
  readonly signal?: AbortSignal;
}

/** What an export has shown. */
export interface ExportReport {
  readonly issues: readonly ExportedIssue[];
  /** Issues of the ref that are not there any more. */
  readonly gone: readonly IssueEntry[];
  /** How many issues were left out because nothing differs. */
  readonly same: number;
}

/**
 * Makes the files of an export, one after the other: the pages of each issue, then the front page and what all pages share. The same
 * sources give the same files to the byte.
 */
export async function exportIssues(
  { source, before, ids, commit, signal }: ExportOrder,
  write: (file: ExportFile) => Promise<void>,
): Promise<ExportReport> {
  const add = async (file: ExportFile) => {
    signal?.throwIfAborted();
    await write(file);
  };
  const folders = folderNames(source.entries.map(({ id }) => id));
  const ask = await comparer(source, before);
  const issues: ExportedIssue[] = [];
  const cards: Html[] = [];
  let same = 0;
  for (const entry of source.entries) {
    if (ids !== undefined && !ids.includes(entry.id)) continue;
    signal?.throwIfAborted();
    const { state, comparison } = await ask(entry, ids !== undefined);
    if (state === undefined) {
      same += 1;
      continue;
    }
    const compared = before === undefined || comparison === undefined ? {} : { before, comparison };
    const shown = shownIssue({ source, state, ...compared, folder: folders.get(entry.id) ?? entry.id });
    for await (const file of issuePages(shown)) await add(file);
    cards.push(issueCard(shown));
    // Without its mails: of a hundred issues they are too many to be kept.
    issues.push({
      entry,
      isBroken: isBroken(state),
      ...(comparison === undefined ? {} : { comparison: bare(comparison) }),
    });
  }
  const gone = ids === undefined ? goneOf(source, before) : [];
  const report = { issues, gone, same };
  const { name } = source.config;
  const front = indexPage({
    name,
    ...(commit === undefined ? {} : { commit }),
    ...(before === undefined ? {} : { before }),
    ...report,
    cards,
  });
  await add({ path: front.path, content: exportPage(front) });
  for (const file of await sharedFiles()) await add(file);
  return report;
}

interface Answer {
  /** Undefined when nothing differs and the issue was not asked for. */
  readonly state?: IssueState;
  readonly comparison?: Comparison;
}

/** Says of each issue how it is and what became of it. What cannot differ is not rendered. */
async function comparer(
  source: Source,
  before: Before | undefined,
): Promise<(entry: IssueEntry, isAsked: boolean) => Promise<Answer>> {
  if (before === undefined) return async (entry) => ({ state: await stateOf(source, entry) });
  const was = before.source;
  const isEmpty = was === undefined && before.faults.length === 0;
  const isShared = was !== undefined && (await sharedDigest(source)) === (await sharedDigest(was));
  return async (entry, isAsked) => {
    const old = was?.entries.find(({ id }) => id === entry.id);
    const isSame = isShared && old !== undefined && (await hasSameSources(source, entry, was, old));
    if (isSame && !isAsked) return {};
    const state = await stateOf(source, entry);
    if (was === undefined || old === undefined)
      return { state, comparison: { status: isEmpty || was !== undefined ? "new" : "unknown" } };
    const comparison = compare(await stateOf(was, old), state, await hasSameFile(source, entry, was, old));
    return comparison.status === "same" && !isAsked ? {} : { state, comparison };
  };
}

function goneOf({ entries }: Source, before: Before | undefined): readonly IssueEntry[] {
  return (before?.source?.entries ?? []).filter(({ id }) => !entries.some((one) => one.id === id));
}

/** A comparison without the mails in it. */
function bare(comparison: Comparison): Comparison {
  if (comparison.status === "new") return comparison;
  if (comparison.status === "unknown") return { status: "unknown" };
  const before = { ...comparison.before, variants: [] };
  if (comparison.status === "broken") return { status: "broken", before };
  return { ...comparison, before, went: comparison.went.map(({ key, words }) => ({ key, words })) };
}

async function sharedFiles(): Promise<readonly ExportFile[]> {
  const files = await readBrowserFiles();
  return [
    { path: "style.css", content: files.get("style.css") ?? "" },
    { path: "script.js", content: classicScript(files, "export.js") },
    { path: "icon.svg", content: icon },
  ];
}
