import { beforeEach, describe, expect, test } from "@jest/globals";
import {
  deliveryStates,
  type MailingState,
  mailingStates,
  mailingTransitions,
  noDeliveries,
  stops,
} from "../../src/model/mailing.ts";
import { countDeliveries, listDeliveries } from "../../src/store/deliveries.ts";
import {
  cancelMailing,
  claimMailing,
  dropUntouched,
  dueMailings,
  findMailing,
  isUntouched,
  pauseMailing,
  readOrders,
  releaseMailing,
} from "../../src/store/mailings.ts";
import type { Store } from "../../src/store/store.ts";
import { putState, record, startedIn, submitted } from "../support/ledger.ts";
import { addReaders, freeze, runningMailing, type TempStore } from "../support/temp-store.ts";

const dead = () => false;

export function stopContract(opened: () => TempStore): void {
  describe("a mailing that a person stops", () => {
    let store: Store;

    beforeEach(() => {
      store = opened().store;
    });

    test("is paused for every process from the commit on: outcomes are written, and nobody starts", async () => {
      const { mailing, runner, readers } = await runningMailing(store, 4);
      const [first = 0, second = 0, third = 0] = readers;
      await record(store, { mailing, runner, wanted: [first, second] });
      const other = await opened().again();
      expect(await pauseMailing(other, { mailing, now: 4_000 })).toMatchObject({
        status: "stopped",
        by: { runner },
        mailing: { state: "running", stoppedBy: "person" },
      });
      const settled = [submitted(first), { subscriber: second, state: "deferred", dueAt: 9 } as const];
      expect(await record(store, { mailing, runner, settled, wanted: [third] })).toEqual({
        status: "recorded",
        started: [],
        skipped: [],
        halted: "paused",
      });
      expect(await releaseMailing(store, { mailing, runner, now: 5_000 })).toMatchObject({
        state: "paused",
        stoppedBy: "person",
      });
      expect(await countDeliveries(store, mailing)).toEqual({
        ...noDeliveries,
        submitted: 1,
        deferred: 1,
        pending: 2,
      });
    });

    test("is gone on with by who resumes it, and by nobody else", async () => {
      const { mailing, runner, readers } = await runningMailing(store, 1);
      await pauseMailing(store, { mailing, now: 4_000 });
      await releaseMailing(store, { mailing, runner, now: 5_000 });
      const claim = { mailing, runner: "runner-2", now: 6_000, leaseMs: 1_000 };
      expect(await claimMailing(store, claim)).toEqual({ status: "paused" });
      expect(await claimMailing(store, { ...claim, purpose: "recover" })).toMatchObject({
        status: "claimed",
      });
      expect(await releaseMailing(store, claim)).toMatchObject({ state: "paused", stoppedBy: "person" });
      expect(await claimMailing(store, { ...claim, purpose: "resume" })).toMatchObject({ status: "claimed" });
      expect(startedIn(await record(store, { mailing, runner: "runner-2", wanted: readers }))).toEqual(
        readers,
      );
      expect((await findMailing(store, "hello", "weekly"))?.stoppedBy).toBeUndefined();
    });

    test("is paused at once when nobody sends it, also one that was only planned; the dead one's readers are uncertain", async () => {
      await addReaders(store, 2);
      const { id: planned } = await freeze(store);
      expect(await pauseMailing(store, { mailing: planned, now: 2_500 })).toMatchObject({
        status: "stopped",
        mailing: { state: "paused", stoppedBy: "person" },
      });
      const claim = { mailing: planned, runner: "runner-1", now: 3_000, leaseMs: 60_000 };
      await claimMailing(store, { ...claim, purpose: "resume" });
      const [first] = await listDeliveries(store, { mailing: planned, states: ["pending"], limit: 1 });
      await record(store, { mailing: planned, runner: "runner-1", wanted: [first?.subscriber ?? 0] });
      expect(await pauseMailing(store, { mailing: planned, now: 4_000, isAlive: dead })).toMatchObject({
        status: "stopped",
        uncertain: 1,
        mailing: { state: "paused" },
      });
      expect(await countDeliveries(store, planned)).toMatchObject({ uncertain: 1, pending: 1 });
    });

    test("that is cancelled skips who is left; what is on its way ends as the relay says, and nobody is tried again", async () => {
      const { mailing, runner, readers } = await runningMailing(store, 7);
      const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0] = readers;
      await record(store, { mailing, runner, wanted: [a, b, c, d] });
      await putState(store, mailing, e, "deferred");
      await putState(store, mailing, f, "uncertain");
      expect(await cancelMailing(store, { mailing, now: 4_000 })).toMatchObject({
        status: "stopped",
        by: { runner },
        mailing: { state: "cancelled" },
      });
      expect(await countDeliveries(store, mailing)).toEqual({
        ...noDeliveries,
        submitting: 4,
        skipped: 2,
        uncertain: 1,
      });
      const settled = [
        submitted(a),
        { subscriber: b, state: "deferred", dueAt: 9_000 } as const,
        { subscriber: c, state: "pending" } as const,
        { subscriber: d, state: "uncertain" } as const,
      ];
      expect(await record(store, { mailing, runner, settled, wanted: [e] })).toMatchObject({
        started: [],
        halted: "cancelled",
      });
      expect(await readOrders(store, { mailing, runner })).toBe("cancelled");
      expect(await releaseMailing(store, { mailing, runner, now: 5_000 })).toMatchObject({
        state: "cancelled",
      });
      expect(await countDeliveries(store, mailing)).toEqual({
        ...noDeliveries,
        submitted: 1,
        skipped: 4,
        uncertain: 2,
      });
      const skipped = await listDeliveries(store, { mailing, states: ["skipped"], limit: 9 });
      expect(skipped.map(({ reason }) => reason)).toEqual(Array(4).fill("cancelled"));
    });

    test("and whose sender died after that names its readers as uncertain to whoever looks next", async () => {
      const { mailing, runner, readers } = await runningMailing(store, 2);
      await record(store, { mailing, runner, wanted: readers.slice(0, 1) });
      await cancelMailing(store, { mailing, now: 4_000 });
      const claim = { mailing, runner: "runner-2", now: 5_000, leaseMs: 1_000, isAlive: dead };
      expect(await claimMailing(store, claim)).toEqual({ status: "over" });
      expect(await countDeliveries(store, mailing)).toEqual({ ...noDeliveries, uncertain: 1, skipped: 1 });
      expect(await cancelMailing(store, { mailing, now: 6_000 })).toMatchObject({ status: "over" });
    });

    test("before anybody was reached may be dropped, so that it can be approved anew; after that it may not", async () => {
      const { mailing, runner, readers } = await runningMailing(store, 2);
      await cancelMailing(store, { mailing, now: 4_000 });
      await releaseMailing(store, { mailing, runner, now: 5_000 });
      expect(await isUntouched(store, mailing)).toBe(true);
      expect(await dropUntouched(store, { mailing, now: 5_000 })).toEqual({ status: "dropped" });
      await freeze(store, "hello", "weekly", 6_000);
      await claimMailing(store, { mailing, runner, now: 7_000, leaseMs: 60_000 });
      await record(store, { mailing, runner, wanted: readers.slice(0, 1) });
      const back = { subscriber: readers[0] ?? 0, state: "pending" } as const;
      await record(store, { mailing, runner, settled: [back] });
      await cancelMailing(store, { mailing, now: 8_000 });
      await releaseMailing(store, { mailing, runner, now: 8_000 });
      expect(await dropUntouched(store, { mailing, now: 9_000 })).toEqual({ status: "touched" });
    });

    test.each(mailingStates)("changes from %s only as the table says", async (state) => {
      await addReaders(store, 1);
      const { id: mailing } = await freeze(store);
      const orders: readonly [MailingState, () => Promise<unknown>][] = [
        [
          "running",
          () => claimMailing(store, { mailing, runner: "r", now: 3_000, leaseMs: 1, purpose: "resume" }),
        ],
        ["paused", () => pauseMailing(store, { mailing, now: 3_000 })],
        ["cancelled", () => cancelMailing(store, { mailing, now: 3_000 })],
      ];
      for (const [to, order] of orders) {
        const fresh = { state, runner: null, lease_until: null, stopped_by: null };
        await store.db.updateTable("mailings").set(fresh).execute();
        await order();
        const allowed = mailingTransitions[state].includes(to);
        expect([to, (await findMailing(store, "hello", "weekly"))?.state]).toEqual([
          to,
          allowed ? to : state,
        ]);
      }
    });

    test("is not due: due is what was approved, has its time behind it, has readers left, and is stopped by nobody", async () => {
      const { mailing, readers } = await runningMailing(store, 2);
      const due = async (now = 9_000) => (await dueMailings(store, now)).map(({ id }) => id);
      const set = (changes: object) => store.db.updateTable("mailings").set(changes).execute();
      expect(await due()).toEqual([mailing]);
      for (const state of ["planned", "paused"] as const) {
        await set({ state });
        expect(await due()).toEqual([mailing]);
      }
      await set({ scheduled_at: 5_000 });
      expect([await due(4_999), await due(5_000)]).toEqual([[], [mailing]]);
      for (const stopped_by of stops) {
        await set({ stopped_by });
        expect(await due()).toEqual([]);
      }
      await set({ stopped_by: null });
      for (const state of deliveryStates) {
        for (const reader of readers) await putState(store, mailing, reader, state);
        const left = ["pending", "submitting", "deferred"].includes(state);
        expect([state, await due()]).toEqual([state, left ? [mailing] : []]);
        // Its sender died before it gave the lease back: somebody has to bring it to its end.
        await set({ state: "running" });
        expect([state, await due()]).toEqual([state, [mailing]]);
        await set({ state: "paused" });
      }
      await putState(store, mailing, readers[0] ?? 0, "pending");
      for (const state of ["finished", "cancelled"] as const) {
        await set({ state });
        expect(await due()).toEqual([]);
      }
    });

    test("by Ctrl-C, or stopped by the relay, says so until somebody goes on with it", async () => {
      const { mailing, runner } = await runningMailing(store, 1);
      for (const stoppedBy of ["interrupt", "relay"] as const) {
        const released = await releaseMailing(store, { mailing, runner, now: 5_000, stoppedBy });
        expect(released).toMatchObject({ state: "paused", stoppedBy });
        await claimMailing(store, { mailing, runner, now: 6_000, leaseMs: 1_000 });
        expect((await findMailing(store, "hello", "weekly"))?.stoppedBy).toBeUndefined();
      }
    });

    test("keeps what was told of the reason, for who looks later, until somebody goes on or says something else", async () => {
      const { mailing, runner } = await runningMailing(store, 1);
      const stopReason = { message: "The relay said 535.", remedy: "Look at the password." };
      const claim = { mailing, runner, now: 6_000, leaseMs: 1_000 };
      const kept = async () => (await findMailing(store, "hello", "weekly"))?.stopReason;
      const stop = () =>
        releaseMailing(store, { mailing, runner, now: 5_000, stoppedBy: "relay", stopReason });
      expect(await stop()).toMatchObject({ state: "paused", stopReason });
      await claimMailing(store, { ...claim, purpose: "recover" });
      await releaseMailing(store, claim);
      expect(await kept()).toEqual(stopReason);
      await claimMailing(store, claim);
      expect(await kept()).toBeUndefined();
      await stop();
      await pauseMailing(store, { mailing, now: 7_000 });
      expect(await kept()).toBeUndefined();
      await claimMailing(store, { ...claim, purpose: "resume" });
      await stop();
      await cancelMailing(store, { mailing, now: 7_000 });
      expect(await kept()).toBeUndefined();
    });
  });
}
