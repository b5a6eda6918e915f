import { sql } from "kysely";
import type { Store } from "./store.ts";

/**
 * Makes room for writing a million rows: 32 MB of pages are kept in memory and 16 MB of temporary ones, and the log may
 * grow to 128 MB before it is copied into the database. Indexes are in no order that a file comes in, so with less each
 * page of them is written over and over. Until it is disposed.
 */
export async function roomForWrites(store: Store): Promise<AsyncDisposable> {
  await sql`pragma cache_size = -32768`.execute(store.db);
  await sql`pragma temp.cache_size = -16384`.execute(store.db);
  await sql`pragma wal_autocheckpoint = 32000`.execute(store.db);
  return {
    async [Symbol.asyncDispose]() {
      // What SQLite begins with (https://www.sqlite.org/pragma.html).
      await sql`pragma cache_size = -2000`.execute(store.db);
      await sql`pragma temp.cache_size = -2000`.execute(store.db);
      await sql`pragma wal_autocheckpoint = 1000`.execute(store.db);
    },
  };
}
