import { expect } from "@jest/globals";
import { type DeliveryState, deliveryStates } from "../../src/model/mailing.ts";
import { listDeliveries } from "../../src/store/deliveries.ts";
import { listMailings } from "../../src/store/mailings.ts";
import { expectations, storeOf } from "../e2e/newsletter.ts";
import { checkEml, checkMailing } from "../support/eml-checker.ts";
import type { ReceivedMessage } from "../support/smtp-server.ts";
import { writeRow } from "./fault-rows.ts";
import type { FaultRow } from "./fault-table.ts";

/** The long mode: `npm run test:faults`. */
export const isLong = process.env.LETTERPRESS_FAULTS === "long";

export interface Account {
  readonly fault: string;
  /** The folder of the newsletter. */
  readonly root: string;
  /** Everything that any relay took. */
  readonly kept: readonly ReceivedMessage[];
  /** `r1@example.org` to `r<readers>@example.org`, or their addresses. */
  readonly readers: number | readonly string[];
  /** How many may be uncertain at most. */
  readonly bound: number;
}

/** Those behind a row of the table, by address. */
export interface Books {
  readonly row: FaultRow;
  readonly uncertain: readonly string[];
  readonly listed: readonly string[];
  /** What must not be; each of these is empty. */
  readonly wrong: Readonly<Record<string, readonly string[]>>;
}

/** Once nothing goes on by itself any more: writes the row of the table, then fails if the books are not balanced. */
export async function balance(account: Account): Promise<Books> {
  const books = await openBooks(account);
  writeRow(books.row);
  expectBalanced(books);
  return books;
}

/** Every reader has exactly one copy or is named, and no more are uncertain than may be. */
export function expectBalanced({ row, wrong }: Books): void {
  expect({ fault: row.fault, ...wrong }).toEqual({
    fault: row.fault,
    ...Object.fromEntries(Object.keys(wrong).map((name) => [name, []])),
  });
  expect(row.uncertain).toBeLessThanOrEqual(row.bound);
}

/** Holds the ledger of a newsletter against what its relays took. */
export async function openBooks({ fault, root, kept, readers, bound }: Account): Promise<Books> {
  const emails = typeof readers === "number" ? readersUpTo(readers) : readers;
  const known = new Set(emails);
  const states = await statesOf(root);
  const copies = copiesOf(kept);
  const having = (...wanted: readonly DeliveryState[]) =>
    emails.filter((email) => states.get(email)?.some((state) => wanted.includes(state)));
  const without = (email: string) => !copies.has(email);
  const uncertain = having("uncertain");
  const listed = having("rejected", "skipped").filter(without);
  const named = new Set([...uncertain, ...listed]);
  const missing = emails.filter((email) => without(email) && !named.has(email));
  const duplicates = [...copies].filter(([, count]) => count > 1).map(([email]) => email);
  const row: FaultRow = {
    fault,
    readers: emails.length,
    copies: [...copies.values()].filter((count) => count === 1).length,
    listed: listed.length,
    duplicates: duplicates.length,
    missing: missing.length,
    uncertain: uncertain.length,
    bound,
  };
  const wrong = {
    missing,
    duplicates,
    strangers: [...copies.keys()].filter((email) => !known.has(email)),
    submittedWithoutCopy: having("submitted").filter(without),
    refusedWithCopy: having("rejected").filter((email) => !without(email)),
    open: having("pending", "submitting", "deferred"),
  };
  return { row, uncertain, listed, wrong };
}

/** `r1@example.org`, `r2@example.org` … */
export function readersUpTo(count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => `r${index + 1}@example.org`);
}

/** How many messages each address got. */
export function copiesOf(kept: readonly ReceivedMessage[]): ReadonlyMap<string, number> {
  const copies = new Map<string, number>();
  for (const message of kept) copies.set(addressOf(message), (copies.get(addressOf(message)) ?? 0) + 1);
  return copies;
}

export function addressOf({ envelope }: ReceivedMessage): string {
  return envelope.to.join(" ");
}

/** Every message is without fault, alone and among the others. */
export function expectFaultless(kept: readonly ReceivedMessage[]): void {
  const messages = kept.map((message) => ({
    bytes: message.bytes,
    envelope: { from: message.envelope.from, to: addressOf(message), needsUtf8: false },
  }));
  expect(messages.flatMap(({ bytes, envelope }) => checkEml(bytes, envelope, expectations))).toEqual([]);
  expect(checkMailing(messages)).toEqual([]);
}

/** By address, the states a reader has in all mailings of the newsletter. */
async function statesOf(root: string): Promise<ReadonlyMap<string, readonly DeliveryState[]>> {
  await using store = await storeOf(root);
  const states = new Map<string, DeliveryState[]>();
  for (const { id: mailing } of await listMailings(store)) {
    const page = { mailing, states: deliveryStates, limit: 1_000_000 };
    for (const { email = "", state } of await listDeliveries(store, page))
      states.set(email, [...(states.get(email) ?? []), state]);
  }
  return states;
}
