import { type Address, parseAddress } from "../../base/address.ts";
import { type Instant, parseInstant } from "../../base/clock.ts";
import { isPrintable, printable } from "../../base/printable.ts";
import { isNetwork } from "../../model/consent.ts";
import { fieldValue } from "../../model/field-type.ts";
import { subscriptionStates } from "../../model/subscriber.ts";
import type { Incoming } from "../../store/incoming.ts";
import type { CsvRow } from "../csv/csv-piece.ts";
import { plain, unguarded } from "../csv/guarded.ts";
import type { Column } from "./choose-columns.ts";
import type { ImportInput } from "./import-report.ts";
import type { ImportPlan } from "./plan-import.ts";
import { heavier, isLeaving, type RowStatus } from "./row-status.ts";
import { type SplitTags, splitForeignTags, splitTags, undeclaredTag } from "./split-tags.ts";

/** What a row says, as far as it can be read. */
export interface ReadRow {
  /** The address as it is written. */
  readonly written: string;
  readonly address: Address | undefined;
  /** Undefined when the row says nothing about it. */
  readonly status: RowStatus | undefined;
  /** Why the row cannot be taken as it is; of a row that says its reader has left, only that is taken then. */
  readonly fault: string | undefined;
  /**
   * Undefined without an address. Of a row with a fault only that its reader has left: it is taken when the row says
   * so.
   */
  readonly reader: Incoming | undefined;
  /** What was changed or left out, a sentence each. */
  readonly cleaned: readonly string[];
  readonly leftOutTags: readonly string[];
}

/** Reads rows of one file. The faults of a row are looked for from left to right, and the first is told. */
export function rowParser(plan: ImportPlan, input: ImportInput): (row: CsvRow) => ReadRow {
  const needed = plan.columns.findLastIndex(({ header }) => header !== "") + 1;
  return ({ cells }) => {
    const wrongCount = cellCountFault(cells, needed, plan);
    const draft: Draft = { ...emptyDraft, status: plan.fileStatus, fault: wrongCount, fields: {} };
    plan.columns.forEach((column, index) => {
      if (column.use !== "ignored") takeCell(draft, column, cellValue(cells[index] ?? "", plan), plan, input);
    });
    if (wrongCount !== undefined) draft.status = displacedStatus(cells, draft.status, plan);
    return finished(draft, plan, input);
  };
}

interface Draft {
  written: string;
  address?: Address;
  status?: RowStatus | undefined;
  readonly fields: Record<string, string>;
  tags: readonly string[];
  cleaned: readonly string[];
  leftOutTags: readonly string[];
  /** The first of the row. */
  fault?: string | undefined;
  signedUpAt?: Instant;
  confirmedAt?: Instant;
  unsubscribedAt?: Instant;
  changedAt?: Instant;
  pausedUntil?: Instant;
  signedUpFrom?: string;
  confirmedFrom?: string;
}

/** Most rows leave these lists as they are, so that a million of them share three. */
const emptyDraft = { written: "", tags: [], cleaned: [], leftOutTags: [] } as const;

function cellValue(cell: string, { isGuarded }: ImportPlan): string {
  return isGuarded ? unguarded(cell) : plain(cell);
}

/** Empty cells too many are what spreadsheets leave behind. */
function cellCountFault(cells: readonly string[], needed: number, { columns, separator }: ImportPlan) {
  const count = cells.length;
  const isTooLong = count > columns.length && cells.slice(columns.length).some((cell) => cell.trim() !== "");
  if (count >= needed && !isTooLong) return undefined;
  const have = `has ${count} ${count === 1 ? "cell" : "cells"}`;
  const named = `the first row names ${columns.length} ${columns.length === 1 ? "column" : "columns"}`;
  const sign = { ",": "comma", ";": "semicolon", "\t": "tab", "|": "bar" }[separator];
  return `${have}, but ${named}; a value with a ${sign} in it needs quotes`;
}

/** In a row with a cell too few or too many, the status may stand in any of them. */
function displacedStatus(cells: readonly string[], status: RowStatus | undefined, plan: ImportPlan) {
  if (!plan.columns.some(({ use }) => use === "status")) return status;
  const words = cells
    .map((cell) => statusOf(cell, plan))
    .filter((one) => one !== undefined && isLeaving(one));
  return words.reduce((before, one) => (one === undefined ? before : heavier(before, one)), status);
}

function takeCell(draft: Draft, column: Column, cell: string, plan: ImportPlan, input: ImportInput): void {
  switch (column.use) {
    case "email":
      takeAddress(draft, cell);
      break;
    case "field":
      takeField(draft, column.field, cell, input);
      break;
    case "status":
      takeStatus(draft, cell, plan);
      break;
    case "tags":
      takeTags(draft, cell, plan, input);
      break;
    case "details":
      takeDetails(draft, cell, input);
      break;
    case "bouncedAt":
      if (cell.trim() !== "") draft.status = heavier(draft.status, "bounced");
      break;
    case "unsubscribedAt":
      if (cell.trim() !== "") draft.status = heavier(draft.status, "unsubscribed");
      takeMoment(draft, column.use, cell, input);
      break;
    case "signedUpAt":
    case "confirmedAt":
    case "changedAt":
    case "pausedUntil":
      takeMoment(draft, column.use, cell, input);
      break;
    case "signedUpFrom":
    case "confirmedFrom": {
      const network = networkOf(cell);
      if (network !== undefined) draft[column.use] = network;
    }
  }
}

function takeAddress(draft: Draft, cell: string): void {
  draft.written = cell;
  let parsed = parseAddress(cell);
  // Signs that nobody sees come along when an address is copied from a page.
  if (parsed.status === "invalid") parsed = parseAddress(cell.replace(unseenAround, ""));
  if (parsed.status === "valid") draft.address = parsed.address;
  else draft.fault ??= parsed.reason;
}

const unseenAround = /^[\s\u00ad\u200b-\u200d\u2060\ufeff]+|[\s\u00ad\u200b-\u200d\u2060\ufeff]+$/g;

function takeField(draft: Draft, name: string, cell: string, { fields }: ImportInput): void {
  const read = fieldValue(fields[name] ?? {}, cell);
  if (read.status === "invalid") draft.fault ??= `${name} ${read.reason}`;
  else {
    draft.fields[name] = read.value;
    if (read.value === cell) return;
  }
  if (!isPrintable(cell)) clean(draft, `control characters were taken out of ${name}`);
}

function clean(draft: Draft, what: string): void {
  draft.cleaned = [...draft.cleaned, what];
}

function statusOf(cell: string, { statuses }: ImportPlan): RowStatus | undefined {
  const word = cell.trim().toLowerCase();
  return Object.hasOwn(statuses, word) ? statuses[word] : undefined;
}

function takeStatus(draft: Draft, cell: string, plan: ImportPlan): void {
  const status = statusOf(cell, plan);
  if (status !== undefined) draft.status = heavier(draft.status, status);
  else if (cell.trim() !== "")
    draft.fault ??= `has the status "${printable(cell).slice(0, 40)}"; use ${subscriptionStates.join(", ")} or leave it empty`;
}

function takeTags(
  draft: Draft,
  cell: string,
  { profile }: ImportPlan,
  { tags: declared = [] }: ImportInput,
): void {
  if (cell === "") return;
  const isForeign = profile !== undefined && profile.name !== "letterpress";
  // As nearly all are who have any.
  if (!isForeign && draft.tags.length === 0 && declared.includes(cell)) {
    draft.tags = [cell];
    return;
  }
  const split: SplitTags = isForeign ? splitForeignTags(cell, declared) : splitTags(cell, declared);
  draft.tags = [...draft.tags, ...split.tags];
  const [wrong] = split.undeclared;
  if (wrong === undefined) return;
  // A program wrote them all alike, so it is no slip, and nobody may be kept out by it.
  if (profile !== undefined) draft.leftOutTags = [...draft.leftOutTags, ...split.undeclared];
  else draft.fault ??= undeclaredTag(wrong, declared);
}

/** The values of a JSON object that have the names of fields. */
function takeDetails(draft: Draft, cell: string, input: ImportInput): void {
  if (cell.trim() === "") return;
  const details = parseJson(cell);
  const isObject = typeof details === "object" && details !== null;
  if (!isObject) clean(draft, "the details are no JSON object and were left out");
  for (const [name, value] of Object.entries(isObject ? details : {}))
    if (Object.hasOwn(input.fields, name) && (typeof value === "string" || typeof value === "number"))
      takeField(draft, name, String(value), input);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

type Moment = "signedUpAt" | "confirmedAt" | "unsubscribedAt" | "changedAt" | "pausedUntil";

function takeMoment(draft: Draft, use: Moment, cell: string, { now }: ImportInput): void {
  const text = cell.trim();
  if (text === "") return;
  const at = parseInstant(text);
  if (at !== undefined && (at <= now || use === "pausedUntil")) draft[use] ??= at;
  else
    clean(
      draft,
      `${use} was left out: "${printable(text).slice(0, 40)}" is no date of the past; write it like 2026-12-31 08:00`,
    );
}

/** The network of an IPv4 address; nothing of any other. */
function networkOf(cell: string): string | undefined {
  const [, head = "", last = ""] = /^\s*(\d{1,3}\.\d{1,3}\.\d{1,3})\.(\d{1,3})\s*$/.exec(cell) ?? [];
  const network = `${head}.0/24`;
  return isNetwork(network) && Number(last) <= 255 ? network : undefined;
}

function finished(draft: Draft, plan: ImportPlan, input: ImportInput): ReadRow {
  const { written, address, status, fault, cleaned, leftOutTags } = draft;
  const reader = address === undefined ? undefined : readerOf(draft, address, plan, input);
  return { written, address, status, fault, reader, cleaned, leftOutTags };
}

function readerOf(
  draft: Draft,
  address: Address,
  { profile }: ImportPlan,
  { tagAll }: ImportInput,
): Incoming {
  const { status = "confirmed", fields, signedUpAt, changedAt, pausedUntil } = draft;
  if (draft.fault !== undefined) return { address, state: "unsubscribed", fields: {} };
  return {
    address,
    state: status === "unconfirmed" || status === "unsubscribed" ? status : "confirmed",
    stateIsAssumed: draft.status === undefined,
    fields,
    tags: tagAll === undefined ? draft.tags : [...draft.tags, tagAll],
    createdAt: signedUpAt,
    changedAt,
    pausedUntil,
    // Our own file has the consent log beside it; of another program its dates are all there is.
    history: profile?.name === "letterpress" ? noHistory : historyOf(draft),
  };
}

const noHistory: NonNullable<Incoming["history"]> = [];

function historyOf({ signedUpAt, signedUpFrom, confirmedAt, confirmedFrom, unsubscribedAt }: Draft) {
  if (signedUpAt === undefined && confirmedAt === undefined && unsubscribedAt === undefined) return noHistory;
  const event = (
    type: "requested" | "confirmed" | "unsubscribed",
    at: Instant | undefined,
    network?: string,
  ) => (at === undefined ? [] : [{ type, at, ...(network === undefined ? {} : { network }) }]);
  return [
    ...event("requested", signedUpAt, signedUpFrom),
    ...event("confirmed", confirmedAt, confirmedFrom),
    ...event("unsubscribed", unsubscribedAt),
  ];
}
