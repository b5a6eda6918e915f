import { hash } from "node:crypto";
import { type Kysely, sql } from "kysely";
import { type HashHalves, markMemory } from "./mark-memory.ts";
import { RowStatement } from "./statement.ts";
import type { Store } from "./store.ts";
import type { Tables } from "./tables.ts";

/** An address of a file, and the line on which it stands. */
export interface Mark {
  /** The lower-case address, or what else an import has to know again of one. */
  readonly key: string;
  readonly line: number;
}

/**
 * Which addresses of a file have been read already, and on which line. A million and some are kept in memory; those
 * after them in a table that only this connection sees and that goes with it, so that a file of any size takes no more
 * memory, and the store does not grow by it. Kept are 64 bits of a hash of each address: that two of a million are
 * taken for one has the odds of one to some forty million.
 */
export interface ImportMarks extends AsyncDisposable {
  /** Marks addresses; answers for each with the line on which it was marked before, if it was. */
  note(marks: readonly Mark[]): Promise<readonly (number | undefined)[]>;
  /** The lines on which addresses were marked, and marks nothing. */
  find(keys: readonly string[]): Promise<readonly (number | undefined)[]>;
}

/** `inMemory`: how many marks are not in the table. */
export async function openImportMarks(store: Store, inMemory = 1_200_000): Promise<ImportMarks> {
  const memory = markMemory(inMemory);
  await dropTable(store);
  let hasTable = false;
  return {
    async note(marks) {
      const hashes = marks.map(({ key }) => hashOf(key));
      const lines = marks.map(({ line }, index) => memory.note(hashes[index] ?? nowhere, line));
      const beyond = lines.flatMap((line, index) => (line === "full" ? [index] : []));
      if (beyond.length === 0) return lines.map((line) => (line === "full" ? undefined : line));
      if (!hasTable) await createTable(store);
      hasTable = true;
      const rows = beyond.map((index) => ({ ...(hashes[index] ?? nowhere), line: marks[index]?.line ?? 0 }));
      const found = await noteInTable(store, rows);
      return marks.map(({ line }, index) => {
        const known = lines[index];
        return known === "full" ? found.get(line) : known;
      });
    },
    async find(keys) {
      const hashes = keys.map(hashOf);
      const rows = hashes.map((halves, line) => ({ ...halves, line }));
      const found = hasTable ? await linesOf(store.db, rows) : new Map<number, number>();
      return hashes.map((halves, index) => memory.find(halves) ?? found.get(index));
    },
    [Symbol.asyncDispose]: () => dropTable(store),
  };
}

function hashOf(key: string): HashHalves {
  const bytes = hash("sha1", key, "binary");
  return { high: wordAt(bytes, 0), low: wordAt(bytes, 4) };
}

function wordAt(bytes: string, at: number): number {
  const [one, two] = [bytes.charCodeAt(at), bytes.charCodeAt(at + 1)];
  const [three, four] = [bytes.charCodeAt(at + 2), bytes.charCodeAt(at + 3)];
  return ((one << 24) | (two << 16) | (three << 8) | four) >>> 0;
}

const nowhere: HashHalves = { high: 0, low: 0 };
type Row = HashHalves & { readonly line: number };

async function createTable(store: Store): Promise<void> {
  await sql`create temp table import_marks (hash integer primary key, line integer not null)`.execute(
    store.db,
  );
}

async function dropTable(store: Store): Promise<void> {
  await sql`drop table if exists temp.import_marks`.execute(store.db);
}

/** The lines on which hashes were marked before, by the lines on which they are now. */
async function noteInTable(store: Store, rows: readonly Row[]): Promise<ReadonlyMap<number, number>> {
  return store.db.transaction().execute(async (transaction) => {
    const marked = await markRow.execute(
      transaction,
      rows.map(({ high, low, line }) => [high, low, line]),
    );
    return linesOf(
      transaction,
      rows.filter((_, index) => marked[index]?.changes === 0),
    );
  });
}

const markRow = new RowStatement(
  (value) => sql`insert into temp.import_marks (hash, line) values (${value} << 32 | ${value}, ${value})
    on conflict (hash) do nothing`,
);

async function linesOf(db: Kysely<Tables>, rows: readonly Row[]): Promise<ReadonlyMap<number, number>> {
  if (rows.length === 0) return new Map();
  const asked = JSON.stringify(rows);
  const found = await sql<{ line: number; before: number }>`
    select asked.value ->> 'line' as line, marked.line as before
    from json_each(${asked}) as asked join temp.import_marks as marked
      on marked.hash = (asked.value ->> 'high') << 32 | (asked.value ->> 'low')`.execute(db);
  return new Map(found.rows.map(({ line, before }) => [line, before]));
}
