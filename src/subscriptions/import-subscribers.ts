import { faultText, LetterpressError } from "../base/errors.ts";
import type { Store } from "../store/store.ts";
import { csvRows } from "./csv-rows.ts";
import { type Columns, parseColumns } from "./import-columns.ts";
import type { ImportInput, ImportReport } from "./import-report.ts";
import { Intake } from "./intake.ts";

/**
 * Reads subscribers from CSV into a list, 500 rows a transaction, so that a file of any size may be interrupted and
 * imported again. A row without a status is `confirmed`. An import never resubscribes: who has unsubscribed or is
 * suppressed stays so and is reported; a row marked `unsubscribed` is kept as such, so that no later file adds the
 * reader. Tags are added and never taken away. A row that cannot be taken (a bad address, a cell too few or too many, a value
 * that is none of its field's type, a tag that is not declared) is refused and reported, and those below it are read.
 * Throws a LetterpressError for a file that is not CSV, not UTF-8, or has columns that are not declared; what stood
 * above the fault has been imported, and the message says how much.
 */
export async function importSubscribers(store: Store, input: ImportInput): Promise<ImportReport> {
  const intake = new Intake(store, input);
  let columns: Columns | undefined;
  for await (const row of csvRows(readable(input))) {
    if (row.status === "row" && columns === undefined)
      columns = parseColumns(row.cells, Object.keys(input.fields), `${input.file}:${row.line}`);
    else if (row.status === "row" && columns !== undefined) await intake.take(row, columns);
    else if (row.status === "fault") return intake.stop(row);
  }
  if (columns === undefined)
    throw new LetterpressError(
      "subscriptions/no-email-column",
      `${input.file} is empty.`,
      'Start the file with a row that names the columns, such as "email,firstName,status".',
    );
  return intake.finish();
}

/** The source, with what the disk says about it as an error of ours. */
async function* readable(input: ImportInput): AsyncGenerator<Buffer | string, void, undefined> {
  try {
    yield* input.source;
  } catch (fault) {
    throw new LetterpressError(
      "subscriptions/unreadable",
      `${input.file} could not be read: ${faultText(fault)}.`,
      "Check the path and the permissions of the file, then import it again; nobody is added twice.",
      { cause: fault },
    );
  }
}
