import { type Kysely, type RawBuilder, type SqlBool, sql } from "kysely";
import type { Instant } from "../base/clock.ts";
import { oneOfSql } from "./field-sql.ts";
import type { Store } from "./store.ts";
import type { Tables } from "./tables.ts";

/**
 * Forgets people who were brought in as unconfirmed and are nothing else on any list, and whose last change lies before
 * a moment: with their consent log, and without a hash, since they have never said no. Some hundred in each
 * transaction, which looks for nobody but them, so that no other writer waits long. Returns how many.
 */
export async function purgeUnconfirmed({ db }: Store, before: Instant): Promise<number> {
  let purged = 0;
  for (let after = 0; ; ) {
    const page = await unconfirmedBefore(db, before, sql<SqlBool>`subscriber_id > ${after}`, pageSize);
    const last = page.at(-1);
    if (last === undefined) return purged;
    purged += await db.transaction().execute(async (transaction) => forget(transaction, before, page));
    after = last;
  }
}

/** How many that would be. */
export async function countUnconfirmed({ db }: Store, before: Instant): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(distinct subscriber_id) as count from subscriptions where ${isUnconfirmedSince(before)}`.execute(
    db,
  );
  return rows[0]?.count ?? 0;
}

/**
 * Who has confirmed since the page was read stays. Subscriptions, tags and votes go with the subscriber; the log may go
 * only after it.
 */
async function forget(db: Kysely<Tables>, before: Instant, page: readonly number[]): Promise<number> {
  const ids = await unconfirmedBefore(db, before, oneOfSql(sql.ref("subscriber_id"), page), pageSize);
  await db
    .deleteFrom("subscribers")
    .where(oneOfSql(sql.ref("id"), ids))
    .execute();
  await db
    .deleteFrom("consent_events")
    .where(oneOfSql(sql.ref("subscriber_id"), ids))
    .execute();
  return ids.length;
}

async function unconfirmedBefore(
  db: Kysely<Tables>,
  before: Instant,
  where: RawBuilder<SqlBool>,
  limit: number,
): Promise<readonly number[]> {
  const { rows } = await sql<{ id: number }>`
    select distinct subscriber_id as id from subscriptions where ${where} and ${isUnconfirmedSince(before)}
    order by subscriber_id limit ${limit}`.execute(db);
  return rows.map(({ id }) => id);
}

function isUnconfirmedSince(before: Instant): RawBuilder<SqlBool> {
  return sql<SqlBool>`subscriptions.state = 'unconfirmed' and not exists (select 1 from subscriptions as other
    where other.subscriber_id = subscriptions.subscriber_id
    and (other.state <> 'unconfirmed' or other.changed_at >= ${before}))`;
}

const pageSize = 500;
