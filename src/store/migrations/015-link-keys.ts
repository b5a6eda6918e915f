import type { Kysely } from "kysely";

/**
 * The keys that sign links have a table of their own, so that there can be a new one and an old one can end. The key in
 * `settings` stays for the hashes of addresses. The first link key is made when the store is opened.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable("link_keys")
    .addColumn("id", "integer", (column) => column.primaryKey().autoIncrement())
    .addColumn("value", "text", (column) => column.notNull())
    .addColumn("made_at", "bigint", (column) => column.notNull())
    .addColumn("ended_at", "bigint")
    .execute();
}
