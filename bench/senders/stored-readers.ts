import type { Started } from "../../src/store/ledger.ts";
import type { Store } from "../../src/store/store.ts";
import { parseFields } from "../../src/store/subscribers.ts";
import { list } from "../material.ts";

/**
 * Readers by their numbers, read from the store a page at a time: what a sender has to read that looks at nobody again.
 */
export function storedReaders(store: Store, variant: string): (subscriber: number) => Promise<Started> {
  const known = new Map<number, Started>();
  let reading: Promise<void> | undefined;

  async function readPage(first: number): Promise<void> {
    const rows = await store.db
      .selectFrom("subscribers")
      .innerJoin("subscriptions", "subscriptions.subscriber_id", "subscribers.id")
      .select(["subscribers.id", "subscribers.email", "subscribers.fields", "subscriptions.token"])
      .where("subscriptions.list_id", "=", list)
      .where("subscribers.id", ">=", first)
      .orderBy("subscribers.id")
      .limit(pageSize)
      .execute();
    for (const { id, email, fields, token } of rows)
      known.set(id, {
        subscriber: id,
        email,
        fields: parseFields(fields),
        unsubscribeToken: token,
        variant,
        attempts: 1,
        waits: 0,
      });
  }

  return async (subscriber) => {
    // One page at a time, whoever asks.
    while (!known.has(subscriber) && reading !== undefined) await reading;
    if (!known.has(subscriber)) {
      reading = readPage(subscriber).finally(() => {
        reading = undefined;
      });
      await reading;
    }
    const reader = known.get(subscriber);
    if (reader === undefined) throw new Error(`The store has no reader ${subscriber}.`);
    known.delete(subscriber);
    return reader;
  };
}

const pageSize = 500;
