import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { editionOf, serialiseEdition } from "../../src/model/edition.ts";
import {
  type DeliveryState,
  deliveryStates,
  deliveryTransitions,
  mailingId,
  noDeliveries,
} from "../../src/model/mailing.ts";
import {
  countDeliveries,
  decideUncertain,
  earliestDue,
  listDeliveries,
  nextDeliveries,
} from "../../src/store/deliveries.ts";
import { type Recorded, recordLedger, type Settlement } from "../../src/store/ledger.ts";
import { ensureLists } from "../../src/store/lists.ts";
import {
  audienceOf,
  claimMailing,
  createMailing,
  editionsOf,
  findMailing,
  listMailings,
  releaseMailing,
  renewLease,
} from "../../src/store/mailings.ts";
import type { Store } from "../../src/store/store.ts";
import { countSubscriptions, findSubscriber, listSubscribers } from "../../src/store/subscribers.ts";
import { findSubscription, setSubscription, unsubscribe } from "../../src/store/subscriptions.ts";
import { addSuppression, isSuppressed } from "../../src/store/suppressions.ts";
import {
  addReader,
  addReaders,
  freeze,
  runningMailing,
  sampleEdition,
  sampleSender,
  type TempStore,
} from "../support/temp-store.ts";

/** What every database must do for Letterpress. `open` makes an empty store with the lists weekly and monthly. */
export function storeContract(name: string, open: () => Promise<TempStore>): void {
  describe(`the store on ${name}`, () => {
    let temp: TempStore;
    let store: Store;

    beforeEach(async () => {
      temp = await open();
      store = temp.store;
    });

    afterEach(async () => temp[Symbol.asyncDispose]());

    describe("readers and their subscriptions", () => {
      test("a reader is found whatever case the address is asked in", async () => {
        const id = await addReader(store, { email: "Ada@Example.org", fields: { firstName: "Ada" } });
        const found = await findSubscriber(store, "ADA@example.ORG");
        expect(found).toEqual({
          id,
          email: "Ada@example.org",
          fields: { firstName: "Ada" },
          createdAt: 1000,
        });
        expect(await findSubscriber(store, "bob@example.org")).toBeUndefined();
      });

      test("pages of readers follow each other without a gap or a repeat", async () => {
        const ids = await addReaders(store, 7);
        const first = await listSubscribers(store, { limit: 3 });
        const second = await listSubscribers(store, { limit: 10, after: first.at(-1)?.id ?? 0 });
        expect([...first, ...second].map((reader) => reader.id)).toEqual(ids);
      });

      test("readers of a list are listed with their state, and by state", async () => {
        await addReader(store, { email: "a@example.org" });
        await addReader(store, { email: "b@example.org", state: "unsubscribed" });
        await addReader(store, { email: "c@example.org", list: "monthly" });
        const all = await listSubscribers(store, { list: "weekly", limit: 10 });
        expect(all.map(({ email, state }) => [email, state])).toEqual([
          ["a@example.org", "confirmed"],
          ["b@example.org", "unsubscribed"],
        ]);
        const left = await listSubscribers(store, { list: "weekly", state: "unsubscribed", limit: 10 });
        expect(left.map(({ email }) => email)).toEqual(["b@example.org"]);
        expect(await countSubscriptions(store, "weekly")).toEqual({
          unconfirmed: 0,
          confirmed: 1,
          unsubscribed: 1,
        });
      });

      test("a subscription keeps its token through every change of state", async () => {
        const subscriber = await addReader(store, { email: "a@example.org", state: "unconfirmed" });
        const before = await findSubscription(store, subscriber, "weekly");
        const after = await setSubscription(store, {
          subscriber,
          list: "weekly",
          state: "confirmed",
          now: 5,
        });
        expect(after).toEqual({ ...before, state: "confirmed", changedAt: 5 });
        expect(await findSubscription(store, subscriber, "monthly")).toBeUndefined();
      });

      test("an unsubscribe by token works in any case of the token, once, and for its list only", async () => {
        const subscriber = await addReader(store, { email: "a@example.org" });
        await addReader(store, { email: "a@example.org", list: "monthly" });
        const token = (await findSubscription(store, subscriber, "weekly"))?.token ?? "";
        const reader = { subscriber, list: "weekly", email: "a@example.org" };
        expect(await unsubscribe(store, token.toUpperCase(), 7)).toEqual({
          status: "unsubscribed",
          ...reader,
        });
        expect(await unsubscribe(store, token, 8)).toEqual({ status: "already-unsubscribed", ...reader });
        expect(await unsubscribe(store, "nonsense", 8)).toEqual({ status: "unknown-token" });
        expect(await findSubscription(store, subscriber, "weekly")).toMatchObject({ changedAt: 7 });
        expect(await findSubscription(store, subscriber, "monthly")).toMatchObject({ state: "confirmed" });
      });

      test("a suppression keeps its first reason", async () => {
        const key = "a@example.org";
        expect(await addSuppression(store, { key, reason: "complaint", source: "fbl", createdAt: 1 })).toBe(
          true,
        );
        expect(await addSuppression(store, { key, reason: "manual", source: "me", createdAt: 2 })).toBe(
          false,
        );
        expect(await isSuppressed(store, [key, "b@example.org"])).toEqual(new Set([key]));
        expect(await store.db.selectFrom("suppressions").select("reason").execute()).toEqual([
          { reason: "complaint" },
        ]);
      });

      test("a list that is declared again takes its new name", async () => {
        await ensureLists(store, [{ id: "weekly", name: "Renamed" }]);
        const names = await store.db.selectFrom("lists").select("name").orderBy("id").execute();
        expect(names.map((row) => row.name)).toEqual(["The monthly", "Renamed"]);
      });
    });

    describe("planning and freezing a mailing", () => {
      test("the audience counts every reader of the list once, under the first reason that holds", async () => {
        await addReaders(store, 3);
        await addReader(store, { email: "u@example.org", state: "unconfirmed" });
        await addReader(store, { email: "gone@example.org", state: "unsubscribed" });
        await addReader(store, { email: "bounced@example.org" });
        for (const key of ["bounced@example.org", "gone@example.org"])
          await addSuppression(store, { key, reason: "bounce", source: "smtp", createdAt: 1 });
        await addReader(store, { email: "both@example.org", list: "monthly" });
        await freeze(store, "hello", "monthly");
        await addReader(store, { email: "both@example.org" });
        expect(await audienceOf(store, { issue: "hello", list: "weekly" })).toEqual({
          recipients: 3,
          byDomain: [{ domain: "example.org", readers: 3 }],
          leftOut: [
            { reason: "unconfirmed", readers: 1 },
            { reason: "unsubscribed", readers: 1 },
            { reason: "suppressed", readers: 1 },
            { reason: "already-has-issue", readers: 1 },
          ],
        });
      });

      test("a reader skipped or rejected through another list does not have the issue", async () => {
        const subscriber = await addReader(store, { email: "both@example.org", list: "monthly" });
        const { id } = await freeze(store, "hello", "monthly");
        await addReader(store, { email: "both@example.org" });
        for (const state of deliveryStates) {
          await putState(id, subscriber, state);
          const { recipients } = await audienceOf(store, { issue: "hello", list: "weekly" });
          expect([state, recipients]).toEqual([state, state === "skipped" || state === "rejected" ? 1 : 0]);
        }
        const other = await audienceOf(store, { issue: "another issue", list: "weekly" });
        expect(other.recipients).toBe(1);
      });

      test("the ten largest domains are named and the rest is other", async () => {
        for (let domain = 1; domain <= 12; domain += 1)
          for (let reader = 0; reader <= 12 - domain; reader += 1)
            await addReader(store, { email: `r${reader}@d${domain}.example.org` });
        const { byDomain, recipients } = await audienceOf(store, { issue: "hello", list: "weekly" });
        expect(recipients).toBe(78);
        expect(byDomain).toHaveLength(11);
        expect(byDomain.at(0)).toEqual({ domain: "d1.example.org", readers: 12 });
        expect(byDomain.at(-1)).toEqual({ domain: "other", readers: 3 });
      });

      test("a mailing freezes exactly the audience that was counted", async () => {
        const ids = await addReaders(store, 3);
        await addReader(store, { email: "u@example.org", state: "unconfirmed" });
        await addReader(store, { email: "bounced@example.org" });
        await addSuppression(store, {
          key: "bounced@example.org",
          reason: "bounce",
          source: "x",
          createdAt: 1,
        });
        const mailing = await freeze(store);
        expect(mailing).toEqual({
          id: mailingId("hello", "weekly"),
          issue: "hello",
          list: "weekly",
          state: "planned",
          planHash: "plan",
          date: 1500,
          sender: sampleSender,
          recipients: 3,
          createdAt: 2000,
        });
        const rows = await listDeliveries(store, { mailing: mailing.id, states: ["pending"], limit: 9 });
        expect(rows.map((row) => row.subscriber)).toEqual(ids);
        expect(rows[0]).toEqual({
          subscriber: ids[0],
          email: "r1@example.org",
          variant: "all",
          state: "pending",
          attempts: 0,
          changedAt: 2000,
        });
      });

      test("freezing again changes nothing, whoever has come to the list since", async () => {
        await addReaders(store, 2);
        const first = await freeze(store);
        await addReader(store, { email: "late@example.org" });
        const again = await createMailing(store, {
          mailing: { ...first, planHash: "another plan" },
          editions: [],
          approved: 3,
          now: 9999,
        });
        expect(again).toEqual(first);
        expect((await countDeliveries(store, first.id)).pending).toBe(2);
        expect(await editionsOf(store, first.id)).toHaveLength(1);
      });

      test("a list that is no longer as large as approved is not frozen", async () => {
        await addReaders(store, 2);
        const id = mailingId("hello", "weekly");
        const mailing = { id, issue: "hello", list: "weekly", planHash: "p", date: 1, sender: sampleSender };
        await expect(
          createMailing(store, { mailing, editions: [sampleEdition], approved: 1, now: 1 }),
        ).rejects.toMatchObject({ code: "store/audience-changed" });
        expect(await findMailing(store, "hello", "weekly")).toBeUndefined();
      });

      test("two processes that freeze at once make one mailing", async () => {
        await addReaders(store, 5);
        const second = await temp.again();
        const [one, other] = await Promise.all([freeze(store), freeze(second)]);
        expect(other).toEqual(one);
        expect((await countDeliveries(store, one.id)).pending).toBe(5);
      });

      test("mailings are found by issue and list", async () => {
        await freeze(store, "hello", "weekly", 1);
        await freeze(store, "hello", "monthly", 2);
        await freeze(store, "other", "weekly", 3);
        expect((await listMailings(store)).map(({ issue, list }) => [issue, list])).toEqual([
          ["other", "weekly"],
          ["hello", "monthly"],
          ["hello", "weekly"],
        ]);
        expect((await listMailings(store, "hello")).map(({ list }) => list)).toEqual(["monthly", "weekly"]);
        expect((await findMailing(store, "hello", "monthly"))?.createdAt).toBe(2);
        expect(await findMailing(store, "hello", "daily")).toBeUndefined();
      });

      test("an edition comes back to the byte, and a changed one is refused", async () => {
        const { id } = await freeze(store);
        expect(await editionsOf(store, id)).toEqual([sampleEdition]);
        const changed = serialiseEdition(editionOf({ ...sampleEdition, html: ["<p>Changed</p>"] }));
        await store.db.updateTable("editions").set({ content: changed }).execute();
        await expect(editionsOf(store, id)).rejects.toThrow("has been changed");
      });
    });

    describe("the lease of a mailing", () => {
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
        expect(await claimMailing(store, claim)).toEqual({ status: "claimed", uncertain: 0 });
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
        await record({ mailing, runner, wanted: [first, second, third] });
        await record({ mailing, runner, settled: [{ subscriber: second, state: "submitted" }] });
        const claim = { mailing, runner: "runner-2", now: 99_000, leaseMs: 1000 };
        expect(await claimMailing(store, claim)).toEqual({ status: "claimed", uncertain: 2 });
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
        await record({ mailing, runner, wanted: [first] });
        await claimMailing(store, { mailing, runner: "runner-2", now: 99_000, leaseMs: 1000 });
        const settled: readonly Settlement[] = [{ subscriber: first, state: "submitted" }];
        expect(await record({ mailing, runner, settled, wanted: [second] })).toEqual({ status: "fenced" });
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
        await record({ mailing, runner, wanted: readers });
        await record({ mailing, runner, settled: readers.map(submitted).slice(0, 1) });
        for (const state of ["pending", "submitting", "deferred", "uncertain"] as const) {
          await putState(mailing, readers[1] ?? 0, state);
          expect(await releaseMailing(store, { mailing, runner, now: 5000 })).toMatchObject({
            state: "paused",
          });
          await claimMailing(store, { mailing, runner, now: 5000, leaseMs: 1000 });
        }
        await putState(mailing, readers[1] ?? 0, "rejected");
        const finished = await releaseMailing(store, { mailing, runner, now: 6000 });
        expect(finished).toMatchObject({ state: "finished", finishedAt: 6000 });
        expect(await findMailing(store, "hello", "weekly")).toEqual(finished);
      });

      test("a finished mailing that is claimed again stays finished as of then", async () => {
        const { mailing, runner } = await runningMailing(store, 0);
        await releaseMailing(store, { mailing, runner, now: 6000 });
        await claimMailing(store, { mailing, runner: "runner-2", now: 7000, leaseMs: 1000 });
        expect((await findMailing(store, "hello", "weekly"))?.state).toBe("finished");
        expect(await releaseMailing(store, { mailing, runner: "runner-2", now: 8000 })).toMatchObject({
          state: "finished",
          finishedAt: 6000,
        });
      });
    });

    describe("the ledger", () => {
      test("an intent tells all that a message needs, and is committed when it returns", async () => {
        const subscriber = await addReader(store, { email: "Ada@example.org", fields: { firstName: "Ada" } });
        const { mailing, runner } = await runningMailing(store, 0);
        const token = (await findSubscription(store, subscriber, "weekly"))?.token;
        expect(await record({ mailing, runner, wanted: [subscriber] })).toEqual({
          status: "recorded",
          started: [
            {
              subscriber,
              email: "Ada@example.org",
              fields: { firstName: "Ada" },
              unsubscribeToken: token,
              variant: "all",
              attempts: 1,
            },
          ],
          skipped: [],
        });
        const second = await temp.again();
        expect(await countDeliveries(second, mailing)).toEqual({ ...noDeliveries, submitting: 1 });
      });

      test("outcomes and intents of every size of batch go through in one call", async () => {
        const { mailing, runner, readers } = await runningMailing(store, 21);
        let settled: readonly Settlement[] = [];
        let from = 0;
        for (const size of [1, 2, 3, 5, 10, 0]) {
          const result = await record({ mailing, runner, settled, wanted: readers.slice(from, from + size) });
          settled = startedIn(result).map(submitted);
          expect(settled).toHaveLength(size);
          from += size;
        }
        expect(await countDeliveries(store, mailing)).toEqual({ ...noDeliveries, submitted: 21 });
      });

      test("every outcome is kept with its reason and its time", async () => {
        const { mailing, runner, readers } = await runningMailing(store, 6);
        await record({ mailing, runner, wanted: readers });
        const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0] = readers;
        const settled: readonly Settlement[] = [
          { subscriber: a, state: "submitted" },
          { subscriber: b, state: "deferred", reason: "451 try later", dueAt: 9000 },
          { subscriber: c, state: "rejected", reason: "550 no such user" },
          { subscriber: d, state: "uncertain", reason: "the link was lost" },
          { subscriber: e, state: "pending" },
          { subscriber: f, state: "skipped", reason: "needs-smtputf8" },
        ];
        await record({ mailing, runner, settled, now: 4000 });
        const rows = await listDeliveries(store, { mailing, states: deliveryStates, limit: 9 });
        expect(rows).toEqual(
          settled.map(({ subscriber, state, reason, dueAt }, index) => ({
            subscriber,
            email: `r${index + 1}@example.org`,
            variant: "all",
            attempts: 1,
            changedAt: 4000,
            state,
            ...(reason === undefined ? {} : { reason }),
            ...(dueAt === undefined ? {} : { dueAt }),
          })),
        );
      });

      test("an outcome for a row that is not submitting is a bug, and nothing of its batch is written", async () => {
        const { mailing, runner, readers } = await runningMailing(store, 3);
        const [first = 0, second = 0, third = 0] = readers;
        await record({ mailing, runner, wanted: [second] });
        for (const state of deliveryStates.filter((one) => one !== "submitting")) {
          await putState(mailing, first, state);
          const settled = [second, first].map(submitted);
          await expect(record({ mailing, runner, settled, wanted: [third] })).rejects.toThrow("submitting");
        }
        expect(await countDeliveries(store, mailing)).toMatchObject({ submitting: 1, pending: 1 });
      });

      test("only what the table of transitions allows can be recorded", async () => {
        const { mailing, runner, readers } = await runningMailing(store, 1);
        const subscriber = readers[0] ?? 0;
        for (const state of deliveryStates) {
          await putState(mailing, subscriber, "submitting");
          const settlement = { subscriber, state } as Settlement;
          const recorded = record({ mailing, runner, settled: [settlement] });
          if (deliveryTransitions.submitting.includes(state))
            await expect(recorded).resolves.toMatchObject({ status: "recorded" });
          else await expect(recorded).rejects.toThrow("cannot become");
        }
      });

      test("only pending and due deliveries start; every other is passed over", async () => {
        const { mailing, runner, readers } = await runningMailing(store, 1);
        const subscriber = readers[0] ?? 0;
        for (const state of deliveryStates) {
          await putState(mailing, subscriber, state, 5000);
          const result = await record({ mailing, runner, wanted: [subscriber], now: 5000 });
          const starts = deliveryTransitions[state].includes("submitting");
          expect([state, startedIn(result)]).toEqual([state, starts ? [subscriber] : []]);
          expect(result).toMatchObject({ skipped: [] });
        }
        await putState(mailing, subscriber, "deferred", 5001);
        expect(startedIn(await record({ mailing, runner, wanted: [subscriber], now: 5000 }))).toEqual([]);
      });

      test("an outcome and the next attempt of the same reader fit in one call", async () => {
        const { mailing, runner, readers } = await runningMailing(store, 1);
        await record({ mailing, runner, wanted: readers });
        const settled: readonly Settlement[] = [{ subscriber: readers[0] ?? 0, state: "pending" }];
        const result = await record({ mailing, runner, settled, wanted: readers });
        expect(result).toMatchObject({ started: [{ attempts: 2 }] });
      });

      test("a reader who unsubscribes between the page and the intent is skipped", async () => {
        const { mailing, runner, readers } = await runningMailing(store, 2);
        const page = await nextDeliveries(store, { mailing, now: 4000, after: 0, limit: 10 });
        const [first = 0, second = 0] = readers;
        const token = (await findSubscription(store, first, "weekly"))?.token ?? "";
        await unsubscribe(await temp.again(), token, 4000);
        const result = await record({ mailing, runner, wanted: page.map((row) => row.subscriber) });
        expect(startedIn(result)).toEqual([second]);
        expect(result).toMatchObject({ skipped: [{ subscriber: first, reason: "unsubscribed" }] });
        const rows = await listDeliveries(store, { mailing, states: ["skipped"], limit: 9 });
        expect(rows).toMatchObject([{ subscriber: first, reason: "unsubscribed", attempts: 0 }]);
      });

      test("suppressed and erased readers are skipped with the reason, deferred ones too", async () => {
        const { mailing, runner, readers } = await runningMailing(store, 3);
        const [first = 0, second = 0, third = 0] = readers;
        await putState(mailing, first, "deferred", 1);
        await addSuppression(store, {
          key: "r1@example.org",
          reason: "complaint",
          source: "fbl",
          createdAt: 1,
        });
        await store.db.deleteFrom("subscribers").where("id", "=", second).execute();
        const result = await record({ mailing, runner, wanted: readers });
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
        await record({ mailing, runner, wanted: readers });
        const [first = 0, second = 0] = readers;
        const settled: readonly Settlement[] = [
          { subscriber: first, state: "rejected", reason: "550 5.1.1 unknown", suppress: true },
          { subscriber: second, state: "rejected", reason: "550 5.7.1 blocked" },
        ];
        await record({ mailing, runner, settled, now: 4000 });
        expect(await store.db.selectFrom("suppressions").selectAll().execute()).toEqual([
          { email_key: "r1@example.org", reason: "bounce", source: "smtp", created_at: 4000 },
        ]);
      });

      test("the number of an erased reader is not given to another", async () => {
        const first = await addReader(store, { email: "a@example.org" });
        await store.db.deleteFrom("subscribers").execute();
        expect(await addReader(store, { email: "b@example.org" })).toBeGreaterThan(first);
      });
    });

    describe("what is left to do", () => {
      test("pages of work are in the order of the readers and hold the pending and the due", async () => {
        const { mailing, readers } = await runningMailing(store, 8);
        const [first = 0, second = 0, third = 0, fourth = 0, , , seventh = 0, eighth = 0] = readers;
        await putState(mailing, first, "submitted");
        await putState(mailing, second, "deferred", 5000);
        await putState(mailing, third, "deferred", 5001);
        await putState(mailing, fourth, "uncertain");
        const page = { mailing, now: 5000, limit: 4 };
        const one = (await nextDeliveries(store, { ...page, after: 0 })).map((row) => row.subscriber);
        expect(one).toEqual([second, ...readers.slice(4, 7)]);
        expect(await nextDeliveries(store, { ...page, after: seventh })).toEqual([{ subscriber: eighth }]);
        expect(await nextDeliveries(store, { ...page, after: eighth })).toEqual([]);
      });

      test("the earliest due instant is that of this mailing's deferred deliveries", async () => {
        const { mailing, readers } = await runningMailing(store, 3);
        expect(await earliestDue(store, mailing)).toBeUndefined();
        await putState(mailing, readers[0] ?? 0, "deferred", 7000);
        await putState(mailing, readers[1] ?? 0, "deferred", 6000);
        expect(await earliestDue(store, mailing)).toBe(6000);
        await record({ mailing, runner: "runner-1", wanted: readers, now: 6500 });
        expect(await earliestDue(store, mailing)).toBe(7000);
      });

      test("what a person decides about the uncertain happens to them alone", async () => {
        const { mailing, readers } = await runningMailing(store, 4);
        const [first = 0, second = 0, third = 0] = readers;
        await putState(mailing, first, "uncertain");
        await putState(mailing, second, "submitted");
        expect(await decideUncertain(store, { mailing, decision: "resend", now: 5000 })).toBe(1);
        expect(await countDeliveries(store, mailing)).toEqual({ ...noDeliveries, pending: 3, submitted: 1 });
        await putState(mailing, third, "uncertain");
        expect(await decideUncertain(store, { mailing, decision: "skip", now: 5000 })).toBe(1);
        const skipped = await listDeliveries(store, { mailing, states: ["skipped"], limit: 9 });
        expect(skipped).toMatchObject([{ subscriber: third, reason: "decided" }]);
        expect(await decideUncertain(store, { mailing, decision: "skip", now: 5000 })).toBe(0);
      });

      test("pages of deliveries follow each other by subscriber", async () => {
        const { mailing, readers } = await runningMailing(store, 5);
        await putState(mailing, readers[2] ?? 0, "uncertain");
        const page = { mailing, states: ["pending", "uncertain"] as const, limit: 3 };
        const first = await listDeliveries(store, page);
        const second = await listDeliveries(store, { ...page, after: first.at(-1)?.subscriber ?? 0 });
        expect([...first, ...second].map((row) => row.subscriber)).toEqual(readers);
      });
    });

    function record(entry: {
      readonly mailing: number;
      readonly runner: string;
      readonly settled?: readonly Settlement[];
      readonly wanted?: readonly number[];
      readonly now?: number;
    }): Promise<Recorded> {
      return recordLedger(store, { settled: [], wanted: [], now: 4000, ...entry });
    }

    async function putState(
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
  });
}

function submitted(subscriber: number): Settlement {
  return { subscriber, state: "submitted" };
}

function startedIn(result: Recorded): readonly number[] {
  return result.status === "recorded" ? result.started.map((reader) => reader.subscriber) : [];
}
