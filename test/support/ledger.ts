import type { DeliveryState } from "../../src/model/mailing.ts";
import { type Recorded, recordLedger, type Settlement } from "../../src/store/ledger.ts";
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
  return recordLedger(store, { settled: [], wanted: [], now: 4000, ...entry });
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
