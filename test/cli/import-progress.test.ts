import { describe, expect, test } from "@jest/globals";
import { importProgress } from "../../src/cli/subscribers/import-progress.ts";
import type { Terminal } from "../../src/cli/terminal.ts";

/** What is seen of an import of a file of 1,000 bytes, told after so many seconds each. */
function seen(screen: boolean, told: readonly (readonly [seconds: number, rows: number, bytes: number])[]) {
  const lines: string[] = [];
  const terminal = {
    screen,
    columns: 120,
    note: (line: string) => void lines.push(line),
    overwrite: (line: string) => void lines.push(line),
  } as unknown as Terminal;
  let now = 0;
  const progress = importProgress(terminal, { now: () => now }, 1_000);
  for (const [seconds, rows, bytes] of told) {
    now = seconds * 1_000;
    progress.show(rows, bytes);
  }
  progress.clear();
  return lines;
}

describe("The progress of an import", () => {
  test("is a bar on a screen, drawn over at most ten times a second and taken away in the end", () => {
    expect(
      seen(true, [
        [0.05, 10, 10],
        [1, 5_000, 250],
        [1.05, 5_100, 260],
        [4, 20_000, 1_000],
      ]),
    ).toEqual([
      `${"█".repeat(7)}${"░".repeat(21)} 25 %  5,000 rows  5,000/s, 3 seconds left`,
      `${"█".repeat(28)} 100 %  20,000 rows  5,000/s`,
      "",
    ]);
  });

  test("is a line every five seconds elsewhere", () => {
    const lines = seen(false, [
      [1, 1, 1],
      [5, 10_000, 500],
      [9, 11_000, 550],
      [10, 12_000, 600],
    ]);
    expect(lines).toHaveLength(2);
    expect(lines[0]).toMatch(/ 50 % {2}10,000 rows {2}2,000\/s, 5 seconds left$/);
  });
});
