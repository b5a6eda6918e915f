import { hash } from "node:crypto";
import { sql } from "kysely";
import type { Store } from "./store.ts";

/** An address of a file, and the line on which it stands. */
export interface Mark {
  /** The lower-case address. */
  readonly key: string;
  readonly line: number;
}

/**
 * Which addresses of a file have been read already, and on which line: in a table that only this connection sees and that goes with
 * it. So that a file of any size takes no more memory, and the store does not grow by it. It has 64 bits of a hash of each address, a
 * third of the address itself: that two of a million are taken for one has the odds of one to some forty million.
 */
export interface ImportMarks extends AsyncDisposable {
  /** Marks addresses, no two of which are the same; answers with the lines of those that were marked before. */
  note(marks: readonly Mark[]): Promise<ReadonlyMap<string, number>>;
}

export async function openImportMarks(store: Store): Promise<ImportMarks> {
  await sql`drop table if exists temp.import_marks`.execute(store.db);
  await sql`create temp table import_marks (hash integer primary key, line integer not null)`.execute(
    store.db,
  );
  return {
    async note(marks) {
      if (marks.length === 0) return new Map();
      const rows = `[${marks.map(({ key, line }) => `[${halvesOfHash(key)},${line}]`).join()}]`;
      const marked = await sql`insert into temp.import_marks (hash, line)
        select ${joined}, value ->> 2 from json_each(${rows}) where true
        on conflict (hash) do nothing`.execute(store.db);
      // Nearly always: nobody of these was there before.
      if (marked.numAffectedRows === BigInt(marks.length)) return new Map();
      const again = await sql<{ place: number; line: number }>`select incoming.key as place, marked.line
        from json_each(${rows}) as incoming join temp.import_marks as marked on marked.hash = ${joined}
        where marked.line <> incoming.value ->> 2`.execute(store.db);
      return new Map(again.rows.map(({ place, line }) => [marks[place]?.key ?? "", line]));
    },
    async [Symbol.asyncDispose]() {
      await sql`drop table if exists temp.import_marks`.execute(store.db);
    },
  };
}

/** Two halves of 64 bits, since integers of JavaScript have 53; SQLite joins them. */
function halvesOfHash(key: string): string {
  const digits = hash("sha1", key);
  return `${Number.parseInt(digits.slice(0, 8), 16)},${Number.parseInt(digits.slice(8, 16), 16)}`;
}

const joined = sql`((value ->> 0) << 32 | (value ->> 1))`;
