import { faultText, LetterpressError } from "../../base/errors.ts";
import type { CsvPiece } from "./csv-piece.ts";
import { openText, type TextBlock } from "./read-text.ts";
import { type RowReader, rowReader } from "./row-reader.ts";
import { type Separator, separatorLine, separatorOf } from "./separator.ts";

export interface CsvFile {
  readonly encoding: string;
  readonly separator: Separator;
  /** Some rows at a time, in order; every row above a fault comes before it. Lines without a value are left out. */
  readonly pieces: AsyncGenerator<readonly CsvPiece[], void, undefined>;
}

/**
 * Opens a CSV file (RFC 4180) as programs write it, in bounded memory: UTF-8 or UTF-16, with or without a byte order
 * mark, LF, CRLF or CR, commas, semicolons, tabs or bars, Excel's `sep=;` and `="00123"`. `encoding` is for a file that
 * is in another one. What `source` throws is a LetterpressError with its cause; when its first line is there, it
 * becomes a fault behind the rows.
 */
export async function openCsv(source: AsyncIterable<Buffer | string>, encoding?: string): Promise<CsvFile> {
  const text = await openText(source, encoding);
  const head = await readHead(text.blocks);
  const told = separatorLine(head.text);
  const separator = told?.separator ?? separatorOf(head.text);
  const reader = rowReader({ separator, firstLine: told === undefined ? 1 : 2 });
  const start = head.text.slice(told?.length ?? 0);
  // Old programs of the Mac end lines with CR alone.
  const endsWithCr = head.text.includes("\r") && !head.text.includes("\n");
  return {
    encoding: text.encoding,
    separator,
    pieces: untilUnreadable(reader, pieces(reader, start, head.next, text.blocks, endsWithCr)),
  };
}

/**
 * Text up to the first line break at least, unless there is none for long; `next` is what came behind it and is no
 * text.
 */
async function readHead(
  blocks: AsyncGenerator<TextBlock, void, undefined>,
): Promise<{ readonly text: string; readonly next?: TextBlock }> {
  let text = "";
  while (text.length < longestHead && !/[^\r\n][\r\n]+[^\r\n]/.test(text)) {
    const { value, done } = await blocks.next();
    if (done === true) break;
    if (value.status === "not-utf8") return { text, next: value };
    text += value.text;
  }
  return { text };
}

async function* pieces(
  reader: RowReader,
  head: string,
  afterHead: TextBlock | undefined,
  blocks: AsyncGenerator<TextBlock, void, undefined>,
  endsWithCr: boolean,
): AsyncGenerator<readonly CsvPiece[], void, undefined> {
  const withBreaks = (text: string) => (endsWithCr ? text.replaceAll("\r", "\n") : text);
  const first = reader.read(withBreaks(head));
  yield first;
  if (isFault(first.at(-1))) return;
  if (afterHead?.status === "not-utf8") return yield notUtf8(reader, afterHead.sample);
  for await (const block of blocks) {
    if (block.status === "not-utf8") return yield notUtf8(reader, block.sample);
    const read = reader.read(withBreaks(block.text));
    yield read;
    if (isFault(read.at(-1))) return;
  }
  yield reader.end();
}

/** What the source says in place of more text is the end of the rows, and takes none of those above it. */
async function* untilUnreadable(reader: RowReader, all: CsvFile["pieces"]): CsvFile["pieces"] {
  try {
    yield* all;
  } catch (fault) {
    if (!(fault instanceof LetterpressError)) throw fault;
    yield [
      {
        status: "fault",
        line: reader.line,
        code: fault.code,
        message: `cannot be read from this line on: ${faultText(fault.cause)}.`,
        remedy:
          "Copy the file to another disk or fetch it anew, then import it again; nobody is added twice.",
        cause: fault.cause,
      },
    ];
  }
}

function isFault(piece: CsvPiece | undefined): boolean {
  return piece?.status === "fault";
}

/** What was read and not yielded yet is the line with the fault, or a row with a line break that goes into it. */
function notUtf8(reader: RowReader, sample: string): readonly CsvPiece[] {
  const shown = sample === "" ? "" : `; as Windows-1252, which Excel on Windows saves, it has "${sample}"`;
  return [
    {
      status: "fault",
      line: reader.line,
      code: "subscriptions/not-utf8",
      message: `is not UTF-8 text${shown}.`,
      remedy:
        'Save the file as UTF-8 (in a spreadsheet: "CSV UTF-8"), or say in which encoding it is, such as --encoding windows-1252.',
    },
  ];
}

const longestHead = 65_536;
