import { type Kysely, sql } from "kysely";

/** Mailings that a person pauses or schedules, and editions that are corrected while a mailing is under way. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable("mailings").addColumn("stopped_by", "text").execute();
  await db.schema.alterTable("mailings").addColumn("scheduled_at", "bigint").execute();
  await db.schema
    .alterTable("mailings")
    .addColumn("revision", "integer", (column) => column.notNull().defaultTo(1))
    .execute();
  await rebuildEditions(db);
  await db.schema.alterTable("deliveries").addColumn("revision", "integer").execute();
  await sql`update deliveries set revision = 1 where state in ('submitted', 'submitting', 'uncertain')`.execute(
    db,
  );
}

/** SQLite cannot change a primary key, so the table is made anew, as in 002. Nothing names its rows. */
async function rebuildEditions(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable("editions_003")
    .addColumn("mailing_id", "bigint", (column) => column.notNull().references("mailings.id"))
    .addColumn("variant", "text", (column) => column.notNull())
    .addColumn("revision", "integer", (column) => column.notNull().defaultTo(1))
    .addColumn("digest", "text", (column) => column.notNull())
    .addColumn("content", "text", (column) => column.notNull())
    .addPrimaryKeyConstraint("editions_003_primary_key", ["mailing_id", "variant", "revision"])
    .execute();
  await sql`insert into editions_003 (mailing_id, variant, digest, content)
    select mailing_id, variant, digest, content from editions`.execute(db);
  await db.schema.dropTable("editions").execute();
  await db.schema.alterTable("editions_003").renameTo("editions").execute();
}
