import { type Kysely, type SqlBool, sql } from "kysely";
import { type Claim, type Holder, holderOf } from "./leases.ts";
import { findMailingRow, type MailingRow } from "./mailing-row.ts";
import type { Store } from "./store.ts";
import type { Tables } from "./tables.ts";

export type Dropped =
  | { readonly status: "dropped" }
  /**
   * Somebody may have a copy, or was left out already, or another sender froze it anew: it goes on as it was frozen.
   */
  | { readonly status: "touched" }
  | ({ readonly status: "held" } & Holder);

/**
 * Takes a mailing away of which no message was ever started: what was approved never left, so it may be corrected and
 * approved anew. Refuses when somebody holds its lease, when it is finished, and when any reader was attempted or
 * settled, but for those whom its cancellation skipped. With `createdAt`, one that was frozen anew since is left alone.
 */
export async function dropUntouched(store: Store, drop: Drop): Promise<Dropped> {
  return store.db.transaction().execute(async (transaction) => dropFrozen(transaction, drop));
}

type Drop = Pick<Claim, "mailing" | "createdAt" | "now" | "isAlive">;

export async function dropFrozen(db: Kysely<Tables>, drop: Drop): Promise<Dropped> {
  const row = await findMailingRow(db, drop.mailing);
  if (row === undefined) return { status: "dropped" };
  const holder = holderOf(row, drop);
  if (holder !== undefined) return { status: "held", ...holder };
  const isMeant = row.created_at === (drop.createdAt ?? row.created_at);
  if (!isMeant || !(await neverAttempted(db, row))) return { status: "touched" };
  await db.deleteFrom("deliveries").where("mailing_id", "=", row.id).execute();
  await db.deleteFrom("public_editions").where("mailing_id", "=", row.id).execute();
  await db.deleteFrom("editions").where("mailing_id", "=", row.id).execute();
  await db.deleteFrom("mailings").where("id", "=", row.id).execute();
  return { status: "dropped" };
}

/** Whether `dropUntouched` would drop it now, but for a lease. */
export async function isUntouched(store: Store, mailing: number): Promise<boolean> {
  const row = await findMailingRow(store.db, mailing);
  return row !== undefined && neverAttempted(store.db, row);
}

async function neverAttempted(db: Kysely<Tables>, row: MailingRow): Promise<boolean> {
  if (row.state === "finished") return false;
  const cancelled = sql<SqlBool>`(state = 'skipped' and coalesce(reason, '') = 'cancelled')`;
  const touched = await db
    .selectFrom("deliveries")
    .select("state")
    .where("mailing_id", "=", row.id)
    .where((delivery) =>
      delivery.or([
        delivery.and([delivery("state", "<>", "pending"), delivery.not(cancelled)]),
        delivery("attempts", ">", 0),
      ]),
    )
    .limit(1)
    .executeTakeFirst();
  return touched === undefined;
}
