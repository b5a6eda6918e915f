import type { Kysely } from "kysely";

/** Through which relay each reader was submitted; of mailings before this nobody knows. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable("deliveries").addColumn("relay", "text").execute();
}
