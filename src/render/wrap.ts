import stringWidth from "string-width";
import type { TokenBook } from "./tokens.ts";

/** Where lines of plain text end: `columns` wide, as terminals count (an ideograph takes two). */
export interface Measure {
  readonly columns: number;
  readonly book: TokenBook;
}

/** Breaks text at its spaces. A URL is never broken; any other word that is wider than a line is. */
export function wrap(text: string, measure: Measure): string {
  return text
    .split("\n")
    .map((line) => wrapLine(line, measure))
    .join("\n");
}

/** Wraps text behind a mark: `- ` before the first line, as many spaces before the others. */
export function hang(mark: string, make: (measure: Measure) => string, measure: Measure): string {
  const indent = stringWidth(mark);
  const lines = make({ ...measure, columns: Math.max(measure.columns - indent, 10) }).split("\n");
  return lines
    .map((line, index) => (index === 0 ? mark + line : line === "" ? "" : " ".repeat(indent) + line))
    .join("\n");
}

export function widthOf(text: string, { book }: Measure): number {
  return stringWidth(book.sample(text));
}

function wrapLine(text: string, measure: Measure): string {
  const lines: string[] = [];
  let line = "";
  let width = 0;
  const words = text.split(/[ \t]+/).filter((word) => word !== "");
  for (const word of words.flatMap((one) => fitting(one, measure))) {
    const wide = widthOf(word, measure);
    if (line !== "" && width + 1 + wide > measure.columns) {
      lines.push(line);
      line = "";
      width = 0;
    }
    width += (line === "" ? 0 : 1) + wide;
    line = line === "" ? word : `${line} ${word}`;
  }
  lines.push(line);
  return lines.join("\n");
}

/** The word, or its pieces when it is wider than a line: scripts without spaces, or a very long name. */
function fitting(word: string, measure: Measure): readonly string[] {
  if (widthOf(word, measure) <= measure.columns || holdsLink(word, measure)) return [word];
  const pieces: string[] = [];
  let piece = "";
  for (const unit of unitsOf(word, measure.book)) {
    if (piece !== "" && widthOf(piece + unit, measure) > measure.columns) {
      pieces.push(piece);
      piece = "";
    }
    piece += unit;
  }
  return [...pieces, piece];
}

function holdsLink(word: string, { book }: Measure): boolean {
  return /(?:https?:\/\/|mailto:)/.test(word) || book.find(word).some(({ value }) => value.kind !== "field");
}

/** Letters with their marks, and tokens whole. */
function unitsOf(word: string, book: TokenBook): readonly string[] {
  const letters = new Intl.Segmenter("und", { granularity: "grapheme" });
  const units: string[] = [];
  let from = 0;
  const addLetters = (text: string) =>
    units.push(...[...letters.segment(text)].map(({ segment }) => segment));
  for (const { start, end } of book.find(word)) {
    addLetters(word.slice(from, start));
    units.push(word.slice(start, end));
    from = end;
  }
  addLetters(word.slice(from));
  return units;
}
