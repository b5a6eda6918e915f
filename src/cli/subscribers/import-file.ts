import { createReadStream } from "node:fs";
import { relative, resolve } from "node:path";
import { systemClock } from "../../base/clock.ts";
import type { ImportReport } from "../../subscriptions/import-report.ts";
import { importSubscribers } from "../../subscriptions/import-subscribers.ts";
import { type ExitCode, exitCodes } from "../exit-code.ts";
import { chooseList, countOf, openNewsletter, openNewsletterStore } from "../newsletter.ts";
import { tagOption } from "../only-option.ts";
import type { Terminal } from "../terminal.ts";

/** `letterpress subscribers import` */
export async function importFile(
  terminal: Terminal,
  file: string,
  options: { readonly list?: string; readonly tag?: string; readonly json?: boolean },
): Promise<ExitCode> {
  const config = await openNewsletter(terminal.folder);
  const list = chooseList(config, options.list);
  const tagAll = options.tag === undefined ? undefined : tagOption(config, options.tag);
  await using store = await openNewsletterStore(config);
  const path = resolve(terminal.folder, file);
  const report = await importSubscribers(store, {
    file: relative(terminal.folder, path) || path,
    source: createReadStream(path),
    list: list.id,
    fields: config.fields,
    tags: Object.keys(config.tags),
    ...(tagAll === undefined ? {} : { tagAll }),
    now: systemClock.now(),
  });
  if (options.json === true) terminal.print(JSON.stringify(report, null, 2));
  else showImport(terminal, report, file);
  return exitCodes.done;
}

/** What an import did, row by row where something was refused. */
export function showImport(terminal: Terminal, report: ImportReport, file: string): void {
  const { added, updated, unchanged, refused, moreRefused, cleaned, moreCleaned } = report;
  for (const { line, email, reason } of refused)
    terminal.note(`${terminal.style("yellow", "refused")} ${file}:${line} ${email} ${reason}`);
  if (moreRefused > 0)
    terminal.note(`${terminal.style("yellow", "refused")} and ${countOf(moreRefused, "row")} more`);
  for (const { line, field } of cleaned)
    terminal.note(
      `${terminal.style("yellow", "cleaned")} ${file}:${line} control characters were taken out of ${field}`,
    );
  if (moreCleaned > 0)
    terminal.note(`${terminal.style("yellow", "cleaned")} and ${countOf(moreCleaned, "value")} more`);
  terminal.print(
    `${countOf(report.rows, "row")}: ${added} added, ${updated} updated, ${unchanged} unchanged, ${refused.length + moreRefused} refused`,
  );
}
