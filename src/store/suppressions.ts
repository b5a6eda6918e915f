import type { Suppression } from "../model/suppression.ts";
import type { Store } from "./store.ts";

/**
 * Makes sure that this address is never mailed again. Suppressions are only added: the first reason stays.
 * Returns false when the address was suppressed already.
 */
export async function addSuppression(store: Store, suppression: Suppression): Promise<boolean> {
  const { key, reason, source, createdAt } = suppression;
  const result = await store.db
    .insertInto("suppressions")
    .values({ email_key: key, reason, source, created_at: createdAt })
    .onConflict((conflict) => conflict.column("email_key").doNothing())
    .executeTakeFirst();
  return result.numInsertedOrUpdatedRows === 1n;
}
