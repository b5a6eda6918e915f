import { sql } from "kysely";
import type { Store } from "./store.ts";

/**
 * Moves what the log beside the store still holds into the store, and empties it: only then nothing of who was erased
 * is in either file. False when another process reads or writes at this moment: then the log keeps it until it is empty
 * the next time.
 */
export async function emptyLog(store: Store): Promise<boolean> {
  const { rows } = await sql<{ busy: number }>`pragma wal_checkpoint(truncate)`.execute(store.db);
  return rows[0]?.busy === 0;
}
