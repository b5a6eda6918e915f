import stringWidth from "string-width";
import { holdSigns } from "../hold-signs.ts";
import type { TokenBook } from "../tokens.ts";
import { piecesOf } from "./line-pieces.ts";

/** How plain text is set: lines are `columns` wide, as terminals count (an ideograph takes two). */
export interface Measure {
  readonly columns: number;
  /** What stands between a word and what it names: `: `, in French with a space before it too. */
  readonly colon: string;
  readonly book: TokenBook;
}

/** A space at which no line ends: between a word and its reference mark. `wrap` makes it an ordinary one. */
export const glue = "\u0001";

/**
 * Breaks text at its spaces, and between the letters of scripts that have none. A URL, an identifier or any other long
 * word is never broken, and what holds lines together without being seen (soft hyphens and the like) is left out.
 */
export function wrap(text: string, measure: Measure): string {
  return text
    .replace(/[\u00AD\u2060\uFEFF]/g, "")
    .split("\n")
    .map((line) => wrapLine(line, measure))
    .join("\n");
}

/** Wraps text behind a mark: `- ` before the first line, as many spaces before the others. */
export function hang(mark: string, make: (measure: Measure) => string, measure: Measure): string {
  const indent = stringWidth(mark);
  return begun(mark, " ".repeat(indent), make(narrowed(measure, indent)));
}

/** Text with `> ` before each line, which mail programs show as a quote. */
export function quoted(make: (measure: Measure) => string, measure: Measure): string {
  return begun("> ", "> ", make(narrowed(measure, 2)));
}

/** Columns that a text takes when it stands in one line. */
export function widthOf(text: string, { book }: Measure): number {
  return stringWidth(book.sample(text).replaceAll(glue, " "));
}

function narrowed(measure: Measure, by: number): Measure {
  return { ...measure, columns: Math.max(measure.columns - by, 10) };
}

function begun(first: string, rest: string, lines: string): string {
  return lines
    .split("\n")
    .map((line, index) => `${index === 0 ? first : rest}${line}`.trimEnd())
    .join("\n");
}

function wrapLine(text: string, measure: Measure): string {
  const lines: string[] = [];
  let line = "";
  let width = 0;
  for (const { text: piece, space } of fitting(text, measure)) {
    const wide = widthOf(piece, measure);
    const between = line !== "" && space ? " " : "";
    if (line !== "" && width + between.length + wide > measure.columns) {
      lines.push(line);
      line = piece;
      width = wide;
    } else {
      line += between + piece;
      width += between.length + wide;
    }
  }
  return [...lines, line].join("\n").replaceAll(glue, " ");
}

interface Piece {
  readonly text: string;
  /** A space stands before it, unless it begins a line. */
  readonly space: boolean;
}

/** What may stand at the end of one line and the beginning of the next. */
function fitting(text: string, measure: Measure): readonly Piece[] {
  const words = holdSigns(text, glue)
    .split(/[ \t]+/)
    .filter((word) => word !== "");
  return dashesHeld(words).flatMap((word) => {
    const parts =
      widthOf(word, measure) > measure.columns ? word.split(looseGlue).filter((part) => part !== "") : [word];
    return parts.flatMap((part) =>
      piecesOf(part, measure.book).map((piece, index) => ({ text: piece, space: index === 0 })),
    );
  });
}

/** A dash that stands alone ends a line and does not begin one; neither does a `>`, which would look like a quote. */
function dashesHeld(words: readonly string[]): readonly string[] {
  const held: string[] = [];
  for (const word of words) {
    const before = held.at(-1);
    if (before !== undefined && standsAlone.test(word) && !/[-–—>]$/.test(before))
      held[held.length - 1] = before + glue + word;
    else held.push(word);
  }
  return held;
}

const standsAlone = new RegExp(`^[-–—>](?:${glue}|$)`);

/** Where a word that is wider than a line comes apart all the same: everywhere but before a reference mark. */
const looseGlue = new RegExp(`${glue}(?!\\[\\d+\\])`);
