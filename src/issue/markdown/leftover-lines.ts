import type * as Mdast from "mdast";
import type { Fix } from "../../base/problem.ts";
import { type Context, placeInside, sourceOf, warn } from "./markdown-context.ts";
import { headingSpace } from "../../model/noticed/heading-space.ts";
import { tableHead } from "../../model/noticed/table-head.ts";
import { typedBullets } from "../../model/noticed/typed-bullets.ts";
import type { RuleHead } from "../../model/rule.ts";

/** Warns of lines in a paragraph that were meant to begin something else: a heading, a table, a list. */
export function reportLines(node: Mdast.Paragraph, context: Context): void {
  const source = sourceOf(node, context);
  const lines = source.split("\n").map((line) => line.replace(/^[ \t>]+/, ""));
  reportHeading(lines, { node, context, source });
  reportTable(lines, { node, context, source });
  reportBullets(lines, { node, context, source });
}

interface Where {
  readonly node: Mdast.Paragraph;
  readonly context: Context;
  readonly source: string;
}

/** `#word` alone is also how people tag things; with more than one sign, or as a line of its own, it is a heading. */
function reportHeading(lines: readonly string[], where: Where): void {
  const index = lines.findIndex((line) => {
    if (/^#{2,6}[\p{L}\p{N}]/u.test(line)) return true;
    return lines.length === 1 && /^#\p{L}[^#]{0,79}(?<![.!?:…])$/u.test(line);
  });
  const sign = /^#+/.exec(lines[index] ?? "")?.[0];
  if (sign === undefined) return;
  const remedy = `Write a space behind it: "${sign === "#" ? "##" : sign} Heading". For the sign itself write \\#.`;
  // A single sign may be meant.
  const fix = sign === "#" ? undefined : { was: sign, becomes: `${sign} ` };
  warnAt(index, headingSpace, `readers see "${sign}", because no space follows it.`, remedy, where, fix);
}

function reportTable(lines: readonly string[], where: Where): void {
  const isRow = (line: string | undefined) => /^\|.*[^\\\s].*\|\s*$/.test(line ?? "");
  const index = lines.findIndex((line, row) => isRow(line) && isRow(lines[row + 1]));
  if (index === -1) return;
  const ruled = /^\|[\s:|-]*-[\s:|-]*\|\s*$/.test(lines[index + 1] ?? "");
  const message = ruled
    ? "readers see the bars: the line below the head of this table has another number of columns."
    : "readers see the bars: this table has no line below its head.";
  const columns = Math.max(1, (lines[index] ?? "").replace(/\\\|/g, "").trim().split("|").length - 2);
  warnAt(index, tableHead, message, `Write ${`|${"---|".repeat(columns)}`} below the first line.`, where);
}

/** Signs that are typed for a list run into one line, unless each line has an end of its own. */
function reportBullets(lines: readonly string[], where: Where): void {
  const typed = /^[•·‣▪◦●○■–—]\s*\S/u;
  const ends = /(?: {2}|\\)$/;
  const raw = where.source.split("\n");
  const index = lines.findIndex(
    (line, row) => typed.test(line) && typed.test(lines[row + 1] ?? "") && !ends.test(raw[row] ?? ""),
  );
  if (index === -1) return;
  const message = `lines that start with ${lines[index]?.[0] ?? ""} run into one line.`;
  warnAt(index, typedBullets, message, 'Start the lines with "- ", or part them with empty lines.', where);
}

function warnAt(
  line: number,
  rule: RuleHead,
  message: string,
  remedy: string,
  where: Where,
  fix?: Fix,
): void {
  const { node, context, source } = where;
  const lines = source.split("\n");
  const before = lines.slice(0, line).reduce((sum, one) => sum + one.length + 1, 0);
  const indent = /^[ \t>]*/.exec(lines[line] ?? "")?.[0].length ?? 0;
  warn(context, placeInside(node, before + indent, context), rule, message, remedy, fix);
}
