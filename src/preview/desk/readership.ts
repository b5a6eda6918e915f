import type { Clock, Instant } from "../../base/clock.ts";
import type { Split } from "../../model/variant.ts";
import { audienceOf } from "../../store/audience.ts";
import { type FoundSubscribers, searchSubscribers } from "../../store/search-subscribers.ts";
import type { Store } from "../../store/store.ts";
import { findSubscriberById } from "../../store/subscribers.ts";
import { findSubscription } from "../../store/subscriptions.ts";
import { readerFacts } from "../../store/tags.ts";
import { previewToken, type RealReader } from "./sample-readers.ts";

/** The readers of a newsletter, as far as one looks at issues as they do. */
export interface Readership {
  /**
   * Subscribers who have each of the words in their address or their fields; for no word the confirmed readers of the
   * list.
   */
  search(list: string, words: string): Promise<FoundSubscribers>;
  /** Any subscriber, and how they stand to the list. */
  find(list: string, id: number): Promise<RealReader | undefined>;
  /** How many confirmed readers of the list have each variant, by its key. */
  count(list: string, split: Split): Promise<ReadonlyMap<string, number>>;
}

/** Of a newsletter without a store: nobody has subscribed yet. */
export const nobodyYet: Readership = {
  search: async () => ({ readers: [], hasMore: false }),
  find: async () => undefined,
  count: async () => new Map(),
};

/** Of a store. Links of its readers open nothing: who clicks one in a preview must not unsubscribe somebody. */
export function storeReadership(store: Store, clock: Clock): Readership {
  const counts = new Map<string, { readonly at: Instant; readonly variants: ReadonlyMap<string, number> }>();
  return {
    search: (list, words) =>
      searchSubscribers(store, { list, words: words.split(/\s+/).filter(Boolean), limit: mostFound }),
    async find(list, id) {
      const subscriber = await findSubscriberById(store, id);
      const subscription = subscriber && (await findSubscription(store, id, list));
      if (subscriber === undefined) return undefined;
      const { email, fields } = subscriber;
      const { tags, lists } = await readerFacts(store, subscriber);
      const recipient = { subscriber: id, email, fields, unsubscribeToken: previewToken, variant: "all" };
      return { ...recipient, tags, lists, ...(subscription && { state: subscription.state }) };
    },
    async count(list, split) {
      const key = JSON.stringify([list, split]);
      const now = clock.now();
      const known = counts.get(key);
      if (known !== undefined && now - known.at < countedForMs) return known.variants;
      // No issue has this name, so nobody is left out because they have it already.
      const { variants } = await audienceOf(store, { issue: "", list, at: now, split });
      const counted = new Map(variants.map(({ variant, readers }) => [variant, readers]));
      if (counts.size > mostCounts) counts.clear();
      counts.set(key, { at: now, variants: counted });
      return counted;
    },
  };
}

const mostFound = 50;
/** A long list takes seconds to be counted, and every save asks. */
const countedForMs = 30_000;
const mostCounts = 50;
