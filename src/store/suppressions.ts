import { type Kysely, sql } from "kysely";
import type { Suppression, SuppressionReason } from "../model/suppression.ts";
import { oneOfSql } from "./field-sql.ts";
import type { Store } from "./store.ts";
import { suppressionHash } from "./suppression-hash.ts";
import type { Tables } from "./tables.ts";

/**
 * Makes sure that this address is never mailed again. Suppressions are only added: the first reason stays, unless it is
 * `erased`. Returns false when the address was suppressed already.
 */
export async function addSuppression(store: Store, suppression: Suppression): Promise<boolean> {
  return (await insertSuppressions(store.db, store, [suppression])) === 1;
}

/** `addSuppression` of many, at most some thousand; returns how many are new. */
export async function addSuppressions(store: Store, suppressions: readonly Suppression[]): Promise<number> {
  return insertSuppressions(store.db, store, suppressions);
}

/** `addSuppression` of many in a transaction of the caller, at most some thousand; returns how many are new. */
export async function insertSuppressions(
  db: Kysely<Tables>,
  store: Pick<Store, "key">,
  suppressions: readonly Suppression[],
): Promise<number> {
  if (suppressions.length === 0) return 0;
  const rows = suppressions.map(({ key, reason, source, createdAt }) => ({
    hash: suppressionHash(store, key),
    email_key: key,
    reason,
    source,
    created_at: createdAt,
  }));
  const result = await db
    .insertInto("suppressions")
    .values(rows)
    .onConflict((conflict) =>
      conflict
        .column("hash")
        .doUpdateSet((row) => ({
          email_key: row.ref("excluded.email_key"),
          reason: row.ref("excluded.reason"),
          source: row.ref("excluded.source"),
          created_at: row.ref("excluded.created_at"),
        }))
        .where("suppressions.reason", "=", "erased"),
    )
    .executeTakeFirst();
  return Number(result.numInsertedOrUpdatedRows);
}

/**
 * Why addresses are suppressed, by their keys (lower case); who is not is not in the map. Asked by hash, so that it
 * also knows who was erased, and has not come back since.
 */
export async function suppressedAmong(
  db: Kysely<Tables>,
  store: Pick<Store, "key">,
  keys: readonly string[],
): Promise<ReadonlyMap<string, SuppressionReason>> {
  if (keys.length === 0) return new Map();
  // A hash costs more than the rest of what is done for a reader who is imported.
  const any = await db.selectFrom("suppressions").select("hash").limit(1).executeTakeFirst();
  if (any === undefined) return new Map();
  const byHash = new Map(keys.map((key) => [suppressionHash(store, key), key]));
  const rows = await db
    .selectFrom("suppressions")
    .select(["hash", "reason"])
    .where(oneOfSql(sql.ref("hash"), [...byHash.keys()]))
    .execute();
  const found = new Map(rows.map(({ hash, reason }) => [byHash.get(hash) ?? "", reason]));
  const erased = [...found].flatMap(([key, reason]) => (reason === "erased" ? [key] : []));
  for (const key of await subscribersAmong(db, erased)) found.delete(key);
  return found;
}

/** Nobody but they themselves brings an erased person back: who is a subscriber now did. */
async function subscribersAmong(db: Kysely<Tables>, keys: readonly string[]): Promise<readonly string[]> {
  if (keys.length === 0) return [];
  const rows = await db
    .selectFrom("subscribers")
    .select("email_key")
    .where(oneOfSql(sql.ref("email_key"), keys))
    .execute();
  return rows.map((row) => row.email_key);
}

/** One page of suppressions, in the order of their hashes; without an address where its person was erased. */
export async function listSuppressions(
  store: Store,
  page: { readonly after?: string; readonly limit: number },
): Promise<readonly ListedSuppression[]> {
  const rows = await store.db
    .selectFrom("suppressions")
    .select(["hash", "email_key as email", "reason", "source", "created_at as createdAt"])
    .$if(page.after !== undefined, (select) => select.where("hash", ">", page.after ?? ""))
    .orderBy("hash")
    .limit(page.limit)
    .execute();
  return rows.map(({ email, ...rest }) => ({ ...rest, ...(email === null ? {} : { email }) }));
}

export interface ListedSuppression extends Pick<Suppression, "source" | "createdAt"> {
  readonly hash: string;
  /** Undefined when its person was erased. */
  readonly email?: string;
  readonly reason: SuppressionReason;
}
