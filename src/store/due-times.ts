import type { Instant } from "../base/clock.ts";
import type { Store } from "./store.ts";

/** When the first and the last deferred delivery of a mailing may be tried again; undefined when nobody is deferred. */
export async function dueTimes(
  store: Store,
  mailing: number,
): Promise<{ readonly first: Instant; readonly last: Instant } | undefined> {
  const at = async (order: "asc" | "desc") => {
    const row = await store.db
      .selectFrom("deliveries")
      .select("due_at")
      .where("mailing_id", "=", mailing)
      .where("due_at", "is not", null)
      .orderBy("due_at", order)
      .limit(1)
      .executeTakeFirst();
    return row?.due_at ?? undefined;
  };
  const first = await at("asc");
  const last = await at("desc");
  return first === undefined || last === undefined ? undefined : { first, last };
}

/**
 * Who is to wait for longer than until `latest` is due then. Nobody is made to wait longer, so the clock was set back
 * since their time was written, by a day perhaps. Changes nothing when somebody else holds the lease.
 */
export async function bringDueForward(
  store: Store,
  {
    mailing,
    runner,
    latest,
  }: { readonly mailing: number; readonly runner: string; readonly latest: Instant },
): Promise<void> {
  await store.db
    .updateTable("deliveries")
    .set({ due_at: latest })
    .where("mailing_id", "=", mailing)
    .where("due_at", ">", latest)
    .where(({ exists, selectFrom }) =>
      exists(selectFrom("mailings").select("id").where("id", "=", mailing).where("runner", "=", runner)),
    )
    .execute();
}
