import { join } from "node:path";
import type { Comparison } from "../../preview/export/comparison.ts";
import type { ExportReport } from "../../preview/export/export-issues.ts";
import type { Before } from "../../preview/export/source.ts";
import { stateWords } from "../../preview/export/state-words.ts";
import { countOf } from "../newsletter.ts";
import type { Terminal } from "../terminal.ts";

/** Prints what was exported, what became of each issue, and where to look. */
export function showExport(
  terminal: Terminal,
  exported: { readonly path: string; readonly before?: Before; readonly report: ExportReport },
): void {
  const { path, before, report } = exported;
  const { issues, gone, same } = report;
  const row = (word: string, id: string, rest = "") =>
    terminal.print(`  ${terminal.style("dim", word.padEnd(widest))}  ${id}${rest}`);
  if (before !== undefined) {
    terminal.print(`Compared with ${before.name} (${before.commit.slice(0, 12)}):`);
    for (const fault of before.faults)
      terminal.note(`${terminal.style("yellow", "warning")} ${before.name}: ${fault}`);
  }
  for (const { entry, comparison, isBroken } of issues)
    row(
      comparison === undefined ? "shown" : stateWords[comparison.status],
      entry.id,
      `${variantWords(comparison)}${isBroken ? terminal.style("red", "  has errors") : ""}`,
    );
  for (const { id } of gone) row("gone", id);
  if (same > 0) terminal.print(`  ${countOf(same, issues.length > 0 ? "other issue" : "issue")} as before`);
  terminal.print(`Open ${join(path, "index.html")}`);
}

function variantWords(comparison: Comparison | undefined): string {
  if (comparison === undefined || !("came" in comparison)) return "";
  const { came, changed, went } = comparison;
  if (came.length + went.length === 0 && changed.length < 2) return "";
  const parts = [
    [changed.length, "changed"],
    [came.length, "new"],
    [went.length, "gone"],
  ] as const;
  const words = parts.filter(([many]) => many > 0).map(([many, word]) => `${many} ${word}`);
  return `  variants: ${words.join(", ")}`;
}

const widest = Math.max(...Object.values(stateWords).map((word) => word.length));
