import { printable } from "../../base/printable.ts";
import type { ImportMarks } from "../../store/import-marks.ts";
import type { Saved } from "../../store/incoming.ts";
import { saveSubscribers } from "../../store/save-subscribers.ts";
import { type SoleWriter, soleWriter } from "../../store/sole-writer.ts";
import type { Store } from "../../store/store.ts";
import { addSuppressions } from "../../store/suppressions.ts";
import type { BrokenRow, CsvRow } from "../csv/csv-piece.ts";
import type { Account } from "./account.ts";
import type { ImportEvent, ImportInput } from "./import-report.ts";
import type { ImportPlan } from "./plan-import.ts";
import { type ReadRow, rowParser } from "./read-row.ts";
import { isLeaving } from "./row-status.ts";

/** Rows on their way into the store. */
export interface Intake {
  /** Reads a row; it is written with the batch that it is in. */
  take(row: CsvRow | BrokenRow): void;
  /** How many rows wait to be written. */
  readonly waiting: number;
  /** Writes what waits; the events are in the order of the rows. */
  save(): Promise<readonly ImportEvent[]>;
}

/** A row that waits: who it is of, and what became of it as soon as that is known. */
interface Waiting {
  readonly line: number;
  readonly cells: readonly string[];
  readonly read: ReadRow | undefined;
  refusal: { readonly reason: string; readonly isFaulty: boolean } | undefined;
}

export function openIntake(
  {
    store,
    marks,
    account,
  }: { readonly store: Store; readonly marks: ImportMarks; readonly account: Account },
  { plan, input }: { readonly plan: ImportPlan; readonly input: ImportInput },
): Intake {
  const parse = rowParser(plan, input);
  const writer = soleWriter();
  let batch: Waiting[] = [];

  function take(row: CsvRow | BrokenRow): void {
    account.row();
    const { line } = row;
    if (row.status === "broken") {
      const refusal = { reason: row.reason, isFaulty: true };
      batch.push({ line, cells: [row.text], read: undefined, refusal });
      return;
    }
    const read = parse(row);
    const reason = reasonAgainst(read);
    if (reason === undefined && read.fault === undefined) {
      for (const what of read.cleaned) account.clean({ line, what });
      for (const tag of read.leftOutTags) account.leaveOut(ofItsOwn(tag));
    }
    const refusal = reason === undefined ? undefined : { reason, isFaulty: read.fault !== undefined };
    batch.push({ line, cells: row.cells, read, refusal });
  }

  async function save(): Promise<readonly ImportEvent[]> {
    const rows = batch;
    batch = [];
    const { first, again } = await partTwice(marks, rows);
    const written = await write(first, writer);
    for (const [index, row] of first.entries()) settleOne(row, written[index] ?? "unchanged");
    for (const some of again) await settleAgain(some);
    const events: ImportEvent[] = [];
    for (const { line, read, cells, refusal } of rows) {
      if (refusal === undefined) continue;
      const written = read?.written ?? cells[0] ?? "";
      const told = { line, email: ofItsOwn(printable(written).slice(0, 254)), reason: refusal.reason };
      account.refuse(told, refusal.isFaulty);
      events.push({ type: "refused", refusal: told, cells });
    }
    return events;
  }

  /** Rows that say of somebody again the same thing: the first of an address is written, and counts for the others. */
  async function settleAgain(rows: readonly Waiting[]): Promise<void> {
    const alike = [...Map.groupBy(rows, ({ read }) => keyOf(read)).values()];
    const heads = alike.flatMap((some) => some.slice(0, 1));
    const written = await write(heads, undefined);
    const noted = await marks.find(heads.map(suppressedKey));
    for (const [index, some] of alike.entries())
      for (const row of some)
        settleOne(row, noted[index] === undefined ? (written[index] ?? "unchanged") : "suppressed");
  }

  /** Writes rows of which no two have one address; what became of each, in their order. */
  async function write(rows: readonly Waiting[], only: SoleWriter | undefined): Promise<readonly Saved[]> {
    const { list, now, overwrite = [], dryRun = false, file } = input;
    const leaving = rows.filter(({ read }) => suppressionReason(read) !== undefined);
    if (dryRun) await marks.note(leaving.map((row) => ({ key: suppressedKey(row), line: row.line })));
    else
      await addSuppressions(
        store,
        leaving.flatMap((row) => suppressionOf(row, input)),
      );
    const others = rows.filter(({ read }) => suppressionReason(read) === undefined);
    const readers = others.map(({ read }) => read?.reader).filter((reader) => reader !== undefined);
    const detail = plan.profile === undefined ? {} : { detail: { from: plan.profile.name } };
    const consent = { type: "imported", source: file, ...detail } as const;
    const shared = { list, now, consent, overwrite, dryRun, ...(only === undefined ? {} : { writer: only }) };
    const answers = (await saveSubscribers(store, { ...shared, readers })).values();
    return rows.map(({ read }) =>
      suppressionReason(read) === undefined ? (answers.next().value ?? "unchanged") : "suppressed",
    );
  }

  function settleOne(row: Waiting, saved: Saved): void {
    const { status, fault } = row.read ?? {};
    if (status !== undefined && isLeaving(status)) {
      const kept = saved === "suppressed" ? "suppressed" : "unsubscribed";
      if (fault === undefined && row.refusal === undefined)
        account.count(suppressionReason(row.read) === undefined ? "unsubscribed" : "suppressed");
      else {
        const { reason, isFaulty } = row.refusal ?? { reason: fault ?? "", isFaulty: true };
        row.refusal = { reason: `${reason}; it is ${kept} all the same`, isFaulty };
      }
    } else if (saved === "suppressed") row.refusal = { reason: "is suppressed", isFaulty: false };
    else if (saved === "unsubscribed") row.refusal = { reason: "has unsubscribed", isFaulty: false };
    else account.count(saved);
  }

  return {
    take,
    save,
    get waiting() {
      return batch.length;
    },
  };
}

/**
 * A copy: a part of a text keeps the whole of it in memory, which here is a quarter of a megabyte for each row that is
 * reported.
 */
function ofItsOwn(text: string): string {
  return Buffer.from(text).toString();
}

/** Why a row brings nobody in; whoever has left by it is kept as such whatever else is wrong. */
function reasonAgainst({ address, status, fault }: ReadRow): string | undefined {
  if (address === undefined) return fault ?? "it is empty";
  if (status !== undefined && isLeaving(status)) return undefined;
  if (fault !== undefined) return fault;
  return status === "out" ? "gets no mail there, so it is not brought in" : undefined;
}

/**
 * The rows that go into the store: those whose address the file has for the first time, and those that say of one again
 * that it has left, up to the first by which it is suppressed, and from there on. They are written in this order, which
 * is that of the file for each address, so that it does not matter in which batch a row is. All others of an address
 * that has been read are refused.
 */
async function partTwice(marks: ImportMarks, rows: readonly Waiting[]) {
  const wanted = rows.filter(({ read, refusal }) => refusal === undefined && read?.address !== undefined);
  const lines = await marks.note(wanted.map(({ line, read }) => ({ key: keyOf(read), line })));
  const suppressed = new Set<string>();
  const again: readonly [Waiting[], Waiting[]] = [[], []];
  const first: Waiting[] = [];
  for (const [index, row] of wanted.entries()) {
    const earlier = lines[index];
    if (earlier === undefined) {
      first.push(row);
      continue;
    }
    const { status, fault } = row.read ?? {};
    const reason = fault ?? `is the same address as in line ${earlier}`;
    row.refusal = { reason, isFaulty: fault !== undefined };
    if (status === undefined || !isLeaving(status)) continue;
    const key = keyOf(row.read);
    if (suppressionReason(row.read) !== undefined) suppressed.add(key);
    again[suppressed.has(key) ? 1 : 0].push(row);
  }
  return { first, again };
}

function keyOf(read: ReadRow | undefined): string {
  return read?.address?.key ?? "";
}

function suppressionReason(read: ReadRow | undefined): "bounce" | "complaint" | undefined {
  if (read?.status === "bounced") return "bounce";
  return read?.status === "complained" ? "complaint" : undefined;
}

/** What a dry run marks of an address that a row suppresses, as it writes no suppression: no address has a space. */
function suppressedKey({ read }: Waiting): string {
  return `suppressed ${keyOf(read)}`;
}

function suppressionOf({ read }: Waiting, { file, now }: ImportInput) {
  const reason = suppressionReason(read);
  return reason === undefined ? [] : [{ key: keyOf(read), reason, source: file, createdAt: now }];
}
