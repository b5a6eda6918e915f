import { accessSync, constants, existsSync, statfsSync, statSync } from "node:fs";
import { dirname } from "node:path";
import { DatabaseSync } from "node:sqlite";
import type { Instant } from "../base/clock.ts";
import { LetterpressError } from "../base/errors.ts";
import { migrations } from "./migrations/all.ts";
import { applicationId } from "./sqlite-file.ts";
import { sqliteFault } from "./sqlite-faults.ts";

/**
 * A store as somebody finds it who changes nothing: it is not brought to the schema of this version, and no list is
 * written.
 */
export type InspectedStore =
  | { readonly status: "absent" }
  | { readonly status: "unusable"; readonly fault: LetterpressError }
  | {
      readonly status: "open";
      readonly bytes: number;
      /** Of its write-ahead log, which is worked into it again and again. */
      readonly logBytes: number;
      /** What SQLite finds damaged, the first few; none when it is whole. */
      readonly damages: readonly string[];
      /** How many steps its schema is behind this version; undefined: it is of a newer one. */
      readonly stepsBehind?: number;
      readonly isWritable: boolean;
      /** When the newest thing in it happened; undefined when there is none, or the schema is another. */
      readonly newestAt?: Instant;
      /** Confirmed readers by list, those who pause included; of a store of this version. */
      readonly readers: Readonly<Record<string, number>>;
      /** Readers whose address needs a relay with SMTPUTF8. */
      readonly beyondAscii: number;
    };

/** Looks at the file beside whoever uses it. */
export function inspectStore(file: string): InspectedStore {
  if (!existsSync(file)) return { status: "absent" };
  const unfit = noFile(file);
  if (unfit !== undefined) return { status: "unusable", fault: unfit };
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(file, { readOnly: true, timeout: 5_000 });
    return isOurs(database) ? seenIn(database, file) : { status: "unusable", fault: foreign(file) };
  } catch (fault) {
    const known = sqliteFault(fault, file);
    if (known instanceof LetterpressError) return { status: "unusable", fault: known };
    throw fault;
  } finally {
    database?.close();
  }
}

/** Bytes that this user may still write beside the file, or where its folder will be. */
export function roomBeside(file: string): number {
  let folder = dirname(file);
  while (!existsSync(folder) && folder !== dirname(folder)) folder = dirname(folder);
  const { bavail, bsize } = statfsSync(folder);
  return bavail * bsize;
}

function isOurs(database: DatabaseSync): boolean {
  return database.prepare("pragma application_id").get()?.application_id === applicationId;
}

function seenIn(database: DatabaseSync, file: string): InspectedStore {
  const damages = damagesOf(database);
  const stepsBehind = stepsBehindOf(database);
  const isCurrent = damages.length === 0 && stepsBehind === 0;
  return {
    status: "open",
    bytes: sizeOf(file),
    logBytes: sizeOf(`${file}-wal`),
    damages,
    ...(stepsBehind === undefined ? {} : { stepsBehind }),
    isWritable: mayWrite(file) && mayWrite(dirname(file)),
    ...(isCurrent ? countsOf(database) : { readers: {}, beyondAscii: 0 }),
  };
}

function damagesOf(database: DatabaseSync): readonly string[] {
  const found = database.prepare("pragma integrity_check(5)").all();
  const texts = found.map(({ integrity_check: text }) => String(text));
  return texts.length === 1 && texts[0] === "ok" ? [] : texts;
}

function stepsBehindOf(database: DatabaseSync): number | undefined {
  const isMade =
    database.prepare("select 1 from sqlite_master where name = 'migrations'").get() !== undefined;
  const done = isMade
    ? database
        .prepare("select name from migrations")
        .all()
        .map(({ name }) => String(name))
    : [];
  if (done.some((name) => !Object.hasOwn(migrations, name))) return undefined;
  return Object.keys(migrations).length - done.length;
}

function countsOf(database: DatabaseSync) {
  const newest = database.prepare(newestSql).get()?.at;
  const lists = database
    .prepare(
      "select list_id, count(*) as count from subscriptions where state = 'confirmed' group by list_id",
    )
    .all();
  const beyond = database
    .prepare(
      "select count(*) as count from subscribers where email glob '*[^ -~]*' and id in (select subscriber_id from subscriptions where state = 'confirmed')",
    )
    .get();
  return {
    ...(typeof newest === "number" ? { newestAt: newest } : {}),
    readers: Object.fromEntries(lists.map(({ list_id, count }) => [String(list_id), Number(count)])),
    beyondAscii: Number(beyond?.count ?? 0),
  };
}

/** Where time is written at the end of a table: the last line of the log, the mailings, what relays took. */
const newestSql = `select max(at) as at from (
  select at from (select at from consent_events order by id desc limit 1)
  union all select max(created_at) from mailings
  union all select max(finished_at) from mailings
  union all select max(last_at) from relay_usage)`;

function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}

function mayWrite(path: string): boolean {
  try {
    accessSync(path, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

/** What stands there and is not even a database of somebody. */
function noFile(file: string): LetterpressError | undefined {
  const found = statSync(file, { throwIfNoEntry: false });
  if (found?.isDirectory() === true)
    return new LetterpressError(
      "store/not-a-store",
      `${file} is a folder, where the file of the store should be.`,
      "Name a file in letterpress.yaml, such as store: letterpress.sqlite.",
    );
  if (found?.size === 0)
    return new LetterpressError(
      "store/not-a-store",
      `${file} is empty: it has no bytes, and no readers in it.`,
      "If there were readers, put the newest backup back; if not, delete the file, and the first import makes a store.",
    );
  return undefined;
}

function foreign(file: string): LetterpressError {
  return new LetterpressError(
    "store/not-a-store",
    `${file} is not a Letterpress store: it is the database of another program.`,
    "Check the path of the store in letterpress.yaml, or name a file that does not exist yet.",
  );
}
