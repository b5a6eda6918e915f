import { parseAddress } from "../base/address.ts";
import { LetterpressError } from "../base/errors.ts";
import { isPrintable, printable } from "../base/printable.ts";
import { suggest } from "../base/suggest.ts";
import { fieldValue } from "../model/field-type.ts";
import { type SubscriptionState, subscriptionStates } from "../model/subscriber.ts";
import { type Incoming, type Saved, saveSubscribers } from "../store/save-subscribers.ts";
import type { Store } from "../store/store.ts";
import type { CsvFault, CsvRow } from "./csv-rows.ts";
import type { Columns } from "./import-columns.ts";
import type { Cleaned, ImportInput, ImportReport, Refusal } from "./import-report.ts";

/** Rows on their way into the store, 500 a transaction, and the account of them. */
export class Intake {
  readonly #store: Store;
  readonly #input: ImportInput;
  readonly #firstLines = new Map<string, number>();
  #batch: Candidate[] = [];
  #rows = 0;
  readonly #saved: Record<Saved, number> = {
    added: 0,
    updated: 0,
    unchanged: 0,
    unsubscribed: 0,
    suppressed: 0,
  };
  readonly #refused: Refusal[] = [];
  #moreRefused = 0;
  readonly #cleaned: Cleaned[] = [];
  #moreCleaned = 0;

  constructor(store: Store, input: ImportInput) {
    this.#store = store;
    this.#input = input;
  }

  async take(row: CsvRow, columns: Columns): Promise<void> {
    this.#rows += 1;
    const written = row.cells[columns.email] ?? "";
    const parsed = parseAddress(written);
    const countFault = cellCountFault(row, columns);
    if (parsed.status === "invalid") return this.#refuse(row.line, written, countFault ?? parsed.reason);
    const { address } = parsed;
    const first = this.#firstLines.get(address.key);
    const fault = countFault ?? (first === undefined ? undefined : `is the same address as in line ${first}`);
    const read = fault === undefined ? readRow(row, columns, this.#input) : { fault };
    if (read.fault === undefined) {
      this.#reportCleaned(row, columns);
      const { state, fields, tags } = read;
      return this.#add({ line: row.line, address, state, fields, tags });
    }
    if (!saysUnsubscribed(row, columns)) return this.#refuse(row.line, written, read.fault);
    // Whatever else is wrong with the row: who wants no more mail gets none.
    const { line } = row;
    await this.#add({ line, address, state: "unsubscribed", fields: {}, fault: read.fault });
  }

  async #add(candidate: Candidate): Promise<void> {
    const { line, address } = candidate;
    // No two readers of a batch may have one address.
    if (this.#firstLines.has(address.key)) await this.#save();
    else this.#firstLines.set(address.key, line);
    this.#batch.push(candidate);
    if (this.#batch.length >= batchSize) await this.#save();
  }

  async finish(): Promise<ImportReport> {
    await this.#save();
    const { added, updated, unchanged } = this.#saved;
    return {
      rows: this.#rows,
      added,
      updated,
      unchanged,
      refused: this.#refused.toSorted((a, b) => a.line - b.line),
      moreRefused: this.#moreRefused,
      cleaned: this.#cleaned,
      moreCleaned: this.#moreCleaned,
    };
  }

  /** Keeps what stands above the fault and throws it. */
  async stop(fault: CsvFault): Promise<never> {
    const { rows, added, updated } = await this.finish();
    const above =
      rows === 0
        ? "Nothing was imported."
        : `The rows above it are imported: ${rows} read, ${added} added, ${updated} updated.`;
    const where = `${this.#input.file}:${fault.line}`;
    throw new LetterpressError(fault.code, `${where} ${fault.message} ${above}`, fault.remedy);
  }

  async #save(): Promise<void> {
    const readers = this.#batch;
    this.#batch = [];
    const { list, now, file } = this.#input;
    const consent = { type: "imported", source: file } as const;
    const answers = await saveSubscribers(this.#store, { list, readers, now, consent });
    for (const [index, saved] of answers.entries()) {
      const reader = readers[index];
      if (reader === undefined) continue;
      if (reader.fault !== undefined && saved !== "suppressed") {
        this.#refuse(reader.line, reader.address.email, `${reader.fault}; it is unsubscribed all the same`);
        continue;
      }
      this.#saved[saved] += 1;
      if (saved === "suppressed") this.#refuse(reader.line, reader.address.email, "is suppressed");
      if (saved === "unsubscribed") this.#refuse(reader.line, reader.address.email, "has unsubscribed");
    }
  }

  #refuse(line: number, email: string, reason: string): void {
    if (this.#refused.length < reported)
      this.#refused.push({ line, email: printable(email).slice(0, 254), reason });
    else this.#moreRefused += 1;
  }

  #reportCleaned({ line, cells }: CsvRow, columns: Columns): void {
    for (const { name, index } of columns.fields) {
      if (isPrintable(cells[index] ?? "")) continue;
      if (this.#cleaned.length < reported) this.#cleaned.push({ line, field: name });
      else this.#moreCleaned += 1;
    }
  }
}

interface Candidate extends Incoming {
  readonly line: number;
  /** Why nothing but the opt-out is taken from the row. */
  readonly fault?: string;
}

type ReadRow =
  | (Required<Pick<Incoming, "state" | "fields" | "tags">> & { readonly fault?: undefined })
  | { readonly fault: string };

function readRow(row: CsvRow, columns: Columns, input: ImportInput): ReadRow {
  const status = columns.status === undefined ? "" : (row.cells[columns.status] ?? "");
  const state = parseState(status);
  if (state === undefined)
    return {
      fault: `has the status "${printable(status)}"; use ${subscriptionStates.join(", ")} or leave it empty`,
    };
  const { fields, wrong } = readFields(row, columns, input.fields);
  if (wrong !== undefined) return { fault: wrong };
  const { tags, undeclared } = readTags(row, columns, input);
  return undeclared === undefined ? { state, fields, tags } : { fault: undeclared };
}

/** In a row with a cell too few or too many, the status may stand in any of them. */
function saysUnsubscribed({ cells }: CsvRow, columns: Columns): boolean {
  if (columns.status === undefined) return false;
  const status = cells.length === columns.count ? [cells[columns.status] ?? ""] : cells;
  return status.some((cell) => parseState(cell) === "unsubscribed");
}

function cellCountFault({ cells: row }: CsvRow, { count: columns }: Columns): string | undefined {
  const cells = row.length;
  if (cells === columns) return undefined;
  const have = `has ${cells} ${cells === 1 ? "cell" : "cells"}`;
  const named = `the first row names ${columns} ${columns === 1 ? "column" : "columns"}`;
  return `${have}, but ${named}; a value with a comma in it needs quotes`;
}

function readFields(
  { cells }: CsvRow,
  columns: Columns,
  declared: ImportInput["fields"],
): { readonly fields: Readonly<Record<string, string>>; readonly wrong?: string } {
  const fields: Record<string, string> = {};
  for (const { name, index } of columns.fields) {
    const read = fieldValue(declared[name] ?? {}, cells[index] ?? "");
    if (read.status === "invalid") return { fields, wrong: `${name} ${read.reason}` };
    fields[name] = read.value;
  }
  return { fields };
}

/** Tags are separated by commas, semicolons or spaces, as people and other programs do. */
function readTags(
  { cells }: CsvRow,
  columns: Columns,
  { tags: declared = [], tagAll }: ImportInput,
): { readonly tags: readonly string[]; readonly undeclared?: string } {
  const cell = columns.tags === undefined ? "" : (cells[columns.tags] ?? "");
  const tags = cell
    .split(/[\s,;]+/)
    .filter((tag) => tag !== "")
    .map((tag) => tag.normalize("NFC"));
  const wrong = tags.find((tag) => !declared.includes(tag));
  if (wrong === undefined) return { tags: tagAll === undefined ? tags : [...tags, tagAll] };
  const near = suggest(wrong, declared);
  const shown = printable(wrong).slice(0, longestTag);
  const hint = near === undefined ? "" : `; did you mean "${near}"?`;
  return { tags, undeclared: `has the tag "${shown}", which letterpress.yaml does not declare${hint}` };
}

function parseState(written: string): SubscriptionState | undefined {
  const text = written.trim().toLowerCase();
  return text === "" ? "confirmed" : subscriptionStates.find((state) => state === text);
}

const longestTag = 40;
const batchSize = 500;
const reported = 1000;
