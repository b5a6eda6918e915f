import { type Kysely, sql } from "kysely";
import { randomKey } from "../../base/token.ts";
import { suppressionHash } from "../suppression-hash.ts";

/** The consent log, suppressions that outlive the address they are of, and the unsubscribe links of who was erased. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await createConsentLog(db);
  await rebuildSuppressions(db.withTables<OldTables>());
  await db.schema
    .createTable("erased_tokens")
    .addColumn("token_hash", "text", (column) => column.primaryKey())
    .addColumn("list_id", "text", (column) => column.notNull())
    .addColumn("erased_at", "bigint", (column) => column.notNull())
    .execute();
}

async function createConsentLog(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable("consent_events")
    .addColumn("id", "integer", (column) => column.primaryKey().autoIncrement())
    .addColumn("subscriber_id", "bigint", (column) => column.notNull())
    .addColumn("list_id", "text")
    .addColumn("type", "text", (column) => column.notNull())
    .addColumn("at", "bigint", (column) => column.notNull())
    .addColumn("source", "text", (column) => column.notNull())
    .addColumn("text_version", "text")
    .addColumn("network", "text")
    .addColumn("detail", "text")
    .execute();
  await db.schema
    .createIndex("consent_events_by_subscriber")
    .on("consent_events")
    .columns(["subscriber_id", "id"])
    .execute();
  await sql`create trigger consent_events_stay before update on consent_events
    begin select raise(abort, 'an event of the consent log is never changed'); end`.execute(db);
  await sql`create trigger consent_events_go_with_their_person before delete on consent_events
    when exists (select 1 from subscribers where subscribers.id = old.subscriber_id)
    begin select raise(abort, 'the consent log of a person goes only when they are erased'); end`.execute(db);
}

type OldTables = {
  readonly settings: { readonly name: string; readonly value: string };
  readonly suppressions: OldSuppression & { readonly email_key: string };
  readonly suppressions_010: OldSuppression & { readonly hash: string; readonly email_key: string };
};

interface OldSuppression {
  readonly reason: string;
  readonly source: string;
  readonly created_at: number;
}

async function rebuildSuppressions(db: Kysely<OldTables>): Promise<void> {
  await db.schema
    .createTable("suppressions_010")
    .addColumn("hash", "text", (column) => column.primaryKey())
    .addColumn("email_key", "text", (column) => column.unique())
    .addColumn("reason", "text", (column) => column.notNull())
    .addColumn("source", "text", (column) => column.notNull())
    .addColumn("created_at", "bigint", (column) => column.notNull())
    .execute();
  for (let after = ""; ; ) {
    const rows = await db
      .selectFrom("suppressions")
      .selectAll()
      .where("email_key", ">", after)
      .orderBy("email_key")
      .limit(page)
      .execute();
    const last = rows.at(-1);
    if (last === undefined) break;
    const key = await keyOf(db);
    const hashed = rows.map((row) => ({ ...row, hash: suppressionHash({ key }, row.email_key) }));
    await db.insertInto("suppressions_010").values(hashed).execute();
    after = last.email_key;
  }
  await db.schema.dropTable("suppressions").execute();
  await db.schema.alterTable("suppressions_010").renameTo("suppressions").execute();
  await guardSuppressions(db);
}

/**
 * They only grow: a row is never taken away, and may change only to lose its address, or when it was `erased` and a
 * graver reason comes.
 */
async function guardSuppressions(db: Kysely<OldTables>): Promise<void> {
  await sql`create trigger suppressions_stay before delete on suppressions
    begin select raise(abort, 'a suppression is never taken away'); end`.execute(db);
  await sql`create trigger suppressions_keep_their_reason before update on suppressions
    when new.hash <> old.hash or (old.reason <> 'erased' and (new.email_key is not null and new.email_key is not old.email_key
      or new.reason <> old.reason or new.source <> old.source or new.created_at <> old.created_at))
    begin select raise(abort, 'the reason of a suppression is never changed'); end`.execute(db);
}

/** The key of the store; a store that was never opened has none yet. */
async function keyOf(db: Kysely<OldTables>): Promise<string> {
  const stored = await db.selectFrom("settings").select("value").where("name", "=", "key").executeTakeFirst();
  if (stored !== undefined) return stored.value;
  const value = randomKey();
  await db.insertInto("settings").values({ name: "key", value }).execute();
  return value;
}

const page = 1_000;
