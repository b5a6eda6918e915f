/** What one fault did to a list of readers, counted when everything that goes on by itself had gone on. */
export interface FaultRow {
  readonly fault: string;
  readonly readers: number;
  /** Readers with exactly one copy. */
  readonly copies: number;
  /** Readers to whom the relay said no, or who were left out with a reason: without a copy, and named. */
  readonly listed: number;
  /** Readers with more than one copy. */
  readonly duplicates: number;
  /** Readers without a copy whom nothing names. */
  readonly missing: number;
  /** Readers named as uncertain, with a copy or without. */
  readonly uncertain: number;
  /** How many could be uncertain at most. */
  readonly bound: number;
}

const numbers = ["readers", "copies", "listed", "duplicates", "missing", "uncertain", "bound"] as const;

/** The table as text, a row for each fault in the order of its words. */
export function faultTable(rows: readonly FaultRow[]): string {
  const sorted = rows.toSorted((a, b) => (a.fault < b.fault ? -1 : 1));
  const cells = [
    ["fault", ...numbers],
    ...sorted.map((row) => [row.fault, ...numbers.map((name) => String(row[name]))]),
  ];
  const widths = ["fault", ...numbers].map((_, column) =>
    Math.max(...cells.map((line) => line[column]?.length ?? 0)),
  );
  const lines = cells.map((line) =>
    line
      .map((cell, column) =>
        column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0),
      )
      .join("  "),
  );
  return `${lines.join("\n")}\n`;
}
