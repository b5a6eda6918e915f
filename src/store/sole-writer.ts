import { type Kysely, sql } from "kysely";
import type { Tables } from "./tables.ts";

/**
 * Somebody who fills a store in which nobody was, and never gives one address twice: as long as nobody else adds a
 * reader, none has to be looked up, which is a tenth of a first import. Nothing rests on how the store was before: in
 * each transaction, where nobody else can write, the number that a reader was given last must be the one that this
 * writer was given last. No number is ever given twice.
 */
export interface SoleWriter {
  /** Whether all who are in the store are of this writer. Asked in the transaction that adds more. */
  isAlone(db: Kysely<Tables>): Promise<boolean>;
  /** The number of the last reader whom this writer added, once that is committed. */
  added(last: number): void;
}

export function soleWriter(): SoleWriter {
  let own: number | undefined;
  return {
    async isAlone(db) {
      const given = await lastNumber(db);
      own ??= (await isEmpty(db)) ? given : taken;
      if (own !== given) own = taken;
      return own === given;
    },
    added(last) {
      if (own !== taken) own = last;
    },
  };
}

/** No number of a reader: somebody else has added one, and nothing makes that undone. */
const taken = -1;

async function lastNumber(db: Kysely<Tables>): Promise<number> {
  const { rows } = await sql<{
    seq: number;
  }>`select seq from sqlite_sequence where name = 'subscribers'`.execute(db);
  return rows[0]?.seq ?? 0;
}

async function isEmpty(db: Kysely<Tables>): Promise<boolean> {
  return (await db.selectFrom("subscribers").select("id").limit(1).executeTakeFirst()) === undefined;
}
