import { closeSync, mkdirSync, openSync, statSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { pathToFileURL } from "node:url";
import { faultText, LetterpressError, systemCode } from "../base/errors.ts";
import { sqliteFault } from "./sqlite-faults.ts";
import { syncNewFolders } from "./sync-folder.ts";

/**
 * Opens the file, or makes it and its folder, so that a commit is on the disk before the call returns. Foreign keys are
 * not enforced yet: a migration may have to make a table anew, and inside its transaction they cannot be switched off.
 * With the `number` of a file that is open already nothing is made, and no other file is written.
 */
export function openSqliteFile(file: string, number?: bigint): DatabaseSync {
  if (number === undefined) createFile(file);
  else filePlace(file, number)();
  let database: DatabaseSync | undefined;
  try {
    const place = number === undefined ? file : withoutMaking(file);
    database = new DatabaseSync(place, { timeout: 5000, enableForeignKeyConstraints: false });
    // Once more, since it may have been replaced just before.
    if (number !== undefined) filePlace(file, number)();
    claimFile(database, file);
    // NORMAL leaves it to us to sync the log after a commit (wal-sync.ts); FULL would do it while every socket waits.
    database.exec("pragma journal_mode = wal; pragma synchronous = normal;");
    // Only macOS tells a sync from one that reaches the drive; Node's own sync of the log is of the second kind there.
    database.exec("pragma checkpoint_fullfsync = on");
    // What is deleted is overwritten: nobody who was erased, and no sign-up that expired, can be read out of the free
    // pages.
    database.exec("pragma secure_delete = on");
    // From here on the dialect waits for locks; SQLite's own waiting would stop every socket of this process.
    database.exec("pragma busy_timeout = 0");
    return database;
  } catch (fault) {
    database?.close();
    throw sqliteFault(fault, file);
  }
}

/** From here on a row that names another one which is not there is refused. Once, when the schema is up to date. */
export function enforceForeignKeys(database: DatabaseSync): void {
  database.exec("pragma foreign_keys = on");
}

/**
 * Throws when the file that was opened is not there any more: deleted, or another one put in its place. An open file
 * can be written long after its name is gone, and nobody would ever read what is recorded there. Compared are the
 * numbers of the files (inodes), which costs a few microseconds.
 */
export function filePlace(file: string, opened: bigint | undefined): () => void {
  return () => {
    if (fileNumber(file) === opened) return;
    throw new LetterpressError(
      "store/gone",
      `${file} is not there any more: it was deleted or replaced while it was in use.`,
      "Nothing is sent that cannot be recorded. Put the newest copy back, then run the command again.",
    );
  };
}

/** By which a file is known from another of its name. */
export function fileNumber(file: string): bigint | undefined {
  return statSync(file, { bigint: true, throwIfNoEntry: false })?.ino;
}

/** SQLite would make a file that is not there (https://www.sqlite.org/uri.html, `mode`). */
function withoutMaking(file: string): URL {
  const url = pathToFileURL(resolve(file));
  url.searchParams.set("mode", "rw");
  return url;
}

/**
 * Made by us before SQLite would make it: addresses of readers are for this user only. The name of its folder is
 * synced, because that may be as new as the file: what else lies there had no reason to. The name of the file itself is
 * synced by SQLite, with that of its log.
 */
function createFile(file: string): void {
  const folder = resolve(dirname(file));
  try {
    const topmost = mkdirSync(folder, { recursive: true, mode: 0o700 });
    const isNew = makeFile(file);
    if (isNew || topmost !== undefined) syncNewFolders(folder, topmost ?? folder);
  } catch (fault) {
    throw new LetterpressError(
      "store/unreadable",
      `${file} could not be created: ${faultText(fault)}.`,
      "Check the path of the store in letterpress.yaml and that this user may write to that folder.",
      { cause: fault },
    );
  }
}

/** False when it is there. */
function makeFile(file: string): boolean {
  try {
    closeSync(openSync(file, "ax", 0o600));
    return true;
  } catch (fault) {
    if (systemCode(fault) === "EEXIST") return false;
    throw fault;
  }
}

/** Marks a new file as ours, and refuses a database that another program made. */
function claimFile(database: DatabaseSync, file: string): void {
  // In this order: another process may be making the same store, and it marks the file before it makes tables.
  const tables = database.prepare("select count(*) as count from sqlite_master").get()?.count;
  const mark = database.prepare("pragma application_id").get()?.application_id;
  if (mark === applicationId) return;
  if (mark !== 0 || tables !== 0)
    throw new LetterpressError(
      "store/not-a-store",
      `${file} is not a Letterpress store: it is the database of another program.`,
      "Check the path of the store in letterpress.yaml, or name a file that does not exist yet.",
    );
  database.exec(`pragma application_id = ${applicationId}`);
}

/** "LPRS": names the program in the header of the file (https://www.sqlite.org/fileformat.html, offset 68). */
export const applicationId = 0x4c505253;
