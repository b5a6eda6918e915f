import { type Kysely, sql } from "kysely";
import type { Instant } from "../base/clock.ts";
import { LetterpressError } from "../base/errors.ts";
import { type AudienceExpression, audienceText } from "../model/audience.ts";
import type { Edition } from "../model/edition.ts";
import type { Mailing } from "../model/mailing.ts";
import type { Split } from "../model/variant.ts";
import { type Audience, audience } from "./audience.ts";
import { dropFrozen } from "./drop-mailing.ts";
import { insertEditions } from "./editions.ts";
import type { Claim } from "./leases.ts";
import { findMailingRow, mailingRow, toMailing } from "./mailing-row.ts";
import { insertPublicEdition, type NewPublicEdition } from "./public-editions.ts";
import { isLost, lostReason } from "./restored.ts";
import type { Store } from "./store.ts";
import type { Tables } from "./tables.ts";
import { countVariants, variantSql } from "./variants.ts";

export { type Adopted, adoptEditions } from "./adopt-editions.ts";
export { audienceOf } from "./audience.ts";
export { type Dropped, dropUntouched, isUntouched } from "./drop-mailing.ts";
export {
  countEditions,
  editionFor,
  editionNameFor,
  editionsOf,
  editionsToSend,
  type NamedEdition,
  readEdition,
} from "./editions.ts";
export {
  claimMailing,
  type Halt,
  type Holder,
  type Measured,
  readOrders,
  releaseMailing,
  renewLease,
  senderOf,
} from "./leases.ts";
export { cancelMailing, pauseMailing, resumeScheduled, type Stopped } from "./stop-mailing.ts";
export {
  type NewPublicEdition,
  publicEditionOf,
  type ReadableMailing,
  readableMailings,
} from "./public-editions.ts";
export type { Decided, Decision } from "./uncertain.ts";

export interface NewMailing {
  readonly mailing: Pick<Mailing, "id" | "issue" | "list" | "planHash" | "date" | "sender" | "scheduledAt">;
  /** For some readers of the list only. */
  readonly only?: AudienceExpression;
  /** Who gets which edition; without it everybody's variant is `all`. */
  readonly split?: Split;
  readonly editions: readonly Edition[];
  /** What everybody may read; left out where there is no such thing. */
  readonly forAll?: NewPublicEdition | undefined;
  /** The git commit they were made from, where it is known. */
  readonly commit?: string;
  /** The readers who were approved, with their variants: a list that has changed since is not frozen. */
  readonly approved: Pick<Audience, "recipients" | "members">;
  readonly now: Instant;
  /**
   * The mailing to the same target that this one is frozen instead of, as it was found: dropped in the same transaction
   * when nobody was reached by it even now. Otherwise it stays, as any mailing that exists.
   */
  readonly replaces?: { readonly createdAt: Instant } & Pick<Claim, "isAlive">;
  /** Held from the first moment on, until the run claims it: nobody may drop what is about to be sent. */
  readonly lease?: { readonly runner: string; readonly leaseMs: number };
}

/**
 * Freezes a mailing in one transaction: the mailing (`planned`), its editions, and a `pending` delivery for every
 * reader of the audience, written by the database itself whatever the size of the list.
 * Throws LetterpressError, with nothing written and nothing dropped, when the audience is no longer the one that was
 * approved.
 * Safe to repeat: a mailing that exists is returned as it is, even when it was made from another plan; its `planHash`
 * tells.
 */
export async function createMailing(store: Store, input: NewMailing): Promise<Mailing> {
  const { mailing, editions, replaces, now } = input;
  return store.db.transaction().execute(async (transaction) => {
    if (replaces !== undefined) await dropFrozen(transaction, { mailing: mailing.id, now, ...replaces });
    const made = await insertMailing(transaction, input);
    if (made) {
      await insertEditions(transaction, mailing.id, editions, { revision: 1, commit: input.commit });
      if (input.forAll !== undefined)
        await insertPublicEdition(transaction, input.forAll, { mailing: mailing.id, revision: 1, now });
      const recipients = await insertDeliveries(transaction, input);
      const members = await frozenMembers(transaction, mailing.id);
      if (members !== input.approved.members) throw audienceChanged(input.approved.recipients, recipients);
      await transaction.updateTable("mailings").set({ recipients }).where("id", "=", mailing.id).execute();
    }
    const stored = toMailing(await mailingRow(transaction, mailing.id));
    if (
      stored.issue !== mailing.issue ||
      stored.list !== mailing.list ||
      (stored.only ?? "") !== onlyText(input.only)
    )
      throw new Error(`mailing ${mailing.id} is already ${stored.issue} to ${stored.list}`);
    return stored;
  });
}

/** As the table has it: empty for everybody on the list. */
function onlyText(only: AudienceExpression | undefined): string {
  return only === undefined ? "" : audienceText(only);
}

async function frozenMembers(db: Kysely<Tables>, mailing: number): Promise<string> {
  const frozen = db
    .selectFrom("deliveries")
    .select(["subscriber_id as id", "variant"])
    .where("mailing_id", "=", mailing);
  return (await countVariants(db, frozen)).members;
}

function audienceChanged(approved: number, found: number): LetterpressError {
  return new LetterpressError(
    "store/audience-changed",
    approved === found
      ? "The list changed while you decided: as many readers as were approved, but not the same ones, or what somebody gets has changed."
      : `The list changed while you decided: ${approved} readers were approved, now it has ${found}.`,
    "Nothing was sent. Look at the plan again and send.",
  );
}

async function insertMailing(db: Kysely<Tables>, input: NewMailing): Promise<boolean> {
  const { mailing, now, lease } = input;
  const result = await db
    .insertInto("mailings")
    .values({
      id: mailing.id,
      issue: mailing.issue,
      list_id: mailing.list,
      only_text: onlyText(input.only),
      state: "planned",
      plan_hash: mailing.planHash,
      date: mailing.date,
      sender: JSON.stringify(mailing.sender),
      recipients: 0,
      created_at: now,
      finished_at: null,
      scheduled_at: mailing.scheduledAt ?? null,
      runner: lease?.runner ?? null,
      lease_until: lease === undefined ? null : now + lease.leaseMs,
    })
    .onConflict((conflict) => conflict.column("id").doNothing())
    .executeTakeFirst();
  return result.numInsertedOrUpdatedRows === 1n;
}

async function insertDeliveries(db: Kysely<Tables>, input: NewMailing): Promise<number> {
  const { mailing, only, split, now } = input;
  const { issue, list } = mailing;
  const variant = await variantSql(db, split);
  // Somebody may have it already from a mailing that this copy of the store does not know.
  const lost = await isLost(db, issue);
  const result = await db
    .insertInto("deliveries")
    .columns(["mailing_id", "subscriber_id", "variant", "state", "reason", "attempts", "changed_at"])
    .expression(
      audience(db, { issue, list, at: mailing.date, ...(only === undefined ? {} : { only }) })
        .select([
          sql.lit(mailing.id).as("mailing_id"),
          "subscriptions.subscriber_id",
          variant.as("variant"),
          sql.lit(lost ? "uncertain" : "pending").as("state"),
          sql.lit(lost ? lostReason : null).as("reason"),
          sql.lit(0).as("attempts"),
          sql.lit(now).as("changed_at"),
        ])
        // In the order of the index, so that a million rows are appended and not scattered.
        .orderBy("subscriptions.subscriber_id"),
    )
    .executeTakeFirst();
  return Number(result.numInsertedOrUpdatedRows ?? 0n);
}

/** The mailing of this issue to this list, or to those on it for whom `only` holds. There is never more than one. */
export async function findMailing(
  store: Store,
  issue: string,
  list: string,
  only?: AudienceExpression,
): Promise<Mailing | undefined> {
  const row = await store.db
    .selectFrom("mailings")
    .selectAll()
    .where("issue", "=", issue)
    .where("list_id", "=", list)
    .where("only_text", "=", onlyText(only))
    .executeTakeFirst();
  return row === undefined ? undefined : toMailing(row);
}

export async function findMailingById(store: Store, mailing: number): Promise<Mailing | undefined> {
  const row = await findMailingRow(store.db, mailing);
  return row && toMailing(row);
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

/**
 * The mailings that go on unasked, the one whose time came first before the others: approved, with readers left to whom
 * a message may be sent, not scheduled for later, and stopped by nobody. Somebody may be sending them at this moment.
 * One that is `running` is there also without such readers: a sender that died before it gave the lease back has left
 * it so.
 */
export async function dueMailings(store: Store, now: Instant): Promise<readonly Mailing[]> {
  const rows = await store.db
    .selectFrom("mailings")
    .selectAll()
    .where("state", "in", ["planned", "running", "paused"])
    .where("stopped_by", "is", null)
    .where((mailing) => mailing.or([mailing("scheduled_at", "is", null), mailing("scheduled_at", "<=", now)]))
    .where((mailing) =>
      mailing.or([
        mailing("state", "=", "running"),
        mailing.exists(
          mailing
            .selectFrom("deliveries")
            .select(sql`1`.as("one"))
            .whereRef("deliveries.mailing_id", "=", "mailings.id")
            .where("deliveries.state", "in", ["pending", "deferred", "submitting"]),
        ),
      ]),
    )
    .orderBy(sql`coalesce(scheduled_at, created_at)`)
    .execute();
  return rows.map(toMailing);
}
