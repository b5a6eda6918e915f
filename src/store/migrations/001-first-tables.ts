import { type Kysely, sql } from "kysely";

/** The first schema. A released migration is never edited: a change is a new file with the next number. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await createPeople(db);
  await createMailings(db);
  await createDeliveries(db);
}

async function createPeople(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable("settings")
    .addColumn("name", "text", (column) => column.primaryKey())
    .addColumn("value", "text", (column) => column.notNull())
    .execute();
  // Autoincrement: the number of an erased reader is never given to another, old tokens name numbers.
  await db.schema
    .createTable("subscribers")
    .addColumn("id", "integer", (column) => column.primaryKey().autoIncrement())
    .addColumn("email", "text", (column) => column.notNull())
    .addColumn("email_key", "text", (column) => column.notNull().unique())
    .addColumn("domain", "text", (column) => column.notNull())
    .addColumn("fields", "text", (column) => column.notNull())
    .addColumn("created_at", "bigint", (column) => column.notNull())
    .execute();
  await db.schema
    .createTable("lists")
    .addColumn("id", "text", (column) => column.primaryKey())
    .addColumn("name", "text", (column) => column.notNull())
    .execute();
  await db.schema
    .createTable("subscriptions")
    .addColumn("subscriber_id", "bigint", (column) =>
      column.notNull().references("subscribers.id").onDelete("cascade"),
    )
    .addColumn("list_id", "text", (column) => column.notNull().references("lists.id"))
    .addColumn("state", "text", (column) => column.notNull())
    .addColumn("token", "text", (column) => column.notNull().unique())
    .addColumn("changed_at", "bigint", (column) => column.notNull())
    .addPrimaryKeyConstraint("subscriptions_primary_key", ["subscriber_id", "list_id"])
    .execute();
  await db.schema
    .createIndex("subscriptions_by_list")
    .on("subscriptions")
    .columns(["list_id", "state", "subscriber_id"])
    .execute();
  await db.schema
    .createTable("suppressions")
    .addColumn("email_key", "text", (column) => column.primaryKey())
    .addColumn("reason", "text", (column) => column.notNull())
    .addColumn("source", "text", (column) => column.notNull())
    .addColumn("created_at", "bigint", (column) => column.notNull())
    .execute();
}

async function createMailings(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable("mailings")
    .addColumn("id", "bigint", (column) => column.primaryKey())
    .addColumn("issue", "text", (column) => column.notNull())
    .addColumn("list_id", "text", (column) => column.notNull().references("lists.id"))
    .addColumn("state", "text", (column) => column.notNull())
    .addColumn("plan_hash", "text", (column) => column.notNull())
    .addColumn("date", "bigint", (column) => column.notNull())
    .addColumn("sender", "text", (column) => column.notNull())
    .addColumn("recipients", "integer", (column) => column.notNull())
    .addColumn("created_at", "bigint", (column) => column.notNull())
    .addColumn("finished_at", "bigint")
    .addColumn("runner", "text")
    .addColumn("lease_until", "bigint")
    .addUniqueConstraint("mailings_issue_list", ["issue", "list_id"])
    .execute();
  await db.schema
    .createTable("editions")
    .addColumn("mailing_id", "bigint", (column) => column.notNull().references("mailings.id"))
    .addColumn("variant", "text", (column) => column.notNull())
    .addColumn("digest", "text", (column) => column.notNull())
    .addColumn("content", "text", (column) => column.notNull())
    .addPrimaryKeyConstraint("editions_primary_key", ["mailing_id", "variant"])
    .execute();
}

async function createDeliveries(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable("deliveries")
    .addColumn("mailing_id", "bigint", (column) => column.notNull().references("mailings.id"))
    .addColumn("subscriber_id", "bigint", (column) => column.notNull())
    .addColumn("variant", "text", (column) => column.notNull())
    .addColumn("state", "text", (column) => column.notNull())
    .addColumn("attempts", "integer", (column) => column.notNull().defaultTo(0))
    .addColumn("due_at", "bigint")
    .addColumn("reason", "text")
    .addColumn("changed_at", "bigint", (column) => column.notNull())
    .addPrimaryKeyConstraint("deliveries_primary_key", ["mailing_id", "subscriber_id"])
    .execute();
  // One page of work, the counts and the list of the uncertain all walk this index and nothing else.
  await db.schema
    .createIndex("deliveries_by_state")
    .on("deliveries")
    .columns(["mailing_id", "state", "subscriber_id"])
    .execute();
  await db.schema
    .createIndex("deliveries_due")
    .on("deliveries")
    .columns(["mailing_id", "due_at"])
    .where(sql.ref("due_at"), "is not", null)
    .execute();
}
