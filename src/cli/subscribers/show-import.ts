import { printable } from "../../base/printable.ts";
import { quoted } from "../../base/quoted.ts";
import type { Column } from "../../subscriptions/import/choose-columns.ts";
import type { ImportReport } from "../../subscriptions/import/import-report.ts";
import type { ImportPlan } from "../../subscriptions/import/plan-import.ts";
import { countOf } from "../newsletter.ts";
import type { Terminal } from "../terminal.ts";

/** How a file is read, and what becomes of each of its columns. */
export function showImportPlan(terminal: Terminal, plan: ImportPlan): void {
  const { file, profile, encoding, separator, columns, fileStatus } = plan;
  const kind = profile === undefined ? "" : ` an export of ${profile.title},`;
  const sign = { ",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars" }[separator];
  terminal.print(`${file}:${kind} ${encoding}, separated by ${sign}`);
  const named = columns.filter(({ header }) => header !== "");
  const width = Math.min(Math.max(...named.map(({ header }) => header.length)), 30);
  for (const column of named) {
    const use =
      column.use === "ignored"
        ? terminal.style("dim", ignoredWords(column))
        : `becomes ${column.use === "field" ? column.field : column.use}`;
    terminal.print(`  ${printable(column.header).slice(0, 60).padEnd(width)}  ${use}`);
  }
  if (fileStatus !== undefined)
    terminal.print(`By the name of the file, everybody in it is ${statusWord(fileStatus)}.`);
  if (profile?.note !== undefined) terminal.note(profile.note);
}

function ignoredWords({ header, why, couldBe }: Extract<Column, { readonly use: "ignored" }>): string {
  if (couldBe === undefined) return `ignored: ${why}`;
  return `ignored: ${why}. To take it: --map ${quoted(printable(`${header}=${couldBe}`))}`;
}

function statusWord(status: NonNullable<ImportPlan["fileStatus"]>): string {
  if (status === "out") return "somebody who gets no mail there";
  return (
    { bounced: "an address that failed", complained: "somebody who complained" }[status as string] ?? status
  );
}

/** What an import did, row by row where something was refused, as far as a person reads on. */
export function showImport(
  terminal: Terminal,
  report: ImportReport,
  { file, dryRun = false }: ShownImport,
): void {
  const { rows, added, updated, unchanged, unsubscribed, suppressed } = report;
  const refused = report.refused.length + report.moreRefused;
  for (const { line, email, reason } of report.refused.slice(0, shown))
    terminal.note(`${terminal.style("yellow", "refused")} ${file}:${line} ${email} ${reason}`);
  if (refused > shown)
    terminal.note(`${terminal.style("yellow", "refused")} and ${countOf(refused - shown, "row")} more`);
  for (const { line, what } of report.cleaned.slice(0, shown))
    terminal.note(`${terminal.style("yellow", "cleaned")} ${file}:${line} ${what}`);
  const cleaned = report.cleaned.length + report.moreCleaned;
  if (cleaned > shown)
    terminal.note(`${terminal.style("yellow", "cleaned")} and ${countOf(cleaned - shown, "value")} more`);
  showLeftOutTags(terminal, report);
  const counts = [
    `${added.toLocaleString("en")} added`,
    `${updated.toLocaleString("en")} updated`,
    `${unchanged.toLocaleString("en")} unchanged`,
    ...(unsubscribed === 0 ? [] : [`${unsubscribed.toLocaleString("en")} unsubscribed`]),
    ...(suppressed === 0 ? [] : [`${suppressed.toLocaleString("en")} suppressed`]),
    `${refused.toLocaleString("en")} refused`,
  ];
  terminal.print(
    `${dryRun ? "Nothing was written. It would be " : ""}${countOf(rows, "row")}: ${counts.join(", ")}`,
  );
}

interface ShownImport {
  readonly file: string;
  readonly dryRun?: boolean;
}

function showLeftOutTags(terminal: Terminal, { leftOutTags }: ImportReport): void {
  const tags = Object.entries(leftOutTags).map(
    ([tag, rows]) => `"${printable(tag).slice(0, 40)}" (${rows.toLocaleString("en")})`,
  );
  if (tags.length === 0) return;
  const more = tags.length > shown ? ` and ${tags.length - shown} more` : "";
  terminal.note(
    `Tags that letterpress.yaml does not declare were left out: ${tags.slice(0, shown).join(", ")}${more}. Declare them, then import the file again: tags are added to who is in already.`,
  );
}

/** A report longer than this is read in the file. */
const shown = 20;
