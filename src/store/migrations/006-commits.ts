import type { Kysely } from "kysely";

/** Which commit of its repository an edition was made from. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable("editions").addColumn("git_commit", "text").execute();
}
