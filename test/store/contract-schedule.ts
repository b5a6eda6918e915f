import { beforeEach, describe, expect, test } from "@jest/globals";
import { type DeliveryState, deliveryStates } from "../../src/model/mailing.ts";
import { countDeliveries, listDeliveries } from "../../src/store/deliveries.ts";
import { recordLedger, type Settlement } from "../../src/store/ledger.ts";
import { claimMailing } from "../../src/store/mailings.ts";
import type { Store } from "../../src/store/store.ts";
import { findSubscription } from "../../src/store/subscriptions.ts";
import { unsubscribe } from "../../src/store/unsubscribe.ts";
import { passing, startedIn, workOf } from "../support/ledger.ts";
import { runningMailing, type TempStore } from "../support/temp-store.ts";

const outcomes = ["submitted", "deferred", "rejected", "uncertain", "pending"] as const;

/** Three runners that crash, come back and take each other's lease, in an order a seed decides. */
export function scheduleContract(opened: () => TempStore): void {
  describe("any order of runs, crashes, take-overs and unsubscribes", () => {
    let store: Store;

    beforeEach(() => {
      store = opened().store;
    });

    test.each([1, 2, 3, 4, 5, 6])("keeps every promise of the ledger (seed %i)", async (seed) => {
      const random = sequence(seed);
      const { mailing, runner, readers } = await runningMailing(store, 25);
      const runners = [runner, "runner-2", "runner-3"].map((name) => ({ name, inFlight: [] as number[] }));
      const ended = new Map<number, DeliveryState>();
      const left = new Set<number>();
      const inFlight = new Set<number>();
      let now = 4000;
      for (let step = 0; step < 120; step += 1) {
        now += 100;
        const one = runners[Math.floor(random() * runners.length)] ?? { name: "", inFlight: [] };
        const action = random();
        if (action < 0.15) {
          one.name += "+";
          one.inFlight = [];
          const isAlive = (name: string) => runners.some((other) => other.name === name) && random() < 0.5;
          const claimed = await claimMailing(store, {
            mailing,
            runner: one.name,
            now,
            leaseMs: 500,
            isAlive,
          });
          if (claimed.status === "claimed") {
            expect(claimed.uncertain).toBe(inFlight.size);
            for (const reader of inFlight) ended.set(reader, "uncertain");
            inFlight.clear();
          }
        } else if (action < 0.25) {
          const reader = readers[Math.floor(random() * readers.length)] ?? 0;
          const token = (await findSubscription(store, reader, "weekly"))?.token ?? "";
          await unsubscribe(store, token, now);
          left.add(reader);
        } else {
          const settled = one.inFlight.map((subscriber): Settlement => {
            const state = outcomes[Math.floor(random() * outcomes.length)] ?? "submitted";
            return { subscriber, state, ...(state === "deferred" ? { dueAt: now + 300 } : {}) };
          });
          const wanted = (await workOf(store, { mailing, now })).slice(0, 3).map(passing);
          const result = await recordLedger(store, { mailing, runner: one.name, now, settled, wanted });
          if (result.status === "fenced") continue;
          for (const { subscriber, state } of settled) {
            inFlight.delete(subscriber);
            ended.set(subscriber, state);
          }
          one.inFlight = [...startedIn(result)];
          for (const reader of one.inFlight) {
            expect([undefined, "pending", "deferred"]).toContain(ended.get(reader));
            expect([inFlight.has(reader), left.has(reader)]).toEqual([false, false]);
            inFlight.add(reader);
          }
        }
      }
      const rows = await listDeliveries(store, { mailing, states: deliveryStates, limit: 99 });
      expect(rows.map((row) => row.subscriber)).toEqual(readers);
      for (const { subscriber, state } of rows)
        if (inFlight.has(subscriber)) expect(state).toBe("submitting");
        else if (state !== "skipped") expect(state).toBe(ended.get(subscriber) ?? "pending");
      const counts = await countDeliveries(store, mailing);
      expect(Object.values(counts).reduce((sum, count) => sum + count)).toBe(25);
    });
  });
}

/** Numbers in [0, 1), the same for the same seed. */
function sequence(seed: number): () => number {
  let state = seed * 2_654_435_761;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
