import { type Kysely, sql } from "kysely";

/**
 * How often a reader was waited for, which is not how often a message to them was started; and whether they may have a
 * copy from the time when their delivery was uncertain.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  const add = (column: string) =>
    db.schema
      .alterTable("deliveries")
      .addColumn(column, "integer", (definition) => definition.notNull().defaultTo(0))
      .execute();
  await add("waits");
  await add("may_have_copy");
  // Until now every attempt was taken for one that ended in a wait.
  await sql`update deliveries set waits = attempts where state = 'deferred'`.execute(db);
  // A revision is noted for who has a copy, and for those who were sent the message again after they were uncertain.
  await sql`
    update deliveries set may_have_copy = 1
    where state = 'uncertain' or (state in ('pending', 'deferred') and revision is not null)`.execute(db);
}
