import { appendFileSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { FaultRow } from "./fault-table.ts";

/** Where the tests of one run write their rows, told to their processes by the environment. */
const variable = "LETTERPRESS_FAULT_ROWS";

/** Before the processes of the tests are started. */
export function openRows(): void {
  process.env[variable] = mkdtempSync(join(tmpdir(), "letterpress-faults-"));
}

/** Without a reporter that reads it, a row is nowhere kept. */
export function writeRow(row: FaultRow): void {
  const folder = process.env[variable];
  if (folder !== undefined) appendFileSync(join(folder, `${process.pid}.jsonl`), `${JSON.stringify(row)}\n`);
}

/** All rows of the run; their folder is gone afterwards. */
export function takeRows(): readonly FaultRow[] {
  const folder = process.env[variable];
  if (folder === undefined) return [];
  const lines = readdirSync(folder).flatMap((name) => readFileSync(join(folder, name), "utf8").split("\n"));
  rmSync(folder, { recursive: true });
  delete process.env[variable];
  return lines.filter((line) => line !== "").map((line) => JSON.parse(line) as FaultRow);
}
