import { closeSync, existsSync, openSync, writeSync } from "node:fs";
import { relative } from "node:path";
import { faultText } from "../../base/errors.ts";
import { csvLine } from "../../subscriptions/csv/write-csv.ts";
import { guarded } from "../../subscriptions/csv/guarded.ts";
import type { Refusal } from "../../subscriptions/import/import-report.ts";
import { refusedColumns } from "../../subscriptions/import/plan-import.ts";
import type { Terminal } from "../terminal.ts";

/**
 * The rows that an import refused, each with its line and the reason before its cells: to be mended, and imported
 * again.
 */
export interface RefusedFile {
  add(refusal: Refusal, cells: readonly string[], terminal: Terminal): void;
  /** Where it is, once there is a row in it. */
  readonly name: string | undefined;
  close(): void;
}

/**
 * `people.refused.csv` beside `people.csv`, made with the first row, for this user only: it has addresses in it. One of
 * an earlier import stays, and the new one is `people.refused-2.csv`. Where none can be made, that is said once, and
 * the import goes on.
 */
export function refusedFile(imported: string, headers: readonly string[]): RefusedFile {
  let file: { readonly name: string; readonly descriptor: number } | undefined;
  let failed = false;
  return {
    add(refusal, cells, terminal) {
      if (failed) return;
      try {
        file ??= begin(imported, headers);
        writeSync(file.descriptor, csvLine([String(refusal.line), refusal.reason, ...cells].map(guarded)));
      } catch (fault) {
        failed = true;
        terminal.note(`The refused rows could not be written into a file: ${faultText(fault)}.`);
      }
    },
    get name() {
      return file?.name;
    },
    close() {
      if (file !== undefined) closeSync(file.descriptor);
    },
  };
}

/** Says where they are, if there are some. `name` is a whole path. */
export function showRefusedFile(terminal: Terminal, name: string | undefined): void {
  if (name === undefined) return;
  terminal.note(
    `The refused rows are in ${relative(terminal.folder, name)}, each with its line and the reason. Correct them there, then import that file.`,
  );
}

function begin(imported: string, headers: readonly string[]) {
  const base = imported.replace(/\.(?:csv|tsv|txt)$/i, "").replace(/\.refused(?:-\d+)?$/, "");
  let name = `${base}.refused.csv`;
  for (let number = 2; existsSync(name); number += 1) name = `${base}.refused-${number}.csv`;
  const descriptor = openSync(name, "wx", 0o600);
  const own = headers.filter((header) => !refusedColumns.some((column) => column === header));
  writeSync(descriptor, csvLine([...refusedColumns, ...own].map(guarded)));
  return { name, descriptor };
}
