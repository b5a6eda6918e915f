import { Scalar } from "yaml";

/** Where a place inside a text value stands in the file, seen from where the value starts; both count from 0. */
export type ScalarPlaces = (
  line: number,
  column: number,
) => { readonly lines: number; readonly columns: number };

/**
 * Finds places in one scalar; `source` is how it is written, and `line` and `column` count from 1 within its value.
 * Exact for `|` scalars and for values on one line; for `>` and for values that go over several lines, the start.
 */
export function scalarPlaces(source: string, { type, value }: Scalar): ScalarPlaces {
  const text = String(value);
  if (type === Scalar.BLOCK_LITERAL) {
    // The columns of the value's own lines do not count from its start: the caller begins at column 1 there.
    const indent = indentOf(source, text);
    return (line, column) => ({ lines: line, columns: column - 1 + indent });
  }
  if (type === Scalar.BLOCK_FOLDED || source.includes("\n")) return () => ({ lines: 0, columns: 0 });
  const starts = lineStarts(text);
  const within = (line: number, column: number) => (starts[line - 1] ?? 0) + column - 1;
  if (type === Scalar.PLAIN) return (line, column) => ({ lines: 0, columns: within(line, column) });
  const offsets = quotedOffsets(source, type === Scalar.QUOTE_DOUBLE ? doubleQuoted : singleQuoted);
  return (line, column) => ({ lines: 0, columns: offsets[within(line, column)] ?? source.length - 1 });
}

/** How far a block scalar is indented: what the first line with text has in the file and not in the value. */
function indentOf(source: string, value: string): number {
  const lines = value.split("\n");
  const first = lines.findIndex((line) => line.trim() !== "");
  const written = source.split(/\r?\n/)[first + 1] ?? "";
  return Math.max(0, written.length - (lines[first] ?? "").length);
}

function lineStarts(text: string): readonly number[] {
  return [0, ...[...text.matchAll(/\n/g)].map(({ index }) => index + 1)];
}

/** For each UTF-16 unit of a quoted value, where it stands in what is written: quotes and escapes take room too. */
function quotedOffsets(source: string, sign: RegExp): readonly number[] {
  const offsets: number[] = [];
  for (const { 0: written, index } of source.slice(1, -1).matchAll(sign)) {
    offsets.push(index + 1);
    if (/^\\U0*(?:10|[1-9a-f])[0-9a-f]{4}$/i.test(written)) offsets.push(index + 1);
  }
  return offsets;
}

// One character of the value as it is written between quotes (YAML 1.2 section 5.7).
const doubleQuoted = /\\x..|\\u.{4}|\\U.{8}|\\?[\s\S]/g;
const singleQuoted = /''|[\s\S]/g;
