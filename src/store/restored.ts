import type { Instant } from "../base/clock.ts";
import { deliveryStates, mayFollow } from "../model/mailing.ts";
import { generationOf, type RunMarks, readMarks, setGeneration, storeName, writeMarks } from "./run-marks.ts";
import type { Store } from "./store.ts";

/*
 * A store that is older than the marks beside it has forgotten what was sent since. It is not sent from until a person
 * accepts it. Then nobody gets a second copy on their own: whoever could have got one in the time that is lost is
 * `uncertain`.
 */

/**
 * `older`: runs of these issues came after this copy was made. `other`: the marks are of another store that was here.
 */
export type Restored =
  | { readonly status: "newest" }
  | { readonly status: "older" | "other"; readonly issues: readonly string[] };

export async function restoredStore(store: Store): Promise<Restored> {
  const marks = readMarks(store.file);
  if (marks === undefined) return { status: "newest" };
  const found = await forgotten(store, marks);
  if (marks.store === storeName(store) && found.own >= marks.generation) return { status: "newest" };
  const issues = [...new Set(found.mailings.map(({ issue }) => issue))].sort();
  return { status: marks.store === storeName(store) ? "older" : "other", issues };
}

/** Mailings that were run after this copy was made. */
async function forgotten(store: Store, marks: RunMarks) {
  const own = await generationOf(store.db);
  const since = marks.store === storeName(store) ? own : -1;
  const mailings = Object.entries(marks.mailings)
    .filter(([, { generation }]) => generation > since)
    .map(([id, { issue }]) => ({ id: Number(id), issue }));
  return { own, mailings };
}

/**
 * Accepts the store as it is. Of the mailings that were run since, whoever is still to get a message becomes
 * `uncertain`; of an issue of which this copy does not know the mailing, everybody will be, whenever it is sent.
 * Returns how many became uncertain now. Crash before the marks are written: nothing is forgotten, at worst it has to
 * be accepted again.
 */
export async function acceptRestored(store: Store, now: Instant): Promise<number> {
  const marks = readMarks(store.file);
  if (marks === undefined) return 0;
  const { own, mailings } = await forgotten(store, marks);
  const next = Math.max(own, marks.generation) + 1;
  const uncertain = await store.db.transaction().execute(async (transaction) => {
    let uncertain = 0;
    for (const { id, issue } of mailings) {
      const row = await transaction
        .selectFrom("mailings")
        .select("state")
        .where("id", "=", id)
        .executeTakeFirst();
      if (row === undefined)
        await transaction
          .insertInto("settings")
          .values({ name: lostName(issue), value: String(now) })
          .onConflict((conflict) => conflict.column("name").doNothing())
          .execute();
      const result = await transaction
        .updateTable("deliveries")
        .set({ state: "uncertain", reason: lostReason, due_at: null, changed_at: now })
        .where("mailing_id", "=", id)
        .where("state", "in", mayBeForgotten)
        .executeTakeFirst();
      uncertain += Number(result.numUpdatedRows);
    }
    await setGeneration(transaction, next);
    return uncertain;
  });
  // Kept, for the day on which an even older copy is put back; numbers of another store mean nothing in this one.
  const kept = Object.entries(marks.mailings).map(
    ([id, { issue, generation }]) =>
      [id, { issue, generation: marks.store === storeName(store) ? generation : next }] as const,
  );
  const accepted = { store: storeName(store), generation: next, mailings: Object.fromEntries(kept) };
  await store.db.transaction().execute(async () => writeMarks(store.file, accepted));
  return uncertain;
}

/** Whether mailings of this issue were made that this copy of the store does not know. */
export async function isLost(db: Store["db"], issue: string): Promise<boolean> {
  const row = await db
    .selectFrom("settings")
    .select("name")
    .where("name", "=", lostName(issue))
    .executeTakeFirst();
  return row !== undefined;
}

const mayBeForgotten = deliveryStates.filter((state) => mayFollow(state, "uncertain"));

export const lostReason = "this store is a copy from before a run that may have reached this reader";

function lostName(issue: string): string {
  return `lost ${issue}`;
}
