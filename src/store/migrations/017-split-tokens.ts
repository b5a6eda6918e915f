import { type Kysely, sql } from "kysely";

/**
 * Subscriptions are found by the first part of their token, so that the rest is compared by us and in constant time; no
 * token changes. They and the tags lie in the order of their keys, where SQLite kept each key twice: in the table and
 * in an index of it.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await rebuildSubscriptions(db);
  await rebuildTags(db);
}

/** As in 002: SQLite cannot change how a table is kept, so it is made anew and takes the old one's name. */
async function rebuildSubscriptions(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable("subscriptions_017")
    .addColumn("subscriber_id", "bigint", (column) =>
      column.notNull().references("subscribers.id").onDelete("cascade"),
    )
    .addColumn("list_id", "text", (column) => column.notNull().references("lists.id"))
    .addColumn("state", "text", (column) => column.notNull())
    .addColumn("token", "text", (column) => column.notNull())
    .addColumn("changed_at", "bigint", (column) => column.notNull())
    .addColumn("paused_until", "bigint")
    // `finderOf` in base/subscription-token.ts says the same. It takes no room here, only in its index.
    .addColumn("finder", "text", (column) =>
      column.generatedAlwaysAs(sql`substr(token, 1, length(token) - 26)`).notNull(),
    )
    .addPrimaryKeyConstraint("subscriptions_primary_key", ["subscriber_id", "list_id"])
    .modifyEnd(sql`without rowid`)
    .execute();
  const columns = sql.raw("subscriber_id, list_id, state, token, changed_at, paused_until");
  await sql`insert into subscriptions_017 (${columns}) select ${columns} from subscriptions
    order by subscriber_id, list_id`.execute(db);
  await db.schema.dropTable("subscriptions").execute();
  await db.schema.alterTable("subscriptions_017").renameTo("subscriptions").execute();
  await db.schema
    .createIndex("subscriptions_by_list")
    .on("subscriptions")
    .columns(["list_id", "state", "subscriber_id", "paused_until"])
    .execute();
  await db.schema.createIndex("subscriptions_by_finder").on("subscriptions").column("finder").execute();
}

async function rebuildTags(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable("subscriber_tags_017")
    .addColumn("subscriber_id", "bigint", (column) =>
      column.notNull().references("subscribers.id").onDelete("cascade"),
    )
    .addColumn("tag", "text", (column) => column.notNull())
    .addPrimaryKeyConstraint("subscriber_tags_primary_key", ["subscriber_id", "tag"])
    .modifyEnd(sql`without rowid`)
    .execute();
  await sql`insert into subscriber_tags_017 (subscriber_id, tag) select subscriber_id, tag from subscriber_tags
    order by subscriber_id, tag`.execute(db);
  await db.schema.dropTable("subscriber_tags").execute();
  await db.schema.alterTable("subscriber_tags_017").renameTo("subscriber_tags").execute();
  await db.schema
    .createIndex("subscriber_tags_by_tag")
    .on("subscriber_tags")
    .columns(["tag", "subscriber_id"])
    .execute();
}
