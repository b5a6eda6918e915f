import { resolve } from "node:path";
import type { Config } from "../../config/config.ts";
import { openExportFolder } from "../../preview/export/export-folder.ts";
import { exportIssues } from "../../preview/export/export-issues.ts";
import { realPlace } from "../../preview/export/real-place.ts";
import { openSource } from "../../preview/export/source.ts";
import { atExit } from "../at-exit.ts";
import { type ExitCode, exitCodes } from "../exit-code.ts";
import { commitWords, gitCommit } from "../git/git-commit.ts";
import { openRef } from "../git/ref-folder.ts";
import { issueFile, issueId } from "../newsletter.ts";
import { stopOnSignal } from "../send/stop-on-signal.ts";
import type { Terminal } from "../terminal.ts";
import { beforeOf } from "./before.ts";
import { exportRun } from "./export-run.ts";
import { refuseSources } from "./refuse-sources.ts";
import { showExport } from "./show-export.ts";

/** What is exported, as it was said. */
export interface ExportRequest {
  readonly folder: string;
  readonly issue?: string;
  /** The id of a list; otherwise the first. */
  readonly list?: string;
  /** A git ref. */
  readonly against?: string;
}

/** `letterpress preview --export <folder>`: writes the folder whole or not at all, and says what is in it. */
export async function exportPreview(
  terminal: Terminal,
  config: Config,
  { folder: named, issue, list: asked, against }: ExportRequest,
): Promise<ExitCode> {
  const path = resolve(terminal.folder, named);
  await refuseSources(config, await realPlace(path));
  const list = config.lists.find(({ id }) => id === asked) ?? config.lists[0];
  const id = issue === undefined ? undefined : issueId(issueFile(config, terminal.folder, issue));
  const stop = stopOnSignal(terminal, "Stopping: nothing is written.");
  try {
    await using ref = against === undefined ? undefined : await openRef(config.root, against);
    await using folder = await openExportFolder(path, exportRun());
    using _ = atExit(() => folder.discard());
    const before = ref && (await beforeOf(ref, against ?? "", list.id));
    const commit = await gitCommit(config.root);
    const order = {
      source: await openSource(config, list),
      ...(before === undefined ? {} : { before }),
      ...(id === undefined ? {} : { ids: [id] }),
      ...(commit === undefined ? {} : { commit: commitWords(commit) }),
      signal: stop.signal,
    };
    const report = await exportIssues(order, (file) => folder.write(file));
    await folder.finish();
    showExport(terminal, { path, ...order, report });
    return report.issues.some(({ isBroken }) => isBroken) ? exitCodes.incomplete : exitCodes.done;
  } catch (fault) {
    // Whatever broke because of the signal is not worth a word.
    const code = stop.code();
    if (code === undefined) throw fault;
    return code;
  } finally {
    stop.release();
  }
}
