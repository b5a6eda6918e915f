import { sql } from "kysely";
import { addressKey } from "../base/address.ts";
import type { Instant } from "../base/clock.ts";
import type { AudienceExpression } from "../model/audience.ts";
import type { Subscriber, SubscriptionState } from "../model/subscriber.ts";
import { subscriptionStates } from "../model/subscriber.ts";
import { holdsSql } from "./holds-sql.ts";
import type { Store } from "./store.ts";
import { tagsOf } from "./tags.ts";

/** The reader with this address, in whatever case it is written. */
export async function findSubscriber(store: Store, email: string): Promise<Subscriber | undefined> {
  const row = await store.db
    .selectFrom("subscribers")
    .select(["id", "email", "fields", "created_at"])
    .where("email_key", "=", addressKey(email))
    .executeTakeFirst();
  return row === undefined ? undefined : toSubscriber(row);
}

/** The reader with this id. */
export async function findSubscriberById(store: Store, id: number): Promise<Subscriber | undefined> {
  const row = await store.db
    .selectFrom("subscribers")
    .select(["id", "email", "fields", "created_at"])
    .where("id", "=", id)
    .executeTakeFirst();
  return row === undefined ? undefined : toSubscriber(row);
}

export interface SubscriberQuery {
  /** Only readers tied to this list, each with the state of the tie. */
  readonly list?: string;
  /** Only readers whose tie to `list` has this state; without a list it has no effect. */
  readonly state?: SubscriptionState;
  /** Only readers for whom this holds. */
  readonly only?: AudienceExpression;
  /** The id of the last reader of the page before. */
  readonly after?: number;
  readonly limit: number;
}

export interface ListedSubscriber extends Subscriber {
  readonly state?: SubscriptionState;
  /** When the subscription got this state. */
  readonly changedAt?: Instant;
  /** Until then the reader gets nothing of the list. */
  readonly pausedUntil?: Instant;
  readonly tags: readonly string[];
}

/** One page of readers in the order in which they came. */
export async function listSubscribers(
  store: Store,
  query: SubscriberQuery,
): Promise<readonly ListedSubscriber[]> {
  const rows = await (query.list === undefined ? pageOfAll(store, query) : pageOfList(store, query));
  const tags = await tagsOf(
    store.db,
    rows.map(({ id }) => id),
  );
  return rows.map((row) => ({ ...row, tags: tags.get(row.id) ?? [] }));
}

async function pageOfAll(store: Store, { only, after = 0, limit }: SubscriberQuery) {
  const rows = await store.db
    .selectFrom("subscribers")
    .select(["id", "email", "fields", "created_at"])
    .where("id", ">", after)
    .where(holdsSql(only))
    .orderBy("id")
    .limit(limit)
    .execute();
  return rows.map(toSubscriber);
}

async function pageOfList(store: Store, { list = "", state, only, after = 0, limit }: SubscriberQuery) {
  const rows = await store.db
    .selectFrom("subscriptions")
    .innerJoin("subscribers", "subscribers.id", "subscriptions.subscriber_id")
    .select(["id", "email", "fields", "created_at", "state", "changed_at", "paused_until"])
    .$if(state !== undefined, (select) =>
      select.where("list_id", "=", list).where("state", "=", state ?? "confirmed"),
    )
    // Without a state the index by list has no order of readers, and SQLite would sort the whole list for every page.
    .$if(state === undefined, (select) => select.where(sql`coalesce(list_id, '')`, "=", list))
    .where("subscriber_id", ">", after)
    .where(holdsSql(only))
    .orderBy("subscriber_id")
    .limit(limit)
    .execute();
  return rows.map((row) => ({
    ...toSubscriber(row),
    state: row.state,
    changedAt: row.changed_at,
    ...(row.paused_until === null ? {} : { pausedUntil: row.paused_until }),
  }));
}

/** How many readers of a list are in each state. */
export async function countSubscriptions(
  store: Store,
  list: string,
): Promise<Readonly<Record<SubscriptionState, number>>> {
  const rows = await store.db
    .selectFrom("subscriptions")
    .select((expression) => ["state", expression.fn.countAll<number>().as("readers")])
    .where("list_id", "=", list)
    .groupBy("state")
    .execute();
  const counts: Record<SubscriptionState, number> = { unconfirmed: 0, confirmed: 0, unsubscribed: 0 };
  for (const state of subscriptionStates)
    counts[state] = Number(rows.find((row) => row.state === state)?.readers ?? 0);
  return counts;
}

function toSubscriber(row: {
  readonly id: number;
  readonly email: string;
  readonly fields: string;
  readonly created_at: Instant;
}): Subscriber {
  return { id: row.id, email: row.email, fields: parseFields(row.fields), createdAt: row.created_at };
}

/**
 * Reads the `fields` column. What another program wrote there and is no text is left out: one bad row must not stop a
 * mailing, and the reader gets the fallback.
 */
export function parseFields(text: string): Readonly<Record<string, string>> {
  const value = parseJson(text);
  if (typeof value !== "object" || value === null) return {};
  return Object.fromEntries(Object.entries(value).filter(([, one]) => typeof one === "string"));
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
