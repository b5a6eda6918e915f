import type { Store } from "./store.ts";

export interface List {
  readonly id: string;
  readonly name: string;
}

/** Makes the lists that are declared and not yet there, and takes over changed names. Removes none. */
export async function ensureLists(store: Store, lists: readonly List[]): Promise<void> {
  if (lists.length === 0) return;
  await store.db
    .insertInto("lists")
    .values(lists.map(({ id, name }) => ({ id, name })))
    .onConflict((conflict) =>
      conflict.column("id").doUpdateSet((expression) => ({ name: expression.ref("excluded.name") })),
    )
    .execute();
}

/** Whether at least so many have a subscription to a list, in whatever state. */
export async function isLongList(store: Store, list: string, atLeast: number): Promise<boolean> {
  const row = await store.db
    .selectFrom("subscriptions")
    .select("list_id")
    .where("list_id", "=", list)
    .limit(1)
    .offset(atLeast - 1)
    .executeTakeFirst();
  return row !== undefined;
}
