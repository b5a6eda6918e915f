import type { Kysely } from "kysely";
import type { Address } from "../base/address.ts";
import type { Instant } from "../base/clock.ts";
import { deliveriesOf } from "./deliveries-of.ts";
import { keepErasedTokens } from "./erased-tokens.ts";
import { addressHash } from "./sign-ups.ts";
import type { Store } from "./store.ts";
import { suppressionHash } from "./suppression-hash.ts";
import type { Tables } from "./tables.ts";

/** What an erase takes away, counted. All zero when nothing but a suppression was known. */
export interface Erased {
  readonly subscribers: number;
  readonly consentEvents: number;
  readonly signUps: number;
  readonly mails: number;
  /** Rows of mailings, which stay without a person. */
  readonly deliveries: number;
  /** A suppression names the address, and loses it. */
  readonly isNamed: boolean;
  /**
   * A keyed hash is kept: nobody but the person can bring the address in again, and after a bounce or a complaint not
   * even they.
   */
  readonly keepsHash: boolean;
}

/**
 * Forgets a person, in one transaction: subscriber, subscriptions, tags, votes, consent log, sign-ups, mails about
 * them, and the address in what relays said. Deliveries stay without a person, so that the counts of a mailing stay
 * true. A keyed hash stays, so that no import mails them again; the links in their mails still say that they are
 * unsubscribed. `dryRun` only counts, and waits for nobody who writes.
 */
export async function erasePerson(
  store: Store,
  input: {
    readonly address: Pick<Address, "email" | "key">;
    readonly source: string;
    readonly now: Instant;
    readonly dryRun?: boolean;
  },
): Promise<Erased> {
  const { address, source, now, dryRun = false } = input;
  if (dryRun) return (await findTraces(store.db, store, address)).erased;
  return store.db.transaction().execute(async (transaction) => {
    const { subscriber, ties, isSuppressed, erased } = await findTraces(transaction, store, address);
    if (erased.keepsHash && !isSuppressed)
      await keepHash(transaction, store, { key: address.key, source, now });
    await transaction
      .updateTable("suppressions")
      .set({ email_key: null })
      .where("email_key", "=", address.key)
      .execute();
    await keepErasedTokens(transaction, store, { key: address.key, ties, now });
    await deleteMails(transaction, store, address.key);
    if (subscriber !== undefined) await deleteSubscriber(transaction, subscriber, address);
    return erased;
  });
}

async function findTraces(db: Kysely<Tables>, store: Store, { key }: Pick<Address, "key">) {
  const person = await db
    .selectFrom("subscribers")
    .select("id")
    .where("email_key", "=", key)
    .executeTakeFirst();
  const id = person?.id ?? 0;
  const ties = await db
    .selectFrom("subscriptions")
    .select(["token", "list_id"])
    .where("subscriber_id", "=", id)
    .execute();
  const hash = suppressionHash(store, key);
  const suppression = await db
    .selectFrom("suppressions")
    .select("email_key")
    .where("hash", "=", hash)
    .executeTakeFirst();
  const consent = await db
    .selectFrom("consent_events")
    .select((row) => row.fn.countAll<number>().as("rows"))
    .where("subscriber_id", "=", id)
    .executeTakeFirst();
  const signUps = await db.selectFrom("sign_ups").select("id").where("email_key", "=", key).execute();
  const mails = await db
    .selectFrom("service_mails")
    .select("id")
    .where("address_hash", "=", addressHash(store, key))
    .execute();
  const isSuppressed = suppression !== undefined;
  const subscribers = person === undefined ? 0 : 1;
  const erased: Erased = {
    subscribers,
    consentEvents: Number(consent?.rows ?? 0),
    deliveries: (await deliveriesOf(db, id)).length,
    signUps: signUps.length,
    mails: mails.length,
    isNamed: typeof suppression?.email_key === "string",
    keepsHash: isSuppressed || subscribers + signUps.length + mails.length > 0,
  };
  return { subscriber: person?.id, ties, isSuppressed, erased };
}

async function keepHash(
  db: Kysely<Tables>,
  store: Store,
  { key, source, now }: { readonly key: string; readonly source: string; readonly now: Instant },
): Promise<void> {
  const row = { email_key: null, reason: "erased", source, created_at: now } as const;
  await db
    .insertInto("suppressions")
    .values({ hash: suppressionHash(store, key), ...row })
    .execute();
}

async function deleteMails(db: Kysely<Tables>, store: Store, key: string): Promise<void> {
  await db.deleteFrom("service_mails").where("address_hash", "=", addressHash(store, key)).execute();
  await db.deleteFrom("sign_ups").where("email_key", "=", key).execute();
}

async function deleteSubscriber(
  db: Kysely<Tables>,
  subscriber: number,
  address: Pick<Address, "email" | "key">,
): Promise<void> {
  await forgetInReplies(db, subscriber, address);
  // Subscriptions, tags and votes go with it; the log may go only after it.
  await db.deleteFrom("subscribers").where("id", "=", subscriber).execute();
  await db.deleteFrom("consent_events").where("subscriber_id", "=", subscriber).execute();
}

/** Relays like to repeat the address: `550 5.1.1 <ada@example.org>: no such user`. */
async function forgetInReplies(
  db: Kysely<Tables>,
  subscriber: number,
  { key }: Pick<Address, "key">,
): Promise<void> {
  for (const { mailing, reason } of await deliveriesOf(db, subscriber))
    if (holds(reason, key))
      await db
        .updateTable("deliveries")
        .set({ reason: without(reason, key) })
        .where("mailing_id", "=", mailing)
        .where("subscriber_id", "=", subscriber)
        .execute();
  const mailings = await db
    .selectFrom("mailings")
    .select(["id", "stop_reason"])
    .where("stop_reason", "is not", null)
    .execute();
  for (const { id, stop_reason } of mailings)
    if (holds(stop_reason, key))
      await db
        .updateTable("mailings")
        .set({ stop_reason: without(stop_reason, key) })
        .where("id", "=", id)
        .execute();
}

function holds(text: string | null, key: string): boolean {
  return text?.toLowerCase().includes(key) === true;
}

function without(text: string | null, key: string): string {
  return (text ?? "").replace(new RegExp(RegExp.escape(key), "giu"), "(erased)");
}
