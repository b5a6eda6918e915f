import { beforeEach, describe, expect, test } from "@jest/globals";
import { editionOf, serialiseEdition } from "../../src/model/edition.ts";
import { deliveryStates, mailingId } from "../../src/model/mailing.ts";
import { countDeliveries, listDeliveries } from "../../src/store/deliveries.ts";
import {
  audienceOf,
  claimMailing,
  createMailing,
  dropUntouched,
  editionsOf,
  findMailing,
  isUntouched,
  listMailings,
  releaseMailing,
} from "../../src/store/mailings.ts";
import type { Store } from "../../src/store/store.ts";
import { setSubscription } from "../../src/store/subscriptions.ts";
import { addSuppression } from "../../src/store/suppressions.ts";
import { putState } from "../support/ledger.ts";
import {
  addReader,
  addReaders,
  freeze,
  sampleEdition,
  sampleSender,
  type TempStore,
} from "../support/temp-store.ts";

export function freezeContract(opened: () => TempStore): void {
  describe("planning and freezing a mailing", () => {
    let store: Store;

    beforeEach(() => {
      store = opened().store;
    });

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
      expect(await audienceOf(store, { at: 2000, issue: "hello", list: "weekly" })).toEqual({
        recipients: 3,
        variants: [{ variant: "all", readers: 3 }],
        members: expect.any(String),
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
        await putState(store, id, subscriber, state);
        const { recipients } = await audienceOf(store, { at: 2000, issue: "hello", list: "weekly" });
        expect([state, recipients]).toEqual([state, state === "skipped" || state === "rejected" ? 1 : 0]);
      }
      const other = await audienceOf(store, { at: 2000, issue: "another issue", list: "weekly" });
      expect(other.recipients).toBe(1);
    });

    test("the ten largest domains are named and the rest is other", async () => {
      for (let domain = 1; domain <= 12; domain += 1)
        for (let reader = 0; reader <= 12 - domain; reader += 1)
          await addReader(store, { email: `r${reader}@d${domain}.example.org` });
      const { byDomain, recipients } = await audienceOf(store, { at: 2000, issue: "hello", list: "weekly" });
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
        approved: { recipients: 3, members: "others" },
        now: 9999,
      });
      expect(again).toEqual(first);
      expect((await countDeliveries(store, first.id)).pending).toBe(2);
      expect(await editionsOf(store, first.id)).toHaveLength(1);
    });

    test("a list that is no longer the approved one is not frozen, even when as many came as left", async () => {
      const [first = 0] = await addReaders(store, 2);
      const approved = await audienceOf(store, { at: 2000, issue: "hello", list: "weekly" });
      await addReader(store, { email: "late@example.org" });
      await setSubscription(store, { subscriber: first, list: "weekly", state: "unsubscribed", now: 1 });
      const id = mailingId("hello", "weekly");
      const mailing = { id, issue: "hello", list: "weekly", planHash: "p", date: 1, sender: sampleSender };
      await expect(
        createMailing(store, { mailing, editions: [sampleEdition], approved, now: 1 }),
      ).rejects.toMatchObject({ code: "store/audience-changed" });
      expect(await findMailing(store, "hello", "weekly")).toBeUndefined();
    });

    test("a mailing of which nothing was started is dropped, and frozen anew with whoever is there then", async () => {
      await addReaders(store, 2);
      const { id: mailing } = await freeze(store);
      await claimMailing(store, { mailing, runner: "runner-1", now: 3000, leaseMs: 1000 });
      expect(await dropUntouched(store, { mailing, now: 3500 })).toEqual({
        status: "held",
        runner: "runner-1",
        until: 4000,
      });
      await releaseMailing(store, { mailing, runner: "runner-1", now: 3600 });
      expect(await isUntouched(store, mailing)).toBe(true);
      expect(await dropUntouched(store, { mailing, now: 3700 })).toEqual({ status: "dropped" });
      expect(await findMailing(store, "hello", "weekly")).toBeUndefined();
      await addReader(store, { email: "late@example.org" });
      expect(await freeze(store, "hello", "weekly", 5000)).toMatchObject({ recipients: 3, createdAt: 5000 });
    });

    test("a mailing of which nothing was started is replaced as a whole, or stays as it is", async () => {
      await addReaders(store, 2);
      const { id, createdAt } = await freeze(store);
      const approved = await audienceOf(store, { at: 2000, issue: "hello", list: "weekly" });
      const mailing = { id, issue: "hello", list: "weekly", planHash: "q", date: 1, sender: sampleSender };
      const anew = (now: number, replaces: { readonly createdAt: number }) =>
        createMailing(store, { mailing, editions: [sampleEdition], approved, now, replaces });
      const late = await addReader(store, { email: "late@example.org" });
      const before = await findMailing(store, "hello", "weekly");
      await expect(anew(3000, { createdAt })).rejects.toMatchObject({ code: "store/audience-changed" });
      expect(await findMailing(store, "hello", "weekly")).toEqual(before);
      expect((await countDeliveries(store, id)).pending).toBe(2);
      await setSubscription(store, { subscriber: late, list: "weekly", state: "unsubscribed", now: 1 });
      expect(await anew(4000, { createdAt })).toMatchObject({
        planHash: "q",
        createdAt: 4000,
        recipients: 2,
      });
      expect(await anew(5000, { createdAt })).toMatchObject({ createdAt: 4000 });
      await claimMailing(store, { mailing: id, runner: "runner-1", now: 5000, leaseMs: 1000 });
      expect(await anew(5500, { createdAt: 4000 })).toMatchObject({ createdAt: 4000 });
    });

    test("a mailing is not dropped while its maker gets ready to run it", async () => {
      await addReaders(store, 1);
      const id = mailingId("hello", "weekly");
      await createMailing(store, {
        mailing: { id, issue: "hello", list: "weekly", planHash: "p", date: 1, sender: sampleSender },
        editions: [sampleEdition],
        approved: await audienceOf(store, { at: 2000, issue: "hello", list: "weekly" }),
        now: 2000,
        lease: { runner: "runner-1", leaseMs: 1000 },
      });
      const held = { status: "held", runner: "runner-1", until: 3000 };
      expect(await dropUntouched(store, { mailing: id, now: 2500 })).toEqual(held);
      expect(await dropUntouched(store, { mailing: id, now: 3000 })).toEqual({ status: "dropped" });
    });

    test("a mailing in which anything happened to anybody is not dropped, nor is one that is over", async () => {
      const [first = 0] = await addReaders(store, 2);
      const { id: mailing } = await freeze(store);
      const drop = () => dropUntouched(store, { mailing, now: 9000 });
      for (const state of deliveryStates.filter((one) => one !== "pending")) {
        await putState(store, mailing, first, state);
        expect([state, await drop(), await isUntouched(store, mailing)]).toEqual([
          state,
          { status: "touched" },
          false,
        ]);
      }
      await putState(store, mailing, first, "pending");
      await store.db.updateTable("deliveries").set({ attempts: 1 }).execute();
      expect(await drop()).toEqual({ status: "touched" });
      await store.db.updateTable("deliveries").set({ attempts: 0 }).execute();
      await store.db.updateTable("mailings").set({ state: "finished" }).execute();
      expect(await drop()).toEqual({ status: "touched" });
      expect((await countDeliveries(store, mailing)).pending).toBe(2);
    });

    test("two processes that freeze at once make one mailing", async () => {
      await addReaders(store, 5);
      const second = await opened().again();
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
}
