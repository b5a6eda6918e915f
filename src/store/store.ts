import { Kysely, sql } from "kysely";
import { type Clock, type Instant, systemClock } from "../base/clock.ts";
import { randomKey } from "../base/token.ts";
import { migrateStore } from "./migrate.ts";
import { NodeSqliteDialect, type Waiting } from "./sqlite-dialect.ts";
import { enforceForeignKeys, fileNumber, openSqliteFile } from "./sqlite-file.ts";
import type { Tables } from "./tables.ts";

/** Subscribers, subscriptions and the ledger of every mailing. */
export interface Store {
  /** @internal For the queries of this room: no program that uses the package sees it. */
  readonly db: Kysely<Tables>;
  /** The path it was opened with. */
  readonly file: string;
  /** Of the file that was opened, whatever has its name by now. */
  readonly fileNumber: bigint | undefined;
  /** A random key made once with the store, for the hashes of addresses. What signs links is asked for: `linkKey`. */
  readonly key: string;
  close(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

/**
 * Opens the store in `file`; makes the folder, the file and the tables when they are missing. Throws a LetterpressError
 * when the file is no store, is damaged, locked, not writable, or from a newer version. `fileNumber` is that of a store
 * which is open already: then nothing is made, and another file of that name is refused.
 */
export async function openStore(
  options: Waiting & {
    readonly file: string;
    readonly fileNumber?: bigint | undefined;
    readonly clock?: Clock;
  },
): Promise<Store> {
  const { file, clock = systemClock } = options;
  const database = openSqliteFile(file, options.fileNumber);
  const number = fileNumber(file);
  const db = new Kysely<Tables>({ dialect: new NodeSqliteDialect(database, file, options) });
  try {
    await migrateStore(db, file);
    enforceForeignKeys(database);
    const key = await readKey(db, clock);
    await makeFirstLinkKey(db, clock.now());
    return new OpenStore(db, file, number, key);
  } catch (fault) {
    await db.destroy();
    throw fault;
  }
}

/** Whether queries are answered. */
export async function isReadable({ db }: Store): Promise<boolean> {
  try {
    await db.selectFrom("settings").select("name").limit(1).execute();
    return true;
  } catch {
    return false;
  }
}

class OpenStore implements Store {
  readonly db: Kysely<Tables>;
  readonly file: string;
  readonly fileNumber: bigint | undefined;
  readonly key: string;

  constructor(db: Kysely<Tables>, file: string, number: bigint | undefined, key: string) {
    this.db = db;
    this.file = file;
    this.fileNumber = number;
    this.key = key;
  }

  async close(): Promise<void> {
    await this.db.destroy();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }
}

/** The key of the store; the first process that asks makes it. */
async function readKey(db: Kysely<Tables>, clock: Clock): Promise<string> {
  const stored = await settingOf(db, "key");
  if (stored !== undefined) return stored;
  await db
    .insertInto("settings")
    .values([
      { name: "key", value: randomKey() },
      { name: "created-at", value: String(clock.now()) },
    ])
    .onConflict((conflict) => conflict.column("name").doNothing())
    .execute();
  return (await settingOf(db, "key")) ?? "";
}

/** What signs links in a store that is opened for the first time; the first process makes it. */
async function makeFirstLinkKey(db: Kysely<Tables>, now: Instant): Promise<void> {
  const any = await db.selectFrom("link_keys").select("id").limit(1).executeTakeFirst();
  if (any !== undefined) return;
  await sql`insert into link_keys (value, made_at) select ${randomKey()}, ${now}
    where not exists (select 1 from link_keys)`.execute(db);
}

async function settingOf(db: Kysely<Tables>, name: string): Promise<string | undefined> {
  const row = await db.selectFrom("settings").select("value").where("name", "=", name).executeTakeFirst();
  return row?.value;
}
