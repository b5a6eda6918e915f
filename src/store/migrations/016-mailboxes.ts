import type { Kysely } from "kysely";

/** Mails of the readers' service are counted by the mailbox, too, however its address is written. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable("service_mails").addColumn("mailbox_hash", "text").execute();
  await db.schema
    .createIndex("service_mails_by_mailbox")
    .on("service_mails")
    .columns(["mailbox_hash", "changed_at"])
    .execute();
}
