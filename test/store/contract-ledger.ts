import { beforeEach, describe, expect, test } from "@jest/globals";
import { deliveryStates, deliveryTransitions, noDeliveries } from "../../src/model/mailing.ts";
import { countDeliveries, countSubmittedBy, listDeliveries } from "../../src/store/deliveries.ts";
import { recordLedger, type Settlement } from "../../src/store/ledger.ts";
import type { Store } from "../../src/store/store.ts";
import { findSubscription } from "../../src/store/subscriptions.ts";
import { unsubscribe } from "../../src/store/unsubscribe.ts";
import { suppressionHash } from "../../src/store/suppression-hash.ts";
import { addSuppression } from "../../src/store/suppressions.ts";
import { putState, record, startedIn, submitted, workOf } from "../support/ledger.ts";
import { addReader, runningMailing, type TempStore } from "../support/temp-store.ts";

export function ledgerContract(opened: () => TempStore): void {
  describe("the ledger", () => {
    let store: Store;

    beforeEach(() => {
      store = opened().store;
    });

    test("an intent tells all that a message needs, and is committed when it returns", async () => {
      const subscriber = await addReader(store, { email: "Ada@example.org", fields: { firstName: "Ada" } });
      const { mailing, runner } = await runningMailing(store, 0);
      const token = (await findSubscription(store, subscriber, "weekly"))?.token;
      expect(await record(store, { mailing, runner, wanted: [subscriber] })).toEqual({
        status: "recorded",
        started: [
          {
            subscriber,
            email: "Ada@example.org",
            fields: { firstName: "Ada" },
            unsubscribeToken: token,
            variant: "all",
            attempts: 1,
            waits: 0,
          },
        ],
        skipped: [],
      });
      const second = await opened().again();
      expect(await countDeliveries(second, mailing)).toEqual({ ...noDeliveries, submitting: 1 });
    });

    test("an intent notes its relay, which stays known of everybody but those who came back without a copy", async () => {
      const { mailing, runner, readers } = await runningMailing(store, 5);
      const [one = 0, two = 0, three = 0, four = 0] = readers;
      const wanted = [one, two, three, four].map((subscriber, index) => ({
        subscriber,
        relay: index < 2 ? "main" : "second",
        domain: "",
      }));
      await recordLedger(store, { mailing, runner, now: 4000, settled: [], wanted });
      const settled = [
        submitted(one),
        { subscriber: two, state: "pending" },
        { subscriber: three, state: "uncertain" },
        submitted(four),
      ] as const;
      await record(store, { mailing, runner, settled, wanted: [] });
      const rows = await listDeliveries(store, { mailing, states: deliveryStates, limit: 9 });
      expect(rows.map(({ relay }) => relay)).toEqual(["main", undefined, "second", "second", undefined]);
      expect(await countSubmittedBy(store, mailing)).toEqual([
        { relay: "main", submitted: 1 },
        { relay: "second", submitted: 1 },
      ]);
      // Who was deferred through one relay may be submitted through another.
      await record(store, { mailing, runner, wanted: [two] });
      await record(store, { mailing, runner, settled: [submitted(two)] });
      expect(await countSubmittedBy(store, mailing)).toContainEqual({ relay: "main", submitted: 2 });
    });

    test("outcomes and intents of every size of batch go through in one call", async () => {
      const { mailing, runner, readers } = await runningMailing(store, 21);
      let settled: readonly Settlement[] = [];
      let from = 0;
      for (const size of [1, 2, 3, 5, 10, 0]) {
        const result = await record(store, {
          mailing,
          runner,
          settled,
          wanted: readers.slice(from, from + size),
        });
        settled = startedIn(result).map(submitted);
        expect(settled).toHaveLength(size);
        from += size;
      }
      expect(await countDeliveries(store, mailing)).toEqual({ ...noDeliveries, submitted: 21 });
    });

    test("every outcome is kept with its reason and its time", async () => {
      const { mailing, runner, readers } = await runningMailing(store, 6);
      await record(store, { mailing, runner, wanted: readers });
      const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0] = readers;
      const settled: readonly Settlement[] = [
        { subscriber: a, state: "submitted" },
        { subscriber: b, state: "deferred", reason: "451 try later", dueAt: 9000 },
        { subscriber: c, state: "rejected", reason: "550 no such user" },
        { subscriber: d, state: "uncertain", reason: "the link was lost" },
        { subscriber: e, state: "pending" },
        { subscriber: f, state: "skipped", reason: "needs-smtputf8" },
      ];
      await record(store, { mailing, runner, settled, now: 4000 });
      const rows = await listDeliveries(store, { mailing, states: deliveryStates, limit: 9 });
      expect(rows).toEqual(
        settled.map(({ subscriber, state, reason, dueAt }, index) => ({
          subscriber,
          email: `r${index + 1}@example.org`,
          variant: "all",
          attempts: 1,
          ...(state === "pending" ? {} : { relay: "main" }),
          changedAt: 4000,
          state,
          ...(reason === undefined ? {} : { reason }),
          ...(dueAt === undefined ? {} : { dueAt }),
          // Only these two have a copy, or may have one.
          ...(state === "submitted" || state === "uncertain" ? { revision: 1 } : {}),
        })),
      );
    });

    test("an outcome for a row that is not submitting is a bug, and nothing of its batch is written", async () => {
      const { mailing, runner, readers } = await runningMailing(store, 3);
      const [first = 0, second = 0, third = 0] = readers;
      await record(store, { mailing, runner, wanted: [second] });
      for (const state of deliveryStates.filter((one) => one !== "submitting")) {
        await putState(store, mailing, first, state);
        const settled = [second, first].map(submitted);
        await expect(record(store, { mailing, runner, settled, wanted: [third] })).rejects.toThrow(
          "submitting",
        );
      }
      expect(await countDeliveries(store, mailing)).toMatchObject({ submitting: 1, pending: 1 });
    });

    test("only what the table of transitions allows can be recorded", async () => {
      const { mailing, runner, readers } = await runningMailing(store, 1);
      const subscriber = readers[0] ?? 0;
      for (const state of deliveryStates) {
        await putState(store, mailing, subscriber, "submitting");
        const settlement = { subscriber, state } as Settlement;
        const recorded = record(store, { mailing, runner, settled: [settlement] });
        if (deliveryTransitions.submitting.includes(state))
          await expect(recorded).resolves.toMatchObject({ status: "recorded" });
        else await expect(recorded).rejects.toThrow("cannot become");
      }
    });

    test("only pending and due deliveries start; every other is passed over", async () => {
      const { mailing, runner, readers } = await runningMailing(store, 1);
      const subscriber = readers[0] ?? 0;
      for (const state of deliveryStates) {
        await putState(store, mailing, subscriber, state, 5000);
        const result = await record(store, { mailing, runner, wanted: [subscriber], now: 5000 });
        const starts = deliveryTransitions[state].includes("submitting");
        expect([state, startedIn(result)]).toEqual([state, starts ? [subscriber] : []]);
        expect(result).toMatchObject({ skipped: [] });
      }
      await putState(store, mailing, subscriber, "deferred", 5001);
      expect(startedIn(await record(store, { mailing, runner, wanted: [subscriber], now: 5000 }))).toEqual(
        [],
      );
    });

    test("an outcome and the next attempt of the same reader fit in one call", async () => {
      const { mailing, runner, readers } = await runningMailing(store, 1);
      await record(store, { mailing, runner, wanted: readers });
      const settled: readonly Settlement[] = [{ subscriber: readers[0] ?? 0, state: "pending" }];
      const result = await record(store, { mailing, runner, settled, wanted: readers });
      expect(result).toMatchObject({ started: [{ attempts: 2 }] });
    });

    test("a reader who unsubscribes between the page and the intent is skipped", async () => {
      const { mailing, runner, readers } = await runningMailing(store, 2);
      const wanted = await workOf(store, { mailing, now: 4000 });
      const [first = 0, second = 0] = readers;
      const token = (await findSubscription(store, first, "weekly"))?.token ?? "";
      await unsubscribe(await opened().again(), token, 4000);
      const result = await record(store, { mailing, runner, wanted });
      expect(startedIn(result)).toEqual([second]);
      expect(result).toMatchObject({ skipped: [{ subscriber: first, reason: "unsubscribed" }] });
      const rows = await listDeliveries(store, { mailing, states: ["skipped"], limit: 9 });
      expect(rows).toMatchObject([{ subscriber: first, reason: "unsubscribed", attempts: 0 }]);
    });

    test("a reader who pauses between the page and the intent is skipped, one whose pause is over is not", async () => {
      const { mailing, runner, readers } = await runningMailing(store, 2);
      const [first = 0, second = 0] = readers;
      const pause = (subscriber: number, until: number) =>
        store.db
          .updateTable("subscriptions")
          .set({ paused_until: until })
          .where("subscriber_id", "=", subscriber)
          .execute();
      await pause(first, 4001);
      await pause(second, 4000);
      const result = await record(store, { mailing, runner, wanted: readers, now: 4000 });
      expect(startedIn(result)).toEqual([second]);
      expect(result).toMatchObject({ skipped: [{ subscriber: first, reason: "paused" }] });
    });

    test("suppressed and erased readers are skipped with the reason, deferred ones too", async () => {
      const { mailing, runner, readers } = await runningMailing(store, 3);
      const [first = 0, second = 0, third = 0] = readers;
      await putState(store, mailing, first, "deferred", 1);
      await addSuppression(store, {
        key: "r1@example.org",
        reason: "complaint",
        source: "fbl",
        createdAt: 1,
      });
      await store.db.deleteFrom("subscribers").where("id", "=", second).execute();
      const result = await record(store, { mailing, runner, wanted: readers });
      expect(startedIn(result)).toEqual([third]);
      expect(result).toMatchObject({
        skipped: [
          { subscriber: first, reason: "suppressed" },
          { subscriber: second, reason: "removed" },
        ],
      });
      const rows = await listDeliveries(store, { mailing, states: ["skipped"], limit: 9 });
      expect(rows.map(({ email, dueAt }) => [email, dueAt])).toEqual([
        ["r1@example.org", undefined],
        [undefined, undefined],
      ]);
    });

    test("a hard bounce suppresses the address in the same commit, for every list", async () => {
      const { mailing, runner, readers } = await runningMailing(store, 2);
      await record(store, { mailing, runner, wanted: readers });
      const [first = 0, second = 0] = readers;
      const settled: readonly Settlement[] = [
        { subscriber: first, state: "rejected", reason: "550 5.1.1 unknown", suppress: true },
        { subscriber: second, state: "rejected", reason: "550 5.7.1 blocked" },
      ];
      await record(store, { mailing, runner, settled, now: 4000 });
      const email_key = "r1@example.org";
      const hash = suppressionHash(store, email_key);
      expect(await store.db.selectFrom("suppressions").selectAll().execute()).toEqual([
        { hash, email_key, reason: "bounce", source: "smtp", created_at: 4000 },
      ]);
    });

    test("the number of an erased reader is not given to another", async () => {
      const first = await addReader(store, { email: "a@example.org" });
      await store.db.deleteFrom("subscribers").execute();
      expect(await addReader(store, { email: "b@example.org" })).toBeGreaterThan(first);
    });
  });
}
