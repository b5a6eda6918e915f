import type { DatabaseSync, SQLInputValue, StatementSync } from "node:sqlite";
import { setTimeout as pause } from "node:timers/promises";
import {
  type CompiledQuery,
  type DatabaseConnection,
  type DatabaseIntrospector,
  type Dialect,
  type DialectAdapter,
  type Driver,
  type Kysely,
  type QueryCompiler,
  type QueryResult,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from "kysely";
import { isBusy, sqliteFault } from "./sqlite-faults.ts";
import { fileNumber, filePlace } from "./sqlite-file.ts";
import type { EachQuery, RowResult } from "./statement.ts";
import { WalSync } from "./wal-sync.ts";

/** How a store waits. */
export interface Waiting {
  /** How long it waits while another process holds the lock; five seconds without it. */
  readonly patienceMs?: number | undefined;
  /** For the disk it waits in this thread, which has nothing else to do. */
  readonly waitsHere?: boolean | undefined;
}

/**
 * Kysely over Node's own SQLite. Three things differ from Kysely's dialect: transactions take the write lock when they
 * begin (a transaction that reads first and writes later could otherwise fail half-way, and a check made in it could be
 * overtaken by another process before the write); waiting for that lock and for the disk lets the event loop run, so
 * that no relay is kept waiting meanwhile; and statements are prepared once and kept. What was written is on the disk
 * when the promise resolves (wal-sync.ts).
 */
export class NodeSqliteDialect implements Dialect {
  readonly #database: DatabaseSync;
  readonly #file: string;
  readonly #waiting: Waiting;

  constructor(database: DatabaseSync, file: string, waiting: Waiting = {}) {
    this.#database = database;
    this.#file = file;
    this.#waiting = waiting;
  }

  createDriver(): Driver {
    return new NodeSqliteDriver(this.#database, this.#file, this.#waiting);
  }

  createQueryCompiler(): QueryCompiler {
    return new SqliteQueryCompiler();
  }

  createAdapter(): DialectAdapter {
    return new NodeSqliteAdapter();
  }

  createIntrospector(db: Kysely<unknown>): DatabaseIntrospector {
    return new SqliteIntrospector(db);
  }
}

class NodeSqliteAdapter extends SqliteAdapter {
  /** SQLite can, and so two processes that open a new store at once migrate it one after the other. */
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}

/** One connection; Kysely's mutex lets one transaction or query at a time use it. */
class NodeSqliteDriver implements Driver {
  readonly #database: DatabaseSync;
  readonly #file: string;
  readonly #connection: NodeSqliteConnection;
  readonly #wal: WalSync;
  readonly #checkPlace: () => void;

  constructor(database: DatabaseSync, file: string, { patienceMs = 5000, waitsHere = false }: Waiting) {
    this.#database = database;
    this.#file = file;
    this.#checkPlace = filePlace(file, fileNumber(file));
    this.#wal = new WalSync(file, waitsHere);
    this.#connection = new NodeSqliteConnection(database, file, this.#wal, patienceMs);
  }

  async init(): Promise<void> {}

  async acquireConnection(): Promise<DatabaseConnection> {
    return this.#connection;
  }

  async beginTransaction(): Promise<void> {
    this.#checkPlace();
    await this.#connection.patiently("begin immediate", []);
  }

  async commitTransaction(): Promise<void> {
    this.#connection.run("commit", []);
    await this.#wal.sync();
  }

  async rollbackTransaction(): Promise<void> {
    // After a full disk SQLite has rolled back by itself.
    if (this.#database.isTransaction) this.#connection.run("rollback", []);
  }

  async releaseConnection(): Promise<void> {}

  async destroy(): Promise<void> {
    this.#connection.forget();
    this.#wal.close();
    try {
      this.#database.close();
    } catch (fault) {
      throw sqliteFault(fault, this.#file);
    }
  }
}

interface Prepared {
  readonly statement: StatementSync;
  readonly returnsRows: boolean;
}

class NodeSqliteConnection implements DatabaseConnection {
  readonly #database: DatabaseSync;
  readonly #file: string;
  readonly #wal: WalSync;
  readonly #patienceMs: number;
  readonly #prepared = new Map<string, Prepared>();

  constructor(database: DatabaseSync, file: string, wal: WalSync, patienceMs: number) {
    this.#database = database;
    this.#file = file;
    this.#wal = wal;
    this.#patienceMs = patienceMs;
  }

  async executeQuery<Row>(query: CompiledQuery): Promise<QueryResult<Row>> {
    if (isEach(query)) return { rows: this.#runEach(query) as Row[] };
    // Inside a transaction the lock is ours already.
    if (this.#database.isTransaction) return this.run(query.sql, query.parameters);
    const result = await this.patiently<Row>(query.sql, query.parameters);
    if (writes.test(query.sql)) await this.#wal.sync();
    return result;
  }

  /** Tries again while another process holds the lock, for as long as it has patience. */
  async patiently<Row>(text: string, parameters: readonly unknown[]): Promise<QueryResult<Row>> {
    for (let waitedMs = 0; waitedMs < this.#patienceMs; ) {
      try {
        return this.#execute(text, parameters);
      } catch (fault) {
        if (!isBusy(fault)) throw sqliteFault(fault, this.#file);
      }
      const pauseMs = Math.min(waitedMs + 1, 25);
      waitedMs += pauseMs;
      await pause(pauseMs);
    }
    return this.run(text, parameters);
  }

  run<Row>(text: string, parameters: readonly unknown[]): QueryResult<Row> {
    try {
      return this.#execute(text, parameters);
    } catch (fault) {
      throw sqliteFault(fault, this.#file);
    }
  }

  async *streamQuery<Row>(query: CompiledQuery): AsyncIterableIterator<QueryResult<Row>> {
    try {
      const statement = this.#database.prepare(query.sql);
      for (const row of statement.iterate(...(query.parameters as readonly SQLInputValue[])))
        yield { rows: [row as Row] };
    } catch (fault) {
      throw sqliteFault(fault, this.#file);
    }
  }

  forget(): void {
    this.#prepared.clear();
  }

  /** Only in a transaction: each row would wait for the disk otherwise. */
  #runEach({ sql, each }: EachQuery): readonly RowResult[] {
    if (!this.#database.isTransaction) throw new Error("a statement for many rows needs a transaction");
    try {
      const { statement } = this.#prepare(sql);
      return each.map((row) => {
        const { changes, lastInsertRowid } = statement.run(...(row as readonly SQLInputValue[]));
        return { insertId: Number(lastInsertRowid), changes: Number(changes) };
      });
    } catch (fault) {
      throw sqliteFault(fault, this.#file);
    }
  }

  #execute<Row>(text: string, parameters: readonly unknown[]): QueryResult<Row> {
    const { statement, returnsRows } = this.#prepare(text);
    const values = parameters as readonly SQLInputValue[];
    if (returnsRows) return { rows: statement.all(...values) as Row[] };
    const { changes, lastInsertRowid } = statement.run(...values);
    return { rows: [], numAffectedRows: BigInt(changes), insertId: BigInt(lastInsertRowid) };
  }

  #prepare(text: string): Prepared {
    const known = this.#prepared.get(text);
    if (known !== undefined) return known;
    const statement = this.#database.prepare(text);
    const prepared = { statement, returnsRows: statement.columns().length > 0 };
    // Bounded, because lists of values of every length are different statements.
    if (this.#prepared.size >= keptStatements) this.#prepared.clear();
    this.#prepared.set(text, prepared);
    return prepared;
  }
}

function isEach(query: CompiledQuery): query is EachQuery {
  return "each" in query;
}

const keptStatements = 500;
// Nothing is written without one of these words. A query that has one by chance is synced for nothing.
const writes = /\b(?:insert|update|delete|replace|create|alter|drop)\b/i;
