import { LetterpressError } from "../../base/errors.ts";
import { roomForWrites } from "../../store/bulk-writes.ts";
import { openImportMarks } from "../../store/import-marks.ts";
import type { Store } from "../../store/store.ts";
import type { CsvFault } from "../csv/csv-piece.ts";
import { openAccount } from "./account.ts";
import type { ImportEvent, ImportInput, ImportReport } from "./import-report.ts";
import { type Intake, openIntake } from "./intake.ts";
import { type PlannedImport, planImport } from "./plan-import.ts";

/**
 * Reads the rows of a planned import into a list, some thousand a transaction, so that a file of any size takes the
 * same memory, may be interrupted, and imported again. A row without a status is `confirmed` when its reader is new,
 * and changes no status otherwise. An import never resubscribes: who has unsubscribed or is suppressed stays so and is
 * reported; a row that says `unsubscribed` is kept as such, so that no later file adds the reader. What is known of a
 * reader already stays, but for the fields of `overwrite`. Tags are added and never taken away. A row that cannot be
 * taken (a bad address, a cell too few or too many, a value that is none of its field's type, a tag that is not
 * declared) is refused and reported, and those below it are read. Throws a LetterpressError for a file that is no CSV,
 * not in its encoding, or not to be read to its end; what stood above the fault has been imported, and the message says
 * how much.
 */
export async function* runImport(
  store: Store,
  planned: PlannedImport,
): AsyncGenerator<ImportEvent, ImportReport, undefined> {
  await using _room = await roomForWrites(store);
  await using marks = await openImportMarks(store);
  const account = openAccount();
  const intake = openIntake({ store, marks, account }, planned);
  await using saving = openSaving(intake);
  for await (const some of planned.pieces) {
    for (const piece of some) {
      if (piece.status === "fault") {
        yield* saving.rest();
        throw stopped(piece, planned.input, account.report());
      }
      intake.take(piece);
      if (intake.waiting < batchSize) continue;
      yield* await saving.next();
      yield { type: "progress", rows: account.report().rows };
    }
  }
  yield* saving.rest();
  return account.report();
}

/**
 * Saves one batch after the other, and lets rows be read while the disk is waited for. A batch is told when the next
 * one begins to be saved, and the last by `rest`: so nobody hears of a row before it is on the disk.
 */
function openSaving(intake: Intake) {
  let before: Promise<readonly ImportEvent[]> = Promise.resolve([]);
  const settled = async () => {
    const events = await before;
    before = Promise.resolve([]);
    return events;
  };
  return {
    async next() {
      const events = await settled();
      before = intake.save();
      // It is awaited by the next call, or when this is disposed.
      before.catch(() => undefined);
      return events;
    },
    /** Saves what waits; the batch before is told first, so that it is even when this one cannot be saved. */
    async *rest() {
      yield* await settled();
      yield* await intake.save();
    },
    async [Symbol.asyncDispose]() {
      await before.catch(() => undefined);
    },
  };
}

/** Plans an import and does it. */
export async function importSubscribers(store: Store, input: ImportInput): Promise<ImportReport> {
  const events = runImport(store, await planImport(input));
  for (let next = await events.next(); ; next = await events.next())
    if (next.done === true) return next.value;
}

function stopped(fault: CsvFault, { file, dryRun }: ImportInput, { rows, added, updated }: ImportReport) {
  const done = dryRun === true ? "would be imported" : "are imported";
  const above =
    rows === 0
      ? "Nothing was imported."
      : `The rows above it ${done}: ${rows} read, ${added} added, ${updated} updated.`;
  const { code, line, message, remedy, cause } = fault;
  return new LetterpressError(code, `${file}:${line} ${message} ${above}`, remedy, { cause });
}

/**
 * So many rows take a third of a second, and nobody else can write meanwhile. With fewer, each page of an index is
 * written more often.
 */
const batchSize = 10_000;
