import type { Kysely } from "kysely";

/**
 * The links of who was erased know whose they were, without an address, and lead to that person again once they are
 * back.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable("erased_tokens").addColumn("address_hash", "text").execute();
  await db.schema.alterTable("erased_tokens").addColumn("subscriber_id", "bigint").execute();
  await db.schema
    .createIndex("erased_tokens_by_address")
    .on("erased_tokens")
    .columns(["address_hash"])
    .execute();
}
