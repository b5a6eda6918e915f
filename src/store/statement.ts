import type { CompiledQuery, Kysely, QueryResult, RawBuilder } from "kysely";
import { sql } from "kysely";

/** Stands in a statement for a value that is taken from what it is given when it runs. */
export type Place<Given> = (value: (given: Given) => unknown) => RawBuilder<unknown>;

/**
 * A statement that runs with every message: its text is made once, since making and compiling it costs Kysely more than
 * SQLite needs to run it. One over rows has a text for each number of rows; `padded` keeps these few.
 */
export class Statement<Given, Row = unknown> {
  readonly #build: (place: Place<Given>, size: number) => RawBuilder<Row>;
  /** By the dialect, then by the number of rows. */
  readonly #compiled = new WeakMap<object, Map<number, CompiledQuery<Row>>>();

  constructor(build: (place: Place<Given>, size: number) => RawBuilder<Row>) {
    this.#build = build;
  }

  execute<Tables>(db: Kysely<Tables>, given: Given, size = 1): Promise<QueryResult<Row>> {
    const compiled = this.compiledFor(db, size);
    const parameters = compiled.parameters.map((one) =>
      one instanceof Later ? (one as Later<Given>).value(given) : one,
    );
    return db.executeQuery({ ...compiled, parameters });
  }

  /** Its text for so many rows, in the dialect of this database. */
  compiledFor<Tables>(db: Kysely<Tables>, size: number): CompiledQuery<Row> {
    const dialect = db.getExecutor().adapter;
    const bySize = this.#compiled.get(dialect) ?? new Map<number, CompiledQuery<Row>>();
    const compiled = bySize.get(size) ?? this.#build((value) => sql.val(new Later(value)), size).compile(db);
    this.#compiled.set(dialect, bySize.set(size, compiled));
    return compiled;
  }
}

/** Stands among the parameters of a compiled statement for one that is not known yet. */
class Later<Given> {
  readonly value: (given: Given) => unknown;

  constructor(value: (given: Given) => unknown) {
    this.value = value;
  }
}

/** What became of one row of a `RowStatement`. */
export interface RowResult {
  /** The number of the row that was inserted last. */
  readonly insertId: number;
  /** 0 when there was nothing to write. */
  readonly changes: number;
}

/**
 * A statement that writes one row, and is run for each of many in one call of the driver: for more than a handful of
 * rows that is the cheapest way into SQLite. Made by hand, since Kysely has no such thing. `rows` have the values in
 * the order of the places.
 */
export class RowStatement {
  readonly #statement: Statement<undefined, RowResult>;

  constructor(build: (place: RawBuilder<unknown>) => RawBuilder<RowResult>) {
    this.#statement = new Statement(() => build(sql.val(null)));
  }

  async execute<Tables>(
    db: Kysely<Tables>,
    rows: readonly (readonly (string | number | null)[])[],
  ): Promise<readonly RowResult[]> {
    if (rows.length === 0) return [];
    const query: EachQuery = { ...this.#statement.compiledFor(db, 1), each: rows };
    return (await db.executeQuery<RowResult>(query as CompiledQuery<RowResult>)).rows;
  }
}

/** A query that the driver runs once for each of these lists of parameters. */
export interface EachQuery extends CompiledQuery {
  readonly each: readonly (readonly unknown[])[];
}

/**
 * The last row repeated until there are as many as a text is made for: eight numbers between each power of two and the
 * next, so there are few texts for groups of every size, and at most an eighth of the rows is there in vain. None stays
 * none.
 */
export function padded<Row>(rows: readonly Row[]): readonly Row[] {
  const last = rows.at(-1);
  if (last === undefined) return rows;
  const step = Math.max(1, 2 ** (Math.floor(Math.log2(rows.length)) - 3));
  const size = Math.ceil(rows.length / step) * step;
  return size === rows.length ? rows : [...rows, ...Array<Row>(size - rows.length).fill(last)];
}

/** For each of so many rows, by its place from 0. */
export function forEachRow<Made>(size: number, make: (row: number) => Made): readonly Made[] {
  return Array.from({ length: size }, (_, row) => make(row));
}
