import { sql } from "kysely";
import { rowsSql } from "./rows-sql.ts";
import type { Store } from "./store.ts";

/** An address of a file, and the line on which it stands. */
export interface Mark {
  /** The lower-case address. */
  readonly key: string;
  readonly line: number;
}

/**
 * Which addresses of a file have been read already, and on which line: in a table that only this connection sees and that goes with
 * it. So that a file of any size takes no more memory, and the store does not grow by it.
 */
export interface ImportMarks extends AsyncDisposable {
  /** Marks addresses, no two of which are the same; answers with the lines of those that were marked before. */
  note(marks: readonly Mark[]): Promise<ReadonlyMap<string, number>>;
}

export async function openImportMarks(store: Store): Promise<ImportMarks> {
  await sql`drop table if exists temp.import_marks`.execute(store.db);
  await sql`create temp table import_marks (key text primary key, line integer not null) without rowid`.execute(
    store.db,
  );
  return {
    async note(marks) {
      if (marks.length === 0) return new Map();
      const rows = marks.map(({ key, line }) => [key, line]);
      const marked = await sql`insert into temp.import_marks (key, line)
        select * from ${rowsSql(["key", "line"], rows)} where true on conflict (key) do nothing`.execute(
        store.db,
      );
      // Nearly always: nobody of these was there before.
      if (marked.numAffectedRows === BigInt(rows.length)) return new Map();
      const all =
        await sql<Mark>`select marked.key, marked.line from ${rowsSql(["key", "line"], rows)} as incoming
        join temp.import_marks as marked on marked.key = incoming.key where marked.line <> incoming.line`.execute(
          store.db,
        );
      return new Map(all.rows.map(({ key, line }) => [key, line]));
    },
    async [Symbol.asyncDispose]() {
      await sql`drop table if exists temp.import_marks`.execute(store.db);
    },
  };
}
