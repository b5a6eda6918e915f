import { type Kysely, sql } from "kysely";
import type { Instant } from "../base/clock.ts";
import { LetterpressError } from "../base/errors.ts";
import { type Edition, parseEdition, serialiseEdition } from "../model/edition.ts";
import type { Mailing } from "../model/mailing.ts";
import { audience } from "./audience.ts";
import { mailingRow, toMailing } from "./mailing-row.ts";
import type { Store } from "./store.ts";
import type { Tables } from "./tables.ts";

export { audienceOf } from "./audience.ts";
export { claimMailing, releaseMailing, renewLease } from "./leases.ts";

export interface NewMailing {
  readonly mailing: Omit<Mailing, "recipients" | "state" | "createdAt" | "finishedAt">;
  readonly editions: readonly Edition[];
  /** How many readers were approved: a list that has changed since is not frozen. */
  readonly approved: number;
  readonly now: Instant;
}

/**
 * Freezes a mailing in one transaction: the mailing (`planned`), its editions, and a `pending` delivery for every
 * reader of the audience, written by the database itself whatever the size of the list.
 * Throws LetterpressError, with nothing written, when the audience is no longer as large as what was approved.
 * Safe to repeat: a mailing that exists is returned as it is, even when it was made from another plan; its `planHash`
 * tells.
 */
export async function createMailing(store: Store, input: NewMailing): Promise<Mailing> {
  const { mailing, editions, now } = input;
  return store.db.transaction().execute(async (transaction) => {
    const made = await insertMailing(transaction, mailing, now);
    if (made) {
      await insertEditions(transaction, mailing.id, editions);
      const recipients = await insertDeliveries(transaction, mailing, now);
      if (recipients !== input.approved) throw audienceChanged(input.approved, recipients);
      await transaction.updateTable("mailings").set({ recipients }).where("id", "=", mailing.id).execute();
    }
    const stored = toMailing(await mailingRow(transaction, mailing.id));
    if (stored.issue !== mailing.issue || stored.list !== mailing.list)
      throw new Error(`mailing ${mailing.id} is already ${stored.issue} to ${stored.list}`);
    return stored;
  });
}

function audienceChanged(approved: number, found: number): LetterpressError {
  return new LetterpressError(
    "store/audience-changed",
    `The list changed while you decided: ${approved} readers were approved, now it has ${found}.`,
    "Nothing was sent. Look at the plan again and send.",
  );
}

async function insertMailing(
  db: Kysely<Tables>,
  mailing: NewMailing["mailing"],
  now: Instant,
): Promise<boolean> {
  const result = await db
    .insertInto("mailings")
    .values({
      id: mailing.id,
      issue: mailing.issue,
      list_id: mailing.list,
      state: "planned",
      plan_hash: mailing.planHash,
      date: mailing.date,
      sender: JSON.stringify(mailing.sender),
      recipients: 0,
      created_at: now,
      finished_at: null,
      runner: null,
      lease_until: null,
    })
    .onConflict((conflict) => conflict.column("id").doNothing())
    .executeTakeFirst();
  return result.numInsertedOrUpdatedRows === 1n;
}

async function insertEditions(db: Kysely<Tables>, mailing: number, editions: readonly Edition[]) {
  for (const edition of editions) {
    const content = serialiseEdition(edition);
    const { variant, digest } = edition;
    await db.insertInto("editions").values({ mailing_id: mailing, variant, digest, content }).execute();
  }
}

async function insertDeliveries(
  db: Kysely<Tables>,
  mailing: NewMailing["mailing"],
  now: Instant,
): Promise<number> {
  const result = await db
    .insertInto("deliveries")
    .columns(["mailing_id", "subscriber_id", "variant", "state", "attempts", "changed_at"])
    .expression(
      audience(db, mailing)
        .select([
          sql.lit(mailing.id).as("mailing_id"),
          "subscriptions.subscriber_id",
          sql.lit("all").as("variant"),
          sql.lit("pending").as("state"),
          sql.lit(0).as("attempts"),
          sql.lit(now).as("changed_at"),
        ])
        // In the order of the index, so that a million rows are appended and not scattered.
        .orderBy("subscriptions.subscriber_id"),
    )
    .executeTakeFirst();
  return Number(result.numInsertedOrUpdatedRows ?? 0n);
}

/** The mailing of this issue to this list. There is never more than one. */
export async function findMailing(store: Store, issue: string, list: string): Promise<Mailing | undefined> {
  const row = await store.db
    .selectFrom("mailings")
    .selectAll()
    .where("issue", "=", issue)
    .where("list_id", "=", list)
    .executeTakeFirst();
  return row === undefined ? undefined : toMailing(row);
}

/** Every mailing, or every mailing of one issue, the newest first. */
export async function listMailings(store: Store, issue?: string): Promise<readonly Mailing[]> {
  const rows = await store.db
    .selectFrom("mailings")
    .selectAll()
    .$if(issue !== undefined, (select) => select.where("issue", "=", issue ?? ""))
    .orderBy("created_at", "desc")
    .orderBy("id")
    .execute();
  return rows.map(toMailing);
}

/** The editions frozen with a mailing; throws when one no longer has the digest it was stored under. */
export async function editionsOf(store: Store, mailing: number): Promise<readonly Edition[]> {
  const rows = await store.db
    .selectFrom("editions")
    .select(["content", "digest"])
    .where("mailing_id", "=", mailing)
    .orderBy("variant")
    .execute();
  return rows.map(({ content, digest }) => parseEdition(content, digest));
}
