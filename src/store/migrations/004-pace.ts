import type { Kysely } from "kysely";

/** What was started through each relay, so that a pace holds across runs, and the readers of a domain by id. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable("relay_usage")
    .addColumn("relay", "text", (column) => column.notNull())
    .addColumn("domain", "text", (column) => column.notNull())
    .addColumn("minute_at", "bigint", (column) => column.notNull())
    .addColumn("last_at", "bigint", (column) => column.notNull())
    .addColumn("messages", "integer", (column) => column.notNull())
    .addPrimaryKeyConstraint("relay_usage_primary_key", ["minute_at", "relay", "domain"])
    .execute();
  await db.schema
    .createTable("relay_days")
    .addColumn("relay", "text", (column) => column.primaryKey())
    .addColumn("days", "integer", (column) => column.notNull())
    .addColumn("began_at", "bigint", (column) => column.notNull())
    .execute();
  await db.schema.createIndex("subscribers_by_domain").on("subscribers").columns(["domain", "id"]).execute();
}
