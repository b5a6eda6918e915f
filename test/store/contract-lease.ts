import { beforeEach, describe, expect, test } from "@jest/globals";
import { deliveryStates, noDeliveries } from "../../src/model/mailing.ts";
import { countDeliveries, listDeliveries } from "../../src/store/deliveries.ts";
import type { Settlement } from "../../src/store/ledger.ts";
import {
  claimMailing,
  dropUntouched,
  findMailing,
  releaseMailing,
  renewLease,
  senderOf,
} from "../../src/store/mailings.ts";
import type { Store } from "../../src/store/store.ts";
import { putState, record, submitted } from "../support/ledger.ts";
import { addReaders, freeze, runningMailing, type TempStore } from "../support/temp-store.ts";

export function leaseContract(opened: () => TempStore): void {
  describe("the lease of a mailing", () => {
    let store: Store;

    beforeEach(() => {
      store = opened().store;
    });

    test("one runner holds it, and the next is told who and until when", async () => {
      const { mailing } = await runningMailing(store, 1);
      expect((await findMailing(store, "hello", "weekly"))?.state).toBe("running");
      expect(await claimMailing(store, { mailing, runner: "runner-2", now: 4000, leaseMs: 1 })).toEqual({
        status: "held",
        runner: "runner-1",
        until: 63_000,
      });
    });

    test("a lease that has run out is taken over", async () => {
      const { mailing } = await runningMailing(store, 1);
      const claim = { mailing, runner: "runner-2", now: 63_000, leaseMs: 1000 };
      expect(await claimMailing(store, claim)).toEqual({ status: "claimed", uncertain: 0, decided: 0 });
    });

    test("the lease of a dead process is taken over at once, that of a living one is not", async () => {
      const { mailing } = await runningMailing(store, 1);
      const asked: string[] = [];
      const claim = (alive: boolean) =>
        claimMailing(store, {
          mailing,
          runner: "runner-2",
          now: 4000,
          leaseMs: 1000,
          isAlive: (runner) => asked.push(runner) > 0 && alive,
        });
      expect(await claim(true)).toMatchObject({ status: "held" });
      expect(await claim(false)).toMatchObject({ status: "claimed" });
      expect(asked).toEqual(["runner-1", "runner-1"]);
    });

    test("a take-over makes what was in flight uncertain, and nothing else", async () => {
      const { mailing, runner, readers } = await runningMailing(store, 5);
      const [first = 0, second = 0, third = 0] = readers;
      await record(store, { mailing, runner, wanted: [first, second, third] });
      await record(store, { mailing, runner, settled: [{ subscriber: second, state: "submitted" }] });
      const claim = { mailing, runner: "runner-2", now: 99_000, leaseMs: 1000 };
      expect(await claimMailing(store, claim)).toEqual({ status: "claimed", uncertain: 2, decided: 0 });
      const rows = await listDeliveries(store, { mailing, states: ["uncertain"], limit: 9 });
      expect(rows).toMatchObject([
        { subscriber: first, reason: "the sender stopped before the relay answered", changedAt: 99_000 },
        { subscriber: third },
      ]);
      expect(await countDeliveries(store, mailing)).toEqual({
        ...noDeliveries,
        submitted: 1,
        uncertain: 2,
        pending: 2,
      });
    });

    test("a runner that lost the lease can neither record, renew nor release", async () => {
      const { mailing, runner, readers } = await runningMailing(store, 3);
      const [first = 0, second = 0] = readers;
      await record(store, { mailing, runner, wanted: [first] });
      await claimMailing(store, { mailing, runner: "runner-2", now: 99_000, leaseMs: 1000 });
      const settled: readonly Settlement[] = [{ subscriber: first, state: "submitted" }];
      expect(await record(store, { mailing, runner, settled, wanted: [second] })).toEqual({
        status: "fenced",
      });
      expect(await renewLease(store, { mailing, runner, now: 99_001, leaseMs: 1000 })).toBe(false);
      expect(await releaseMailing(store, { mailing, runner, now: 99_001 })).toMatchObject({
        state: "running",
      });
      expect(await countDeliveries(store, mailing)).toMatchObject({
        uncertain: 1,
        pending: 2,
        submitted: 0,
      });
      expect(await renewLease(store, { mailing, runner: "runner-2", now: 1, leaseMs: 1 })).toBe(true);
    });

    test("a renewed lease lasts from the moment of renewal", async () => {
      const { mailing, runner } = await runningMailing(store, 1);
      expect(await renewLease(store, { mailing, runner, now: 50_000, leaseMs: 60_000 })).toBe(true);
      const claim = { mailing, runner: "runner-2", now: 63_000, leaseMs: 1 };
      expect(await claimMailing(store, claim)).toEqual({ status: "held", runner, until: 110_000 });
    });

    test("a released mailing is paused while anything is open, then finished", async () => {
      const { mailing, runner, readers } = await runningMailing(store, 2);
      await record(store, { mailing, runner, wanted: readers });
      await record(store, { mailing, runner, settled: readers.map(submitted).slice(0, 1) });
      for (const state of ["pending", "submitting", "deferred", "uncertain"] as const) {
        await putState(store, mailing, readers[1] ?? 0, state);
        expect(await releaseMailing(store, { mailing, runner, now: 5000 })).toMatchObject({
          state: "paused",
        });
        await claimMailing(store, { mailing, runner, now: 5000, leaseMs: 1000 });
      }
      await putState(store, mailing, readers[1] ?? 0, "rejected");
      const finished = await releaseMailing(store, { mailing, runner, now: 6000 });
      expect(finished).toMatchObject({ state: "finished", finishedAt: 6000 });
      expect(await findMailing(store, "hello", "weekly")).toEqual(finished);
    });

    test("a mailing that is over is not claimed by anybody, and stays as it is", async () => {
      const { mailing, runner } = await runningMailing(store, 0);
      const finished = await releaseMailing(store, { mailing, runner, now: 6000 });
      const claim = { mailing, runner: "runner-2", now: 7000, leaseMs: 1000 };
      expect(await claimMailing(store, claim)).toEqual({ status: "over" });
      expect(await findMailing(store, "hello", "weekly")).toEqual(finished);
      await store.db.updateTable("mailings").set({ state: "cancelled" }).execute();
      expect(await claimMailing(store, claim)).toEqual({ status: "over" });
      expect((await findMailing(store, "hello", "weekly"))?.state).toBe("cancelled");
    });

    test("a mailing that was frozen anew is not claimed in place of the one that is meant", async () => {
      await addReaders(store, 1);
      const { id: mailing } = await freeze(store, "hello", "weekly", 2000);
      await dropUntouched(store, { mailing, now: 2500 });
      const claim = { mailing, createdAt: 2000, runner: "runner-1", now: 4000, leaseMs: 1000 };
      await expect(claimMailing(store, claim)).rejects.toMatchObject({ code: "store/mailing-replaced" });
      await freeze(store, "hello", "weekly", 3000);
      await expect(claimMailing(store, claim)).rejects.toMatchObject({ code: "store/mailing-replaced" });
      expect(await claimMailing(store, { ...claim, createdAt: 3000 })).toMatchObject({ status: "claimed" });
    });

    test("a decision is carried out by who gets the lease, for those who were uncertain before", async () => {
      const { mailing, readers } = await runningMailing(store, 4);
      const [first = 0, second = 0, third = 0] = readers;
      await putState(store, mailing, first, "uncertain");
      await putState(store, mailing, second, "submitted");
      await putState(store, mailing, third, "submitting");
      const claim = { mailing, runner: "runner-2", now: 4000, leaseMs: 1000 };
      expect(await claimMailing(store, { ...claim, decision: "resend" })).toMatchObject({ status: "held" });
      expect(await countDeliveries(store, mailing)).toMatchObject({ uncertain: 1, submitting: 1 });
      expect(await claimMailing(store, { ...claim, now: 99_000, decision: "resend" })).toEqual({
        status: "claimed",
        uncertain: 1,
        decided: 1,
      });
      expect(await countDeliveries(store, mailing)).toEqual({
        ...noDeliveries,
        pending: 2,
        submitted: 1,
        uncertain: 1,
      });
      expect(await claimMailing(store, { ...claim, now: 199_000, decision: "skip" })).toMatchObject({
        decided: 1,
      });
      const skipped = await listDeliveries(store, { mailing, states: ["skipped"], limit: 9 });
      expect(skipped).toMatchObject([{ subscriber: third, reason: "decided" }]);
    });

    test("a decision for each is carried out for those alone, and only while they are uncertain", async () => {
      const { mailing, runner, readers } = await runningMailing(store, 4);
      const [a = 0, b = 0, c = 0, d = 0] = readers;
      for (const reader of [a, b, c]) await putState(store, mailing, reader, "uncertain");
      await putState(store, mailing, d, "submitted");
      await releaseMailing(store, { mailing, runner, now: 4000 });
      const decision = new Map([
        [a, "resend"],
        [b, "skip"],
        [d, "resend"],
      ] as const);
      const claim = { mailing, runner: "runner-2", now: 5000, leaseMs: 1000, decision };
      expect(await claimMailing(store, claim)).toMatchObject({ status: "claimed", decided: 2 });
      const rows = await listDeliveries(store, { mailing, states: deliveryStates, limit: 9 });
      expect(rows.map(({ state }) => state)).toEqual(["pending", "skipped", "uncertain", "submitted"]);
    });

    test("who sends a mailing is known while the lease is live, and nobody after that", async () => {
      const { mailing, runner } = await runningMailing(store, 1);
      expect(await senderOf(store, { mailing, now: 4000 })).toEqual({ runner, until: 63_000 });
      expect(await senderOf(store, { mailing, now: 4000, isAlive: () => false })).toBeUndefined();
      expect(await senderOf(store, { mailing, now: 63_000 })).toBeUndefined();
    });
  });
}
