import { beforeEach, describe, expect, test } from "@jest/globals";
import { recordLedger, type Wanted } from "../../src/store/ledger.ts";
import { readRelayDays, readUsage, tidyUsage } from "../../src/store/relay-usage.ts";
import type { Store } from "../../src/store/store.ts";
import { addSuppression } from "../../src/store/suppressions.ts";
import { passing } from "../support/ledger.ts";
import { runningMailing, type TempStore } from "../support/temp-store.ts";

const day = 86_400_000;
/** Whole minutes, so that the rows can be told. */
const morning = 1_000_000 * 60_000;

export function usageContract(opened: () => TempStore): void {
  describe("what was started through each relay", () => {
    let store: Store;

    beforeEach(() => {
      store = opened().store;
    });

    async function start(mailing: number, now: number, wanted: readonly Wanted[]): Promise<void> {
      const entry = { mailing, runner: "runner-1", now, settled: [], wanted };
      expect(await recordLedger(store, entry)).toMatchObject({ status: "recorded" });
    }

    test("is counted by relay, domain and minute, with the intents and only for who starts", async () => {
      const { mailing, readers } = await runningMailing(store, 6);
      const suppression = { key: "r2@example.org", reason: "manual", source: "test", createdAt: 1 } as const;
      await addSuppression(store, suppression);
      const [one, two, three, four, five, six] = readers.map(passing) as [
        Wanted,
        Wanted,
        Wanted,
        Wanted,
        Wanted,
        Wanted,
      ];
      await start(mailing, morning + 1, [one, two, { ...three, domain: "example.org" }]);
      await start(mailing, morning + 59_000, [four, { ...five, relay: "second" }]);
      await start(mailing, morning + 60_000, [six]);
      const usage = await readUsage(await opened().again(), { since: 0, now: morning + 60_000 });
      const minute = { minuteAt: morning, messages: 1 };
      expect(usage).toHaveLength(4);
      expect(usage).toEqual(
        expect.arrayContaining([
          { relay: "main", domain: "", minuteAt: morning, lastAt: morning + 59_000, messages: 2 },
          { ...minute, relay: "main", domain: "example.org", lastAt: morning + 1 },
          { ...minute, relay: "second", domain: "", lastAt: morning + 59_000 },
          {
            relay: "main",
            domain: "",
            minuteAt: morning + 60_000,
            lastAt: morning + 60_000,
            messages: 1,
          },
        ]),
      );
    });

    test("is counted in the minute in which the pace counted it, although its intent was written in the next", async () => {
      const { mailing, readers } = await runningMailing(store, 3);
      const times = [morning + 59_990, morning + 59_980, morning + 60_000];
      const wanted = readers.map((reader, index) => ({ ...passing(reader), at: times[index] ?? 0 }));
      await start(mailing, morning + 60_010, wanted.slice(0, 1));
      await start(mailing, morning + 60_020, wanted.slice(1));
      const usage = await readUsage(store, { since: 0, now: morning + 60_020 });
      expect(usage.map(({ minuteAt, lastAt, messages }) => [minuteAt, lastAt, messages])).toEqual([
        [morning, morning + 59_990, 2],
        [morning + 60_000, morning + 60_000, 1],
      ]);
      const before = await readUsage(store, { since: 0, now: morning + 59_000 });
      expect(before).toMatchObject([{ lastAt: morning + 59_000, messages: 2 }]);
    });

    test("is counted by nobody whose lease is lost", async () => {
      const { mailing, readers } = await runningMailing(store, 1);
      const entry = { mailing, runner: "somebody else", now: morning, settled: [] };
      await recordLedger(store, { ...entry, wanted: readers.map(passing) });
      expect(await readUsage(store, { since: 0, now: morning })).toEqual([]);
    });

    test("a day of a relay begins once, whoever says so, also when its message was a moment late the day before", async () => {
      const { mailing, readers } = await runningMailing(store, 5);
      const times = [morning, morning + 1, morning + 3_600_000, morning + day - 3, morning + 3 * day];
      const seen: unknown[] = [];
      for (const [index, now] of times.entries()) {
        await start(mailing, now, [{ ...passing(readers[index] ?? 0), beginsDay: true }]);
        seen.push((await readRelayDays(store)).get("main"));
      }
      expect(seen).toEqual([
        { days: 1, beganAt: morning },
        { days: 1, beganAt: morning },
        { days: 1, beganAt: morning },
        { days: 2, beganAt: morning + day - 3 },
        { days: 3, beganAt: morning + 3 * day },
      ]);
    });

    test("is dropped after a day, and moved to now when a clock that was set back had written it", async () => {
      const { mailing, readers } = await runningMailing(store, 4);
      const times = [morning - day - 1, morning - day + 1, morning + 5 * day, morning + 6 * day];
      for (const [index, now] of times.entries()) await start(mailing, now, [passing(readers[index] ?? 0)]);
      await tidyUsage(store, morning);
      const kept = await readUsage(store, { since: 0, now: morning });
      expect(kept.map(({ lastAt, messages }) => [lastAt, messages])).toEqual([
        [morning - day + 1, 1],
        [morning, 2],
      ]);
    });
  });
}
