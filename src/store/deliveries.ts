import {
  type Delivery,
  type DeliveryCounts,
  type DeliveryState,
  deliveryStates,
  type Mailing,
  noDeliveries,
} from "../model/mailing.ts";
import { toMailing } from "./mailing-row.ts";
import type { Store } from "./store.ts";

export { recordLedger } from "./ledger.ts";
export {
  type DuePlace,
  dueReaders,
  pendingReaders,
  pendingReadersAt,
  type WaitingReader,
} from "./reader-pages.ts";

/** The mailing through which a reader of a list gets, or got, an issue; undefined when there is none yet. */
export async function mailingThatReaches(
  store: Store,
  of: { readonly issue: string; readonly list: string; readonly subscriber: number },
): Promise<Mailing | undefined> {
  const rows = await store.db
    .selectFrom("deliveries")
    .innerJoin("mailings", "mailings.id", "deliveries.mailing_id")
    .selectAll("mailings")
    .select("deliveries.state as delivery")
    .where("mailings.issue", "=", of.issue)
    .where("mailings.list_id", "=", of.list)
    .where("deliveries.subscriber_id", "=", of.subscriber)
    .orderBy("mailings.created_at", "desc")
    .execute();
  // Who was rejected or skipped through one mailing may have got the issue through another.
  const row = rows.find(({ delivery }) => delivery === "submitted") ?? rows[0];
  return row && toMailing(row);
}

/** How many deliveries of a mailing are in each state. Walks the mailing's index: not for every message. */
export async function countDeliveries(store: Store, mailing: number): Promise<DeliveryCounts> {
  const rows = await store.db
    .selectFrom("deliveries")
    .select((expression) => ["state", expression.fn.countAll<number>().as("readers")])
    .where("mailing_id", "=", mailing)
    .groupBy("state")
    .execute();
  const counts: Record<DeliveryState, number> = { ...noDeliveries };
  for (const state of deliveryStates)
    counts[state] = Number(rows.find((row) => row.state === state)?.readers ?? 0);
  return counts;
}

/** How many readers were submitted through each relay, by their names. */
export async function countSubmittedBy(
  store: Store,
  mailing: number,
): Promise<readonly { readonly relay: string; readonly submitted: number }[]> {
  const rows = await store.db
    .selectFrom("deliveries")
    .select((expression) => ["relay", expression.fn.countAll<number>().as("readers")])
    .where("mailing_id", "=", mailing)
    .where("state", "=", "submitted")
    .groupBy("relay")
    .orderBy("relay")
    .execute();
  return rows.flatMap(({ relay, readers }) =>
    relay === null ? [] : [{ relay, submitted: Number(readers) }],
  );
}

/** One page of deliveries in the given states, in the order of the subscriber ids, with addresses. */
export async function listDeliveries(
  store: Store,
  page: {
    readonly mailing: number;
    readonly states: readonly DeliveryState[];
    /** The subscriber id of the last row of the page before. */
    readonly after?: number;
    readonly limit: number;
  },
): Promise<readonly Delivery[]> {
  const rows = await store.db
    .selectFrom("deliveries")
    .leftJoin("subscribers", "subscribers.id", "deliveries.subscriber_id")
    .selectAll("deliveries")
    .select("subscribers.email")
    .where("mailing_id", "=", page.mailing)
    .where("state", "in", page.states)
    .where("subscriber_id", ">", page.after ?? 0)
    .orderBy("subscriber_id")
    .limit(page.limit)
    .execute();
  return rows.map((row) => ({
    subscriber: row.subscriber_id,
    ...(row.email === null ? {} : { email: row.email }),
    variant: row.variant,
    state: row.state,
    attempts: row.attempts,
    ...(row.due_at === null ? {} : { dueAt: row.due_at }),
    ...(row.reason === null ? {} : { reason: row.reason }),
    ...(row.revision === null ? {} : { revision: row.revision }),
    ...(row.relay === null ? {} : { relay: row.relay }),
    changedAt: row.changed_at,
  }));
}
