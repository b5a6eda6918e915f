import type { DeliveryState } from "../../src/model/mailing.ts";
import { dueReaders, pendingReaders } from "../../src/store/deliveries.ts";
import { type Recorded, recordLedger, type Settlement, type Wanted } from "../../src/store/ledger.ts";
import type { Store } from "../../src/store/store.ts";

/** `recordLedger` at 4000, with nothing settled and nothing wanted unless given. */
export function record(
  store: Store,
  entry: {
    readonly mailing: number;
    readonly runner: string;
    readonly settled?: readonly Settlement[];
    readonly wanted?: readonly number[];
    readonly now?: number;
  },
): Promise<Recorded> {
  const wanted = (entry.wanted ?? []).map(passing);
  return recordLedger(store, { settled: [], now: 4000, ...entry, wanted });
}

/** A reader whose message starts through the relay `main`. */
export function passing(subscriber: number): Wanted {
  return { subscriber, relay: "main", domain: "" };
}

/** The ids of who may start at `now`: the pending, then the deferred who are due, at most `limit` of each. */
export async function workOf(
  store: Store,
  { mailing, now, limit = 99 }: { readonly mailing: number; readonly now: number; readonly limit?: number },
): Promise<readonly number[]> {
  const pending = await pendingReaders(store, { mailing, after: 0, limit, notAt: [] });
  const due = await dueReaders(store, { mailing, now, after: { dueAt: 0, subscriber: 0 }, limit });
  return [...pending.readers, ...due].map(({ subscriber }) => subscriber);
}

/** Puts one delivery into a state past the ledger, as if it had come there. */
export async function putState(
  store: Store,
  mailing: number,
  subscriber: number,
  state: DeliveryState,
  dueAt = 1,
): Promise<void> {
  await store.db
    .updateTable("deliveries")
    .set({ state, due_at: state === "deferred" ? dueAt : null })
    .where("mailing_id", "=", mailing)
    .where("subscriber_id", "=", subscriber)
    .execute();
}

export function submitted(subscriber: number): Settlement {
  return { subscriber, state: "submitted" };
}

/** The subscriber ids whose message may start. */
export function startedIn(result: Recorded): readonly number[] {
  return result.status === "recorded" ? result.started.map((reader) => reader.subscriber) : [];
}
