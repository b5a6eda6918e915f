import { beforeEach, describe, expect, test } from "@jest/globals";
import { dueReaders, pendingReaders, pendingReadersAt } from "../../src/store/deliveries.ts";
import type { Store } from "../../src/store/store.ts";
import { putState } from "../support/ledger.ts";
import { addReader, freeze, runningMailing, type TempStore } from "../support/temp-store.ts";

export function pagesContract(opened: () => TempStore): void {
  describe("pages of who may start", () => {
    let store: Store;

    beforeEach(() => {
      store = opened().store;
    });

    /** Three readers at each domain in turn, and one who was erased after the freeze. */
    async function threeDomains() {
      const readers: number[] = [];
      for (let number = 1; number <= 9; number += 1)
        readers.push(await addReader(store, { email: `r${number}@${"abc"[number % 3]}.example.org` }));
      const erased = await addReader(store, { email: "gone@a.example.org" });
      const { id: mailing } = await freeze(store);
      await store.db.deleteFrom("subscribers").where("id", "=", erased).execute();
      return { mailing, readers, erased };
    }

    test("hold the pending in the order of their ids, and say where to go on", async () => {
      const { mailing, readers } = await runningMailing(store, 8);
      for (const [index, state] of (["submitted", "deferred", "uncertain"] as const).entries())
        await putState(store, mailing, readers[index] ?? 0, state);
      const first = await pendingReaders(store, { mailing, after: 0, limit: 3, notAt: [] });
      expect(first.readers.map(({ subscriber }) => subscriber)).toEqual(readers.slice(3, 6));
      expect(first.next).toBe(readers[5]);
      const last = await pendingReaders(store, { mailing, after: first.next ?? 0, limit: 3, notAt: [] });
      expect(last).toEqual({ readers: readers.slice(6).map((subscriber) => ({ subscriber, domain: "" })) });
    });

    test("without some domains leave their readers out, and keep those who were erased", async () => {
      const { mailing, readers, erased } = await threeDomains();
      const notAt = ["a.example.org", "b.example.org"];
      const page = await pendingReaders(store, { mailing, after: 0, limit: 4, notAt });
      expect(page).toEqual({ readers: [{ subscriber: readers[1], domain: "" }], next: readers[3] });
      const rest = await pendingReaders(store, { mailing, after: readers[3] ?? 0, limit: 99, notAt });
      expect(rest.readers.map(({ subscriber }) => subscriber)).toEqual([readers[4], readers[7], erased]);
    });

    test("of one domain hold its readers, and look at no more rows than they are told", async () => {
      const { mailing, readers } = await threeDomains();
      await putState(store, mailing, readers[2] ?? 0, "submitted");
      const domain = "a.example.org";
      const first = await pendingReadersAt(store, { mailing, after: 0, limit: 2, domain });
      expect(first).toEqual({ readers: [{ subscriber: readers[5], domain }], next: readers[5] });
      const last = await pendingReadersAt(store, { mailing, after: readers[5] ?? 0, limit: 2, domain });
      expect(last).toEqual({ readers: [{ subscriber: readers[8], domain }] });
    });

    test("of the due follow each other by when they are due, also when many are due at once", async () => {
      const { mailing, readers } = await runningMailing(store, 7);
      const dueAt = [5_000, 4_000, 5_000, 5_001, 5_000];
      for (const [index, at] of dueAt.entries())
        await putState(store, mailing, readers[index] ?? 0, "deferred", at);
      const seen: number[] = [];
      for (let after = { dueAt: 0, subscriber: 0 }; ; ) {
        const page = await dueReaders(store, { mailing, now: 5_000, after, limit: 2 });
        seen.push(...page.map(({ subscriber }) => subscriber));
        const last = page.at(-1);
        if (last === undefined) break;
        after = last;
      }
      expect(seen).toEqual([readers[1], readers[0], readers[2], readers[4]]);
    });
  });
}
