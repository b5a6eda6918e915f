import type { Kysely } from "kysely";

/** What everybody may read of each mailing, and how readers voted. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable("public_editions")
    .addColumn("mailing_id", "bigint", (column) => column.notNull().references("mailings.id"))
    .addColumn("revision", "integer", (column) => column.notNull())
    .addColumn("digest", "text", (column) => column.notNull())
    .addColumn("wanted", "integer")
    .addColumn("made_at", "bigint", (column) => column.notNull())
    // Last, because SQLite reads a row from its beginning: who lists the issues never reads their pages.
    .addColumn("content", "text", (column) => column.notNull())
    .addPrimaryKeyConstraint("public_editions_primary_key", ["mailing_id", "revision"])
    .execute();
  // Whoever is erased takes their votes along.
  await db.schema
    .createTable("votes")
    .addColumn("mailing_id", "bigint", (column) => column.notNull().references("mailings.id"))
    .addColumn("subscriber_id", "bigint", (column) =>
      column.notNull().references("subscribers.id").onDelete("cascade"),
    )
    .addColumn("poll", "text", (column) => column.notNull())
    .addColumn("option", "text", (column) => column.notNull())
    .addColumn("at", "bigint", (column) => column.notNull())
    .addPrimaryKeyConstraint("votes_primary_key", ["mailing_id", "poll", "subscriber_id"])
    .execute();
  await db.schema.createIndex("votes_by_subscriber").on("votes").columns(["subscriber_id"]).execute();
}
