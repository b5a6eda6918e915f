import type { Kysely, Selectable } from "kysely";
import { dayMs, type Instant } from "../base/clock.ts";
import type { ServiceMailKind, ServiceMailState } from "../model/service-mail.ts";
import { signUpState } from "./confirm-sign-up.ts";
import { countStarted } from "./relay-usage.ts";
import { findSignUp } from "./sign-ups.ts";
import type { Store } from "./store.ts";
import { parseFields } from "./subscribers.ts";
import { suppressedAmong } from "./suppressions.ts";
import type { Tables } from "./tables.ts";
import { tagsOf } from "./tags.ts";
import { afterJournal } from "./unsubscribe-journal.ts";

/*
 * The queue of mails that belong to sign-ups. What is to be sent is decided here, when its turn comes, and not when
 * somebody signs up: so the answer to them cannot tell what is known of the address.
 *
 * `pending` becomes `submitting` in a transaction that is on the disk before the first byte goes out, and its outcome
 * is written after the relay's answer. A crash in between leaves it `submitting`, and after a quarter of an hour
 * `uncertain`: it is never sent again, since nobody knows whether it arrived. Whoever gets nothing signs up once more.
 */

/** A mail that may go out now, durably noted. */
export interface ClaimedMail {
  readonly id: number;
  readonly kind: ServiceMailKind;
  readonly email: string;
  /** Those it is about; the first one sends it. */
  readonly lists: readonly string[];
  /** The sign-up whose link it holds. */
  readonly signUp?: number;
  readonly attempts: number;
  readonly createdAt: Instant;
  /** What decides how it is made. `token`: that of a subscription, where there is one. */
  readonly reader: {
    readonly id: number;
    readonly fields: Readonly<Record<string, string>>;
    readonly tags: readonly string[];
    readonly lists: readonly string[];
    readonly token?: string;
  };
}

/** When the next mail is due; undefined when none waits. */
export async function nextMailAt(store: Store): Promise<Instant | undefined> {
  const row = await store.db
    .selectFrom("service_mails")
    .select("due_at")
    .where("state", "=", "pending")
    .orderBy("due_at")
    .limit(1)
    .executeTakeFirst();
  return row?.due_at ?? undefined;
}

/** How many mails wait to be sent. */
export async function countWaitingMails(store: Store): Promise<number> {
  const row = await store.db
    .selectFrom("service_mails")
    .select((mail) => mail.fn.countAll<number>().as("mails"))
    .where("state", "=", "pending")
    .executeTakeFirst();
  return Number(row?.mails ?? 0);
}

/**
 * Takes the mail that is due first, in one transaction with its intent and the count for the pace of the relay; readers
 * who are noted in the journal have left before. `dropped`: there was nothing to be sent for it.
 */
export async function claimMail(
  store: Store,
  { relay, now }: { readonly relay: string; readonly now: Instant },
): Promise<Claimed> {
  return afterJournal(store, async (transaction): Promise<Claimed> => {
    const row = await transaction
      .selectFrom("service_mails")
      .selectAll()
      .where("state", "=", "pending")
      .where("due_at", "<=", now)
      .orderBy("due_at")
      .orderBy("id")
      .limit(1)
      .executeTakeFirst();
    if (row === undefined) return { status: "none" };
    const made = await decide(transaction, store, row, now);
    const dropped = "reason" in made;
    await transaction
      .updateTable("service_mails")
      .set({
        state: dropped ? "dropped" : "submitting",
        due_at: null,
        changed_at: now,
        ...(dropped ? { reason: made.reason } : { sent_as: made.kind, attempts: row.attempts + 1 }),
      })
      .where("id", "=", row.id)
      .execute();
    if (dropped) return { status: "dropped" };
    await countStarted(transaction, now, [{ relay, domain: "" }]);
    const { id, created_at: createdAt, attempts } = row;
    return { status: "claimed", mail: { ...made, id, createdAt, attempts: attempts + 1 } };
  });
}

export type Claimed =
  | { readonly status: "claimed"; readonly mail: ClaimedMail }
  | { readonly status: "dropped" }
  | { readonly status: "none" };

type Made = Omit<ClaimedMail, "id" | "attempts" | "createdAt"> | { readonly reason: string };
type Row = Selectable<Tables["service_mails"]>;

async function decide(db: Kysely<Tables>, store: Store, row: Row, now: Instant): Promise<Made> {
  if (row.kind === "welcome") return welcome(db, store, row);
  const signUp = await findSignUp(db, row.sign_up_id ?? 0);
  const state = await signUpState(db, store, signUp, now);
  if (state !== "pending" || signUp?.address === undefined) return { reason: state };
  const person = await db
    .selectFrom("subscribers")
    .select(["id", "email"])
    .where("email_key", "=", signUp.address.key)
    .executeTakeFirst();
  // A stranger may have typed it in other letters, which are another mailbox at some hosts.
  const email = person?.email ?? signUp.address.email;
  const known = person && (await readReader(db, person.id));
  const { language = "" } = { ...signUp.fields, ...known?.fields };
  const wanted = signUp.lists.filter((list) => known?.lists.includes(list) !== true);
  const kind = wanted.length === 0 ? "already" : "confirmation";
  if ((await countSent(db, row, kind, now)) >= mostADay[kind]) return { reason: "enough for a day" };
  if (kind === "confirmation") {
    const reader = { id: 0, fields: { language }, tags: [], lists: [] };
    return { kind, email, lists: wanted, signUp: signUp.id, reader };
  }
  const token = await tokenOf(db, person?.id ?? 0, signUp.lists[0] ?? "");
  if (known === undefined || token === undefined) return { reason: "removed" };
  return { kind, email, lists: signUp.lists, reader: { ...known, token } };
}

async function welcome(db: Kysely<Tables>, store: Store, row: Row): Promise<Made> {
  const [id, list] = [row.subscriber_id ?? 0, row.list_id ?? ""];
  const person = await db
    .selectFrom("subscribers")
    .select(["email", "email_key"])
    .where("id", "=", id)
    .executeTakeFirst();
  if (person === undefined) return { reason: "removed" };
  const reason = (await suppressedAmong(db, store, [person.email_key])).get(person.email_key);
  if (reason !== undefined && reason !== "erased") return { reason: "suppressed" };
  const reader = await readReader(db, id);
  const token = await tokenOf(db, id, list);
  if (token === undefined || !reader.lists.includes(list)) return { reason: "unsubscribed" };
  return { kind: "welcome", email: person.email, lists: [list], reader: { ...reader, token } };
}

async function readReader(db: Kysely<Tables>, id: number): Promise<ClaimedMail["reader"]> {
  const person = await db.selectFrom("subscribers").select("fields").where("id", "=", id).executeTakeFirst();
  const ties = await db
    .selectFrom("subscriptions")
    .select("list_id")
    .where("subscriber_id", "=", id)
    .where("state", "=", "confirmed")
    .orderBy("list_id")
    .execute();
  const tags = (await tagsOf(db, [id])).get(id) ?? [];
  return { id, fields: parseFields(person?.fields ?? "{}"), tags, lists: ties.map(({ list_id }) => list_id) };
}

async function tokenOf(db: Kysely<Tables>, subscriber: number, list: string): Promise<string | undefined> {
  const tie = await db
    .selectFrom("subscriptions")
    .select("token")
    .where("subscriber_id", "=", subscriber)
    .where("list_id", "=", list)
    .executeTakeFirst();
  return tie?.token;
}

/**
 * However often somebody types an address into a form, and however they write it, its mailbox gets no more than these
 * in 24 hours.
 */
const mostADay: Readonly<Record<"confirmation" | "already", number>> = { confirmation: 3, already: 1 };

async function countSent(
  db: Kysely<Tables>,
  { mailbox_hash }: Row,
  kind: ServiceMailKind,
  now: Instant,
): Promise<number> {
  const row = await db
    .selectFrom("service_mails")
    .select((mail) => mail.fn.countAll<number>().as("mails"))
    .where("mailbox_hash", "=", mailbox_hash)
    .where("changed_at", ">", now - dayMs)
    .where("sent_as", "=", kind)
    .where("state", "in", ["submitting", "submitted", "uncertain", "rejected"])
    .executeTakeFirst();
  return Number(row?.mails ?? 0);
}

/** What became of a mail that was claimed; `pending` with the time of the next attempt. */
export async function settleMail(
  store: Store,
  settled: {
    readonly id: number;
    readonly state: Exclude<ServiceMailState, "submitting">;
    readonly reason?: string;
    readonly dueAt?: Instant;
    readonly now: Instant;
  },
): Promise<void> {
  const { id, state, reason, dueAt, now } = settled;
  await store.db
    .updateTable("service_mails")
    .set({ state, reason: reason ?? null, due_at: dueAt ?? null, changed_at: now })
    .where("id", "=", id)
    .where("state", "=", "submitting")
    .execute();
}

/** Mails that a process which is gone left on their way become `uncertain`; returns how many. */
export async function abandonMails(store: Store, now: Instant): Promise<number> {
  const result = await store.db
    .updateTable("service_mails")
    .set({ state: "uncertain", reason: "the sender ended before the relay answered", changed_at: now })
    .where("state", "=", "submitting")
    .where("changed_at", "<=", now - abandonedAfterMs)
    .executeTakeFirst();
  return Number(result.numUpdatedRows);
}

// Longer than any relay may take to answer.
const abandonedAfterMs = 15 * 60_000;

/**
 * Deletes what is not needed any more: sign-ups when they expire, confirmed or not, and what became of mails after
 * thirty days. Returns how many rows that were.
 */
export async function purgeSignUps(store: Store, now: Instant): Promise<number> {
  return store.db.transaction().execute(async (transaction) => {
    const signUps = await transaction
      .deleteFrom("sign_ups")
      .where("expires_at", "<=", now)
      .executeTakeFirst();
    const mails = await transaction
      .deleteFrom("service_mails")
      .where("state", "not in", ["pending", "submitting"])
      .where("changed_at", "<=", now - 30 * dayMs)
      .executeTakeFirst();
    return Number(signUps.numDeletedRows) + Number(mails.numDeletedRows);
  });
}
