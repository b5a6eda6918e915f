import type { CsvFault, CsvPiece } from "./csv-piece.ts";

/** Cuts text into rows; what is not a whole row yet is held until more text comes. */
export interface RowReader {
  read(text: string): readonly CsvPiece[];
  /** The last row, which may lack its line break. */
  end(): readonly CsvPiece[];
  /** The line on which the next row starts. */
  readonly line: number;
}

/**
 * A line that cannot be a row is passed over when it has an even number of quotes: then it ends where it ends. With an
 * odd number a cell may go on below it, and whoever reads on would take the middle of somebody's note for readers; so
 * that ends the file.
 */
export function rowReader(options: { readonly separator: string; readonly firstLine: number }): RowReader {
  const { separator, firstLine } = options;
  let text = "";
  let line = firstLine;

  function cut(isLast: boolean): readonly CsvPiece[] {
    const pieces: CsvPiece[] = [];
    let from = 0;
    let quote = text.indexOf('"');
    while (from < text.length) {
      const found = text.indexOf("\n", from);
      if (found < 0 && !isLast) break;
      const end = found < 0 ? text.length : found;
      if (quote >= 0 && quote < from) quote = text.indexOf('"', from);
      if (quote < 0 || quote > end) {
        const row = text.slice(from, text.charCodeAt(end - 1) === carriageReturn ? end - 1 : end);
        if (row.length > longestRow) return stop(pieces, rowTooLong(line));
        if (isFilled(row, separator)) pieces.push({ status: "row", line, cells: row.split(separator) });
        line += 1;
        from = end + 1;
        continue;
      }
      const read = readQuoted(text, from, separator, isLast);
      if (read.status === "more") break;
      if (read.status === "row") {
        if (read.next - from > longestRow) return stop(pieces, rowTooLong(line));
        pieces.push({ status: "row", line, cells: read.cells });
        line += read.lines;
        from = read.next;
        continue;
      }
      const whole = text.slice(from, end);
      if (read.status === "unclosed" || whole.split('"').length % 2 === 0)
        return stop(pieces, faultAt(line, `${read.reason}.`));
      pieces.push({ status: "broken", line, text: whole.trimEnd(), reason: read.reason });
      line += 1;
      from = end + 1;
    }
    text = text.slice(from);
    return text.length > longestRow ? stop(pieces, rowTooLong(line)) : pieces;
  }

  function stop(pieces: CsvPiece[], fault: CsvFault): readonly CsvPiece[] {
    text = "";
    return [...pieces, fault];
  }

  return {
    read(more) {
      text += more;
      return cut(false);
    },
    end: () => cut(true),
    get line() {
      return line;
    },
  };
}

type Quoted =
  | {
      readonly status: "row";
      readonly cells: readonly string[];
      readonly next: number;
      readonly lines: number;
    }
  | { readonly status: "more" }
  | { readonly status: "broken" | "unclosed"; readonly reason: string };

/** A row with a quote in it. White space round a quoted cell is left out. */
function readQuoted(text: string, from: number, separator: string, isLast: boolean): Quoted {
  const cells: string[] = [];
  let lines = 1;
  for (let at = from; ; at += 1) {
    const start = pastSpaces(text, at);
    const open = text.startsWith('="', start) ? start + 1 : start;
    if (text[open] === '"') {
      const cell = quotedCell(text, open, isLast);
      if (cell === undefined) return isLast ? unclosed : { status: "more" };
      cells.push(cell.value);
      lines += cell.value.split("\n").length - 1;
      at = pastSpaces(text, cell.next);
      if (!isEnd(text, at, separator)) return textAfter;
    } else {
      const next = endOfCell(text, at, separator);
      if (next === text.length && !isLast) return { status: "more" };
      const raw = text.slice(at, next);
      if (raw.includes('"')) return inTheMiddle;
      cells.push(raw.endsWith("\r") && text[next] !== separator ? raw.slice(0, -1) : raw);
      at = next;
    }
    if (text[at] === separator) continue;
    const next = text.indexOf("\n", at) + 1;
    if (next === 0 && !isLast) return { status: "more" };
    return { status: "row", cells, next: next || text.length, lines };
  }
}

/**
 * What stands between the quote at `open` and the one that closes it, and where it goes on; undefined when none closes
 * it.
 */
function quotedCell(
  text: string,
  open: number,
  isLast: boolean,
): { readonly value: string; readonly next: number } | undefined {
  let value = "";
  for (let from = open + 1; ; ) {
    const quote = text.indexOf('"', from);
    // At the very end of the text it could be the first of two.
    if (quote < 0 || (quote === text.length - 1 && !isLast)) return undefined;
    value += text.slice(from, quote);
    if (text[quote + 1] !== '"') return { value, next: quote + 1 };
    value += '"';
    from = quote + 2;
  }
}

function endOfCell(text: string, from: number, separator: string): number {
  for (let at = from; at < text.length; at += 1) if (text[at] === separator || text[at] === "\n") return at;
  return text.length;
}

function pastSpaces(text: string, from: number): number {
  let at = from;
  while (text[at] === " ") at += 1;
  return at;
}

function isEnd(text: string, at: number, separator: string): boolean {
  const sign = text[at] === "\r" ? text[at + 1] : text[at];
  return sign === undefined || sign === "\n" || (sign === separator && text[at] === separator);
}

/** Whether a row has a value: spreadsheets write rows of separators below the last reader. */
function isFilled(row: string, separator: string): boolean {
  for (let at = 0; at < row.length; at += 1) {
    const sign = row[at];
    if (sign !== separator && sign !== " " && sign !== "\t") return true;
  }
  return false;
}

function rowTooLong(line: number): CsvFault {
  return faultAt(line, "has a row longer than 64 KB; most likely a quote in it is never closed.");
}

function faultAt(line: number, message: string): CsvFault {
  return {
    status: "fault",
    line,
    code: "subscriptions/bad-csv",
    message,
    remedy: "Correct this row, then import the file again; readers who are in already are not added twice.",
  };
}

const unclosed = { status: "unclosed", reason: "has a quote that is never closed" } as const;
const textAfter = {
  status: "broken",
  reason: 'has text after a closing quote; write a quote inside a cell as ""',
} as const;
const inTheMiddle = {
  status: "broken",
  reason:
    'has a quote in the middle of a cell; put the whole cell in quotes and write the quote inside as ""',
} as const;

const carriageReturn = 0x0d;
const longestRow = 65_536;
