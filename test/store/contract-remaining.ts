import { beforeEach, describe, expect, test } from "@jest/globals";
import { listDeliveries } from "../../src/store/deliveries.ts";
import { groupReasons, wasAnswered } from "../../src/store/delivery-facts.ts";
import { bringDueForward, dueTimes } from "../../src/store/due-times.ts";
import type { DeliveryState } from "../../src/model/mailing.ts";
import type { Store } from "../../src/store/store.ts";
import { putState, record } from "../support/ledger.ts";
import { freeze, runningMailing, type TempStore } from "../support/temp-store.ts";

export function remainingContract(opened: () => TempStore): void {
  describe("what is left to do", () => {
    let store: Store;

    beforeEach(() => {
      store = opened().store;
    });

    test("the first and the last due instant are those of this mailing's deferred deliveries", async () => {
      const { mailing, readers } = await runningMailing(store, 3);
      expect(await dueTimes(store, mailing)).toBeUndefined();
      await putState(store, mailing, readers[0] ?? 0, "deferred", 7000);
      await putState(store, mailing, readers[1] ?? 0, "deferred", 6000);
      expect(await dueTimes(store, mailing)).toEqual({ first: 6000, last: 7000 });
      await record(store, { mailing, runner: "runner-1", wanted: readers, now: 6500 });
      expect(await dueTimes(store, mailing)).toEqual({ first: 7000, last: 7000 });
    });

    test("reasons are told by kind, and of no more readers than are asked for", async () => {
      const { mailing, readers } = await runningMailing(store, 5);
      const replies = [
        "450 4.2.0 r1 later",
        "450 4.2.0 r2 later",
        "450 4.2.0 r3 later",
        "451 4.3.0 Busy",
        null,
      ];
      for (const [index, reason] of replies.entries())
        await store.db
          .updateTable("deliveries")
          .set({ reason })
          .where("subscriber_id", "=", readers[index] ?? 0)
          .execute();
      const of = { mailing, state: "pending", limit: 2 } as const;
      expect(await groupReasons(store, of)).toEqual([
        { reason: "450 4.2.0 r1 later", readers: 3 },
        { reason: "", readers: 1 },
      ]);
      expect(await groupReasons(store, { ...of, from: 2 })).toEqual([
        { reason: "450 4.2.0 r1 later", readers: 2 },
      ]);
    });

    test("an answer is found whichever reader it was given for, when it took the message", async () => {
      const { mailing, readers } = await runningMailing(store, 150);
      const last = readers.at(-1) ?? 0;
      const answer = (state: DeliveryState, reason: string) =>
        store.db.updateTable("deliveries").set({ state, reason }).where("subscriber_id", "=", last).execute();
      const asked = { mailing, words: "kept here" };
      await store.db.updateTable("deliveries").set({ state: "submitted", reason: "250 OK" }).execute();
      expect(await wasAnswered(store, asked)).toBe(false);
      await answer("deferred", "450 not kept here");
      expect(await wasAnswered(store, asked)).toBe(false);
      await answer("submitted", "250 OK: kept here as 7.eml");
      expect(await wasAnswered(store, asked)).toBe(true);
      expect(await wasAnswered(store, { ...asked, mailing: mailing + 1 })).toBe(false);
    });

    test("who was to wait for longer than anybody does, because the clock was set back, is due when that time is over", async () => {
      const { mailing, readers } = await runningMailing(store, 2);
      await putState(store, mailing, readers[0] ?? 0, "deferred", 86_400_000);
      await putState(store, mailing, readers[1] ?? 0, "deferred", 4500);
      const { id: other } = await freeze(store, "another");
      await putState(store, other, readers[0] ?? 0, "deferred", 86_400_000);
      await bringDueForward(store, { mailing, runner: "runner-1", latest: 5000 });
      expect(await dueTimes(store, other)).toEqual({ first: 86_400_000, last: 86_400_000 });
      expect(await dueTimes(store, mailing)).toEqual({ first: 4500, last: 5000 });
      const entry = { mailing, runner: "runner-1", wanted: readers.slice(0, 1) };
      expect(await record(store, { ...entry, now: 4999 })).toMatchObject({ started: [] });
      expect(await record(store, { ...entry, now: 5000 })).toMatchObject({ started: [{}] });
    });

    test("whose lease is lost brings nobody's time forward", async () => {
      const { mailing, readers } = await runningMailing(store, 1);
      await putState(store, mailing, readers[0] ?? 0, "deferred", 86_400_000);
      await bringDueForward(store, { mailing, runner: "somebody else", latest: 5000 });
      expect(await dueTimes(store, mailing)).toEqual({ first: 86_400_000, last: 86_400_000 });
    });

    test("pages of deliveries follow each other by subscriber", async () => {
      const { mailing, readers } = await runningMailing(store, 5);
      await putState(store, mailing, readers[2] ?? 0, "uncertain");
      const page = { mailing, states: ["pending", "uncertain"] as const, limit: 3 };
      const first = await listDeliveries(store, page);
      const second = await listDeliveries(store, { ...page, after: first.at(-1)?.subscriber ?? 0 });
      expect([...first, ...second].map((row) => row.subscriber)).toEqual(readers);
    });
  });
}
