import { isUtf8 } from "node:buffer";
import { type CsvError, type Parser, parse } from "csv-parse";
import { LineStarts } from "./line-starts.ts";

/** One row of a CSV file, with the line on which it starts (a quoted cell may have line breaks), counted from 1. */
export interface CsvRow {
  readonly status: "row";
  readonly line: number;
  readonly cells: readonly string[];
}

/** Why a file cannot be read any further; always the last that is yielded. */
export interface CsvFault {
  readonly status: "fault";
  readonly line: number;
  readonly code: string;
  /** Follows the place: `subscribers.csv:41 has a quote that is never closed.` */
  readonly message: string;
  readonly remedy: string;
}

/**
 * Reads CSV (RFC 4180, UTF-8 with or without a byte order mark, LF or CRLF, empty lines ignored) in bounded memory.
 * Every row before a fault is yielded before the fault is.
 */
export async function* csvRows(
  source: AsyncIterable<Buffer | string>,
): AsyncGenerator<CsvRow | CsvFault, void, undefined> {
  const lines = new LineStarts();
  const rows: CsvRow[] = [];
  const parser = parse({
    bom: true,
    relax_column_count: true,
    skip_empty_lines: true,
    max_record_size: longestRow,
    // Rows are taken here and not from the stream, which would drop those before a fault.
    on_record: (cells: string[], { bytes }) => {
      rows.push({ status: "row", line: lines.take(bytes), cells });
      return null;
    },
  });
  // Faults are returned by `write` and `end`; without a listener the same fault would end the process.
  parser.on("error", () => {});
  for await (const block of wholeLines(source)) {
    if (block.length > longestLine && block.at(-1) !== lineFeed) {
      // The parser keeps the end of what it was given until it is told that nothing follows.
      await end(parser);
      yield* rows.splice(0);
      return yield faultAt(lines.read + 1, rowTooLong);
    }
    const valid = validPart(block);
    lines.add(valid);
    const fault = await write(parser, valid);
    yield* rows.splice(0);
    if (fault !== undefined) return yield csvFault(fault, lines.next);
    if (valid.length < block.length) {
      await end(parser);
      yield* rows.splice(0);
      return yield faultAt(lines.read + 1, notUtf8);
    }
  }
  const fault = await end(parser);
  yield* rows.splice(0);
  if (fault !== undefined) yield csvFault(fault, lines.next);
}

/** Blocks that end with a line break, so that no character is cut; the last one may lack it. */
async function* wholeLines(source: AsyncIterable<Buffer | string>): AsyncGenerator<Buffer, void, undefined> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of source) {
    const bytes = Buffer.concat([rest, typeof chunk === "string" ? Buffer.from(chunk) : chunk]);
    const cut = bytes.lastIndexOf(lineFeed) + 1;
    if (cut > 0) yield bytes.subarray(0, cut);
    rest = bytes.subarray(cut);
    if (rest.length > longestLine) break;
  }
  if (rest.length > 0) yield rest;
}

/** The block up to the first line that is not UTF-8. */
function validPart(block: Buffer): Buffer {
  if (isUtf8(block)) return block;
  let from = 0;
  while (from < block.length) {
    const next = block.indexOf(lineFeed, from) + 1 || block.length;
    if (!isUtf8(block.subarray(from, next))) break;
    from = next;
  }
  return block.subarray(0, from);
}

function write(parser: Parser, block: Buffer): Promise<CsvError | undefined> {
  return new Promise((resolve) => {
    parser.write(block, (fault) => resolve(fault === null ? undefined : (fault as CsvError | undefined)));
  });
}

function end(parser: Parser): Promise<CsvError | undefined> {
  return new Promise((resolve) => {
    parser.once("error", (fault) => resolve(fault as CsvError));
    parser.end(() => resolve(undefined));
  });
}

function csvFault(fault: CsvError, line: number): CsvFault {
  return faultAt(line, faults[fault.code] ?? { ...notCsv, message: `cannot be read: ${fault.message}.` });
}

function faultAt(line: number, fault: FaultText): CsvFault {
  return { status: "fault", line, ...fault };
}

type FaultText = Omit<CsvFault, "status" | "line">;

const notCsv = {
  code: "subscriptions/bad-csv",
  remedy: "Correct this row, then import the file again; readers who are in already are not added twice.",
};

const rowTooLong: FaultText = {
  ...notCsv,
  message: "has a row longer than 64 KB; most likely a quote in it is never closed.",
};

const notUtf8: FaultText = {
  code: "subscriptions/not-utf8",
  message: "is not UTF-8 text.",
  remedy: 'Save the file as UTF-8 (in a spreadsheet: "CSV UTF-8"), then import it again.',
};

const faults: Readonly<Record<string, FaultText>> = {
  CSV_QUOTE_NOT_CLOSED: { ...notCsv, message: "has a quote that is never closed." },
  CSV_MAX_RECORD_SIZE: rowTooLong,
  INVALID_OPENING_QUOTE: {
    ...notCsv,
    message:
      'has a quote in the middle of a cell; put the whole cell in quotes and write the quote inside as "".',
  },
  CSV_INVALID_CLOSING_QUOTE: {
    ...notCsv,
    message: 'has text after a closing quote; write a quote inside a cell as "".',
  },
};

const lineFeed = 0x0a;
const longestRow = 65_536;
const longestLine = 1_048_576;
