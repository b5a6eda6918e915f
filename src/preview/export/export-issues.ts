import type { Html } from "../page/html.ts";
import { idOf, type IssueEntry, newestFirst, readEntry } from "../desk/issue-list.ts";
import { icon, readBrowserFiles } from "../server/browser-files.ts";
import { oneScript } from "../server/one-script.ts";
import { comparer } from "./comparer.ts";
import type { Comparison } from "./comparison.ts";
import { exportPage, folderNames } from "./export-page.ts";
import { indexPage, issueCard } from "./index-page.ts";
import type { ExportedIssue } from "./exported-issue.ts";
import { type ExportFile, issuePages } from "./issue-pages.ts";
import { isBroken } from "./issue-state.ts";
import { type ShownIssue, shownIssue } from "./shown-issue.ts";
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
 * Makes the files of an export, one after the other: the pages of each issue, then the front page and what all pages
 * share. The same sources give the same files to the byte.
 */
export async function exportIssues(
  { source, before, ids, commit, signal }: ExportOrder,
  write: (file: ExportFile) => Promise<void>,
): Promise<ExportReport> {
  const add = async (file: ExportFile) => {
    signal?.throwIfAborted();
    await write(file);
  };
  const folders = folderNames(source.names.map(idOf));
  const ask = await comparer(source, before, signal);
  const shown: { readonly issue: ExportedIssue; readonly card: Html }[] = [];
  let same = 0;
  for (const name of source.names) {
    const id = idOf(name);
    if (ids !== undefined && !ids.includes(id)) continue;
    signal?.throwIfAborted();
    const { state, comparison } = await ask(name, ids !== undefined);
    if (state === undefined) {
      same += 1;
      continue;
    }
    const compared = before === undefined || comparison === undefined ? {} : { before, comparison };
    const one = shownIssue({ source, state, ...compared, folder: folders.get(id) ?? id });
    for await (const file of issuePages(one)) await add(file);
    shown.push({ issue: exportedIssue(one), card: issueCard(one) });
  }
  shown.sort((one, other) => newestFirst(one.issue.entry, other.issue.entry));
  const gone = ids === undefined ? await goneOf(source, before) : [];
  const report = { issues: shown.map(({ issue }) => issue), gone, same };
  const front = indexPage({
    name: source.config.name,
    ...(commit === undefined ? {} : { commit }),
    ...(before === undefined ? {} : { before }),
    ...report,
    cards: shown.map(({ card }) => card),
  });
  await add({ path: front.path, content: exportPage(front) });
  for (const file of await sharedFiles()) await add(file);
  return report;
}

/** Without its mails: of a hundred issues they are too many to be kept. */
function exportedIssue({ state, comparison }: ShownIssue): ExportedIssue {
  const { entry } = state;
  return {
    entry,
    isBroken: isBroken(state),
    ...(comparison === undefined ? {} : { comparison: bare(comparison) }),
  };
}

/** Of what is gone only the text is read. */
function goneOf({ names }: Source, before: Before | undefined): Promise<readonly IssueEntry[]> {
  const was = before?.source;
  const gone = was?.names.filter((name) => !names.some((one) => idOf(one) === idOf(name))) ?? [];
  if (was === undefined) return Promise.resolve([]);
  return Promise.all(gone.map((name) => readEntry(was.config.root, name, was.config)));
}

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
    { path: "script.js", content: oneScript(files, "export.js") },
    { path: "icon.svg", content: icon },
  ];
}
