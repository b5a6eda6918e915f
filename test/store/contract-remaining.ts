import { beforeEach, describe, expect, test } from "@jest/globals";
import { earliestDue, listDeliveries, nextDeliveries } from "../../src/store/deliveries.ts";
import type { Store } from "../../src/store/store.ts";
import { putState, record } from "../support/ledger.ts";
import { runningMailing, type TempStore } from "../support/temp-store.ts";

export function remainingContract(opened: () => TempStore): void {
  describe("what is left to do", () => {
    let store: Store;

    beforeEach(() => {
      store = opened().store;
    });

    test("pages of work are in the order of the readers and hold the pending and the due", async () => {
      const { mailing, readers } = await runningMailing(store, 8);
      const [first = 0, second = 0, third = 0, fourth = 0, , , seventh = 0, eighth = 0] = readers;
      await putState(store, mailing, first, "submitted");
      await putState(store, mailing, second, "deferred", 5000);
      await putState(store, mailing, third, "deferred", 5001);
      await putState(store, mailing, fourth, "uncertain");
      const page = { mailing, now: 5000, limit: 4 };
      const one = (await nextDeliveries(store, { ...page, after: 0 })).map((row) => row.subscriber);
      expect(one).toEqual([second, ...readers.slice(4, 7)]);
      expect(await nextDeliveries(store, { ...page, after: seventh })).toEqual([{ subscriber: eighth }]);
      expect(await nextDeliveries(store, { ...page, after: eighth })).toEqual([]);
    });

    test("the earliest due instant is that of this mailing's deferred deliveries", async () => {
      const { mailing, readers } = await runningMailing(store, 3);
      expect(await earliestDue(store, mailing)).toBeUndefined();
      await putState(store, mailing, readers[0] ?? 0, "deferred", 7000);
      await putState(store, mailing, readers[1] ?? 0, "deferred", 6000);
      expect(await earliestDue(store, mailing)).toBe(6000);
      await record(store, { mailing, runner: "runner-1", wanted: readers, now: 6500 });
      expect(await earliestDue(store, mailing)).toBe(7000);
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
