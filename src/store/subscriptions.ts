import type { Selectable } from "kysely";
import type { Instant } from "../base/clock.ts";
import { finderOf, isSameToken, subscriptionToken } from "../base/subscription-token.ts";
import type { Subscription, SubscriptionState } from "../model/subscriber.ts";
import { currentToken } from "./erased-tokens.ts";
import type { Store } from "./store.ts";
import { parseFields } from "./subscribers.ts";
import type { Tables } from "./tables.ts";

/** The tie between a subscriber and a list, or undefined when there is none. */
export async function findSubscription(
  store: Store,
  subscriber: number,
  list: string,
): Promise<Subscription | undefined> {
  const row = await store.db
    .selectFrom("subscriptions")
    .selectAll()
    .where("subscriber_id", "=", subscriber)
    .where("list_id", "=", list)
    .executeTakeFirst();
  return row === undefined ? undefined : toSubscription(row);
}

/** The subscription that a reader's own links name, and the reader's fields; undefined when there is none. */
export async function findSubscriptionByToken(
  store: Store,
  token: string,
): Promise<(Subscription & { readonly fields: Readonly<Record<string, string>> }) | undefined> {
  const current = await currentToken(store.db, store, token);
  const rows = await store.db
    .selectFrom("subscriptions")
    .innerJoin("subscribers", "subscribers.id", "subscriptions.subscriber_id")
    .selectAll("subscriptions")
    .select("fields")
    .where("finder", "=", finderOf(current))
    .execute();
  const row = rows.find(({ token: stored }) => isSameToken(stored, current));
  return row === undefined ? undefined : { ...toSubscription(row), fields: parseFields(row.fields) };
}

/** The token of each subscription of a person, to whichever list. */
export async function tokensOfSubscriber(
  store: Store,
  subscriber: number,
): Promise<readonly { readonly list: string; readonly token: string }[]> {
  return store.db
    .selectFrom("subscriptions")
    .select(["list_id as list", "token"])
    .where("subscriber_id", "=", subscriber)
    .orderBy("list_id")
    .execute();
}

/**
 * Puts a subscription into a state, making it when there is none; its token never changes.
 * Whether the change is allowed (nobody is subscribed again by us) is for the caller to know.
 */
export async function setSubscription(
  store: Store,
  change: {
    readonly subscriber: number;
    readonly list: string;
    readonly state: SubscriptionState;
    readonly now: Instant;
  },
): Promise<Subscription> {
  const { subscriber, list, state, now } = change;
  const row = await store.db
    .insertInto("subscriptions")
    .values({ subscriber_id: subscriber, list_id: list, state, token: subscriptionToken(), changed_at: now })
    .onConflict((conflict) =>
      conflict.columns(["subscriber_id", "list_id"]).doUpdateSet({ state, changed_at: now }),
    )
    .returningAll()
    .executeTakeFirstOrThrow();
  return toSubscription(row);
}

function toSubscription(row: Selectable<Tables["subscriptions"]>): Subscription {
  return {
    subscriber: row.subscriber_id,
    list: row.list_id,
    state: row.state,
    token: row.token,
    changedAt: row.changed_at,
  };
}
