import type { Kysely } from "kysely";

/** People who have asked to subscribe and not confirmed it, the mails that belong to that, and pauses. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await addPauses(db);
  await createSignUps(db);
  await createServiceMails(db);
}

/** The index by list has the pause, too, so that a plan still reads nothing else of a subscription. */
async function addPauses(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable("subscriptions").addColumn("paused_until", "bigint").execute();
  await db.schema.dropIndex("subscriptions_by_list").execute();
  await db.schema
    .createIndex("subscriptions_by_list")
    .on("subscriptions")
    .columns(["list_id", "state", "subscriber_id", "paused_until"])
    .execute();
}

async function createSignUps(db: Kysely<unknown>): Promise<void> {
  // Autoincrement: a link names the number, and that of a row that is gone is never given to another.
  await db.schema
    .createTable("sign_ups")
    .addColumn("id", "integer", (column) => column.primaryKey().autoIncrement())
    .addColumn("email", "text")
    .addColumn("email_key", "text")
    .addColumn("domain", "text")
    .addColumn("lists", "text", (column) => column.notNull())
    .addColumn("fields", "text", (column) => column.notNull())
    .addColumn("form", "text", (column) => column.notNull())
    .addColumn("text_version", "text")
    .addColumn("network", "text")
    .addColumn("requested_at", "bigint", (column) => column.notNull())
    .addColumn("expires_at", "bigint", (column) => column.notNull())
    .addColumn("confirmed_at", "bigint")
    .execute();
  await db.schema.createIndex("sign_ups_by_address").on("sign_ups").columns(["email_key"]).execute();
  await db.schema.createIndex("sign_ups_by_expiry").on("sign_ups").columns(["expires_at"]).execute();
}

async function createServiceMails(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable("service_mails")
    .addColumn("id", "integer", (column) => column.primaryKey().autoIncrement())
    .addColumn("kind", "text", (column) => column.notNull())
    .addColumn("sign_up_id", "bigint")
    .addColumn("subscriber_id", "bigint")
    .addColumn("list_id", "text")
    .addColumn("address_hash", "text", (column) => column.notNull())
    .addColumn("state", "text", (column) => column.notNull())
    .addColumn("sent_as", "text")
    .addColumn("attempts", "integer", (column) => column.notNull().defaultTo(0))
    .addColumn("due_at", "bigint")
    .addColumn("reason", "text")
    .addColumn("created_at", "bigint", (column) => column.notNull())
    .addColumn("changed_at", "bigint", (column) => column.notNull())
    .execute();
  await db.schema
    .createIndex("service_mails_due")
    .on("service_mails")
    .columns(["state", "due_at", "id"])
    .execute();
  await db.schema
    .createIndex("service_mails_by_address")
    .on("service_mails")
    .columns(["address_hash", "changed_at"])
    .execute();
}
