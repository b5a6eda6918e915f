import type { Position } from "../base/problem.ts";
import type { Block, Parts } from "../model/issue.ts";
import { lineText } from "../model/prose.ts";

/** HTML that an editor wrote, with the place of its first letter. */
export interface HtmlLines {
  readonly text: string;
  readonly at: Position;
}

/** All HTML in the blocks of an issue; merge fields are as readers of whom nothing is known have them. */
export function htmlLinesOf(blocks: readonly Block[]): readonly HtmlLines[] {
  return blocks.flatMap(({ parts }) => htmlIn(parts));
}

function htmlIn(parts: Parts): readonly HtmlLines[] {
  return Object.values(parts).flatMap((part) => {
    if (part.type === "html") return [{ text: lineText(part.html), at: part.html.at }];
    return part.type === "list" ? part.items.flatMap((item) => htmlIn(item.parts)) : [];
  });
}

/** The place of a letter in HTML that is written line by line, as behind `|`. */
export function placeInHtml({ text, at }: HtmlLines, index: number): Position {
  return placeIn(text, index, at);
}

/** The place of a letter in a text that begins at a place. */
export function placeIn(text: string, index: number, start: Position): Position {
  const before = text.slice(0, index).split("\n");
  return {
    file: start.file,
    line: start.line + before.length - 1,
    column: start.column + (before.at(-1) ?? "").length,
  };
}

/** `placeIn` for many letters of one text: its lines are counted once. */
export function placeFinder(text: string, start: Position): (index: number) => Position {
  const begins = [0, ...[...text.matchAll(/\n/g)].map(({ index }) => index + 1)];
  return (index) => {
    let [low, high] = [0, begins.length - 1];
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((begins[middle] ?? 0) <= index) low = middle;
      else high = middle - 1;
    }
    return { file: start.file, line: start.line + low, column: start.column + index - (begins[low] ?? 0) };
  };
}

/** `It is in line 4, b.mjml:7 too.` behind a finding; nothing when it is nowhere else. */
export function alsoIn(at: Position, others: readonly Position[]): string {
  const names = others.map(({ file, line }) => (file === at.file ? `line ${line}` : `${file}:${line}`));
  const where = [...new Set(names)].filter((name) => name !== `line ${at.line}`);
  if (where.length === 0) return "";
  const shown = where.slice(0, mostShown).join(", ").replaceAll(", line ", ", ");
  const more = where.length > mostShown ? ` and ${where.length - mostShown} more` : "";
  return ` It is in ${shown}${more} too.`;
}

const mostShown = 10;
