import type { Kysely } from "kysely";

/** How many readers had been submitted at a moment of the last minute, so that who looks can tell how fast it goes. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable("mailings").addColumn("measured_at", "bigint").execute();
  await db.schema.alterTable("mailings").addColumn("measured_submitted", "integer").execute();
}
