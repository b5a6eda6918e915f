/** One row of a CSV file, with the line on which it starts (a quoted cell may have line breaks), counted from 1. */
export interface CsvRow {
  readonly status: "row";
  readonly line: number;
  readonly cells: readonly string[];
}

/** A line that is no row, and below which the file can be read on. */
export interface BrokenRow {
  readonly status: "broken";
  readonly line: number;
  readonly text: string;
  /** `has text after a closing quote …` */
  readonly reason: string;
}

/** Why a file cannot be read any further; always the last. */
export interface CsvFault {
  readonly status: "fault";
  readonly line: number;
  readonly code: string;
  /** Follows the place: `subscribers.csv:41 has a quote that is never closed.` */
  readonly message: string;
  readonly remedy: string;
  readonly cause?: unknown;
}

export type CsvPiece = CsvRow | BrokenRow | CsvFault;
