import { beforeEach, describe, expect, test } from "@jest/globals";
import { ensureLists } from "../../src/store/lists.ts";
import type { Store } from "../../src/store/store.ts";
import { countSubscriptions, findSubscriber, listSubscribers } from "../../src/store/subscribers.ts";
import { findSubscription, setSubscription } from "../../src/store/subscriptions.ts";
import { unsubscribe } from "../../src/store/unsubscribe.ts";
import { addSuppression } from "../../src/store/suppressions.ts";
import { addReader, addReaders, type TempStore } from "../support/temp-store.ts";

export function readersContract(opened: () => TempStore): void {
  describe("readers and their subscriptions", () => {
    let store: Store;

    beforeEach(() => {
      store = opened().store;
    });

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
      expect(await addSuppression(store, { key, reason: "manual", source: "me", createdAt: 2 })).toBe(false);
      const kept = await store.db.selectFrom("suppressions").select(["email_key", "reason"]).execute();
      expect(kept).toEqual([{ email_key: key, reason: "complaint" }]);
    });

    test("a list that is declared again takes its new name", async () => {
      await ensureLists(store, [{ id: "weekly", name: "Renamed" }]);
      const names = await store.db.selectFrom("lists").select("name").orderBy("id").execute();
      expect(names.map((row) => row.name)).toEqual(["The monthly", "Renamed"]);
    });
  });
}
