import { type Kysely, sql } from "kysely";

/** Tags of readers, and mailings that are for some readers of a list only. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await createTags(db);
  await rebuildMailings(db);
}

async function createTags(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable("subscriber_tags")
    .addColumn("subscriber_id", "bigint", (column) =>
      column.notNull().references("subscribers.id").onDelete("cascade"),
    )
    .addColumn("tag", "text", (column) => column.notNull())
    .addPrimaryKeyConstraint("subscriber_tags_primary_key", ["subscriber_id", "tag"])
    .execute();
  await db.schema
    .createIndex("subscriber_tags_by_tag")
    .on("subscriber_tags")
    .columns(["tag", "subscriber_id"])
    .execute();
}

/**
 * SQLite cannot change a unique constraint, so the table is made anew and takes the old one's name
 * (https://www.sqlite.org/lang_altertable.html, section 7, with foreign keys off as it asks). What other databases do
 * with `alter table` has the same result; the rows of `editions` and `deliveries` are not touched.
 */
async function rebuildMailings(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable("mailings_002")
    .addColumn("id", "bigint", (column) => column.primaryKey())
    .addColumn("issue", "text", (column) => column.notNull())
    .addColumn("list_id", "text", (column) => column.notNull().references("lists.id"))
    .addColumn("only_text", "text", (column) => column.notNull().defaultTo(""))
    .addColumn("state", "text", (column) => column.notNull())
    .addColumn("plan_hash", "text", (column) => column.notNull())
    .addColumn("date", "bigint", (column) => column.notNull())
    .addColumn("sender", "text", (column) => column.notNull())
    .addColumn("recipients", "integer", (column) => column.notNull())
    .addColumn("created_at", "bigint", (column) => column.notNull())
    .addColumn("finished_at", "bigint")
    .addColumn("runner", "text")
    .addColumn("lease_until", "bigint")
    .addUniqueConstraint("mailings_issue_list_only", ["issue", "list_id", "only_text"])
    .execute();
  const columns = sql.raw(
    "id, issue, list_id, state, plan_hash, date, sender, recipients, created_at, finished_at, runner, lease_until",
  );
  await sql`insert into mailings_002 (${columns}) select ${columns} from mailings`.execute(db);
  await db.schema.dropTable("mailings").execute();
  await db.schema.alterTable("mailings_002").renameTo("mailings").execute();
  await refuseDanglingKeys(db);
}

/** Only of the rows that the rebuild moves or that name them: what else is amiss was so before, and stays as it is. */
async function refuseDanglingKeys(db: Kysely<unknown>): Promise<void> {
  const { rows } = await sql<{ table: string; parent: string }>`select "table", "parent"
    from pragma_foreign_key_check where "table" = 'mailings' or "parent" = 'mailings' limit 1`.execute(db);
  const [dangling] = rows;
  if (dangling !== undefined)
    throw new Error(`a row of ${dangling.table} names a row of ${dangling.parent} that is not there`);
}
