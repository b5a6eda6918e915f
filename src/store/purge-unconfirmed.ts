import { type Kysely, sql } from "kysely";
import type { Instant } from "../base/clock.ts";
import { oneOfSql } from "./field-sql.ts";
import type { Store } from "./store.ts";
import type { Tables } from "./tables.ts";

/**
 * Forgets people who were brought in as unconfirmed and are nothing else on any list, and whose last change lies before a moment: with their
 * consent log, and without a hash, since they have never said no. Some hundred in each transaction, so that nobody waits long. Returns how many.
 */
export async function purgeUnconfirmed(store: Store, before: Instant): Promise<number> {
  let purged = 0;
  for (let count = pageSize; count === pageSize; purged += count)
    count = await store.db.transaction().execute(async (transaction) => {
      const ids = (await unconfirmedBefore(transaction, before, pageSize)).map(({ id }) => id);
      // Subscriptions, tags and votes go with the subscriber; the log may go only after it.
      await transaction
        .deleteFrom("subscribers")
        .where(oneOfSql(sql.ref("id"), ids))
        .execute();
      await transaction
        .deleteFrom("consent_events")
        .where(oneOfSql(sql.ref("subscriber_id"), ids))
        .execute();
      return ids.length;
    });
  return purged;
}

/** How many that would be. */
export async function countUnconfirmed({ db }: Store, before: Instant): Promise<number> {
  return (await unconfirmedBefore(db, before)).length;
}

async function unconfirmedBefore(
  db: Kysely<Tables>,
  before: Instant,
  limit = Number.MAX_SAFE_INTEGER,
): Promise<readonly { readonly id: number }[]> {
  const { rows } = await sql<{ id: number }>`
    select subscriber_id as id from subscriptions group by subscriber_id
    having min(state = 'unconfirmed') = 1 and max(changed_at) < ${before}
    order by subscriber_id limit ${limit}`.execute(db);
  return rows;
}

const pageSize = 500;
