import type { Kysely } from "kysely";

/** Why the last run of a mailing ended before everybody had it, so that who looks later reads it, too. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable("mailings").addColumn("stop_reason", "text").execute();
}
