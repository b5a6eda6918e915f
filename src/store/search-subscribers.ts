import { sql } from "kysely";
import type { Subscriber, SubscriptionState } from "../model/subscriber.ts";
import { someFieldHoldsSql } from "./field-sql.ts";
import type { Store } from "./store.ts";
import { parseFields } from "./subscribers.ts";

/**
 * What a person who looks for a reader is shown. `state`: of the subscription to the list; undefined when there is
 * none.
 */
export interface FoundSubscribers {
  readonly readers: readonly (Pick<Subscriber, "id" | "email" | "fields"> & {
    readonly state?: SubscriptionState;
  })[];
  /** There are others who fit. */
  readonly hasMore: boolean;
}

/**
 * The first subscribers, in the order in which they came, whose address or fields have each of the words in them: those
 * of the list and all others. Without a word, the first confirmed readers of the list. It walks all subscribers: tenths
 * of a second for a million.
 */
export async function searchSubscribers(
  store: Store,
  query: { readonly list: string; readonly words: readonly string[]; readonly limit: number },
): Promise<FoundSubscribers> {
  const { list, words, limit } = query;
  const rows = await (words.length === 0 ? confirmedOf(store, list) : withWords(store, list, words))
    .limit(limit + 1)
    .execute();
  return {
    readers: rows.slice(0, limit).map(({ id, email, fields, state }) => ({
      id,
      email,
      fields: parseFields(fields),
      ...(state === null ? {} : { state }),
    })),
    hasMore: rows.length > limit,
  };
}

function confirmedOf({ db }: Store, list: string) {
  return db
    .selectFrom("subscriptions")
    .innerJoin("subscribers", "subscribers.id", "subscriptions.subscriber_id")
    .select(["id", "email", "fields", sql<SubscriptionState | null>`subscriptions.state`.as("state")])
    .where("list_id", "=", list)
    .where("state", "=", "confirmed")
    .orderBy("subscriber_id");
}

function withWords({ db }: Store, list: string, words: readonly string[]) {
  let found = db
    .selectFrom("subscribers")
    .leftJoin("subscriptions", (join) =>
      join.onRef("subscriptions.subscriber_id", "=", "subscribers.id").on("list_id", "=", list),
    )
    .select(["id", "email", "fields", sql<SubscriptionState | null>`subscriptions.state`.as("state")])
    .orderBy("id");
  for (const word of words)
    found = found.where((reader) =>
      reader.or([sql<boolean>`instr(lower(subscribers.email), lower(${word})) > 0`, someFieldHoldsSql(word)]),
    );
  return found;
}
