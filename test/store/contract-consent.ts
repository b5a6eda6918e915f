import { beforeEach, describe, expect, test } from "@jest/globals";
import { sql } from "kysely";
import { type Address, parseAddress } from "../../src/base/address.ts";
import type { SuppressionReason } from "../../src/model/suppression.ts";
import { consentOf, recordConsent } from "../../src/store/consent.ts";
import { erasePerson } from "../../src/store/erase-person.ts";
import { confirmSignUp } from "../../src/store/confirm-sign-up.ts";
import { findPreferencesOf } from "../../src/store/preferences.ts";
import { insertSignUp } from "../../src/store/sign-ups.ts";
import { saveSubscribers } from "../../src/store/save-subscribers.ts";
import type { Store } from "../../src/store/store.ts";
import { findSubscriber } from "../../src/store/subscribers.ts";
import {
  findSubscription,
  findSubscriptionByToken,
  tokensOfSubscriber,
} from "../../src/store/subscriptions.ts";
import { suppressionHash } from "../../src/store/suppression-hash.ts";
import { addSuppression, suppressedAmong } from "../../src/store/suppressions.ts";
import { findSubscriptions, unsubscribe, unsubscribeAll } from "../../src/store/unsubscribe.ts";
import { addReader, type TempStore } from "../support/temp-store.ts";

export function consentContract(opened: () => TempStore): void {
  describe("the consent log", () => {
    let store: Store;

    beforeEach(() => {
      store = opened().store;
    });

    test("says of everybody who is saved what was said of them, and of an update nothing", async () => {
      await save("a@example.org", "confirmed");
      await save("b@example.org", "unconfirmed");
      await save("c@example.org", "unsubscribed");
      await save("a@example.org", "confirmed", { city: "Paris" });
      const origin = { list: "weekly", at: 5, source: "old.csv", textVersion: "3" };
      expect(await logOf("a@example.org")).toMatchObject([{ type: "imported", ...origin }]);
      expect(await logOf("b@example.org")).toMatchObject([
        { type: "imported", ...origin, detail: { state: "unconfirmed" } },
      ]);
      expect(await logOf("c@example.org")).toMatchObject([{ type: "unsubscribed", ...origin }]);
    });

    test("has the unsubscribing once, with where it came from, and what was before it", async () => {
      const subscriber = await addReader(store, { email: "a@example.org" });
      const token = (await findSubscription(store, subscriber, "weekly"))?.token ?? "";
      const click = { token, source: "one-click", network: "192.0.2.0/24" };
      const answers = await unsubscribeAll(store, [
        { ...click, at: 7 },
        { ...click, at: 8 },
        { ...click, token: "nonsense", at: 9 },
      ]);
      expect(answers.map(({ status }) => status)).toEqual([
        "unsubscribed",
        "already-unsubscribed",
        "unknown-token",
      ]);
      expect(await consentOf(store, subscriber)).toEqual([
        { subscriber, list: "weekly", type: "imported", at: 1000, source: "test" },
        {
          subscriber,
          list: "weekly",
          type: "unsubscribed",
          at: 7,
          source: "one-click",
          network: "192.0.2.0/24",
        },
      ]);
    });

    test("is of whose token it is, and not of another that is found in the same place", async () => {
      const [a, b] = [
        await addReader(store, { email: "a@example.org" }),
        await addReader(store, { email: "b@example.org" }),
      ];
      const finders = { [a]: "abcdef", [b]: "abcdef" };
      for (const [id, finder] of Object.entries(finders))
        await store.db
          .updateTable("subscriptions")
          .set({ token: finder + id.padStart(26, "x") })
          .where("subscriber_id", "=", Number(id))
          .execute();
      const tokens = [b, 999, a].map((id) => `abcdef${String(id).padStart(26, "x")}`);
      expect(await findSubscriptions(store, tokens)).toEqual(["subscribed", "unknown-token", "subscribed"]);
      expect((await findSubscriptionByToken(store, tokens[0] ?? ""))?.subscriber).toBe(b);
      expect(await findSubscriptionByToken(store, tokens[1] ?? "")).toBeUndefined();
      const leave = (token = "") => ({ token: token.toUpperCase(), at: 7, source: "one-click" });
      const answers = await unsubscribeAll(store, tokens.slice(0, 2).map(leave));
      expect(answers).toMatchObject([{ status: "unsubscribed", subscriber: b }, { status: "unknown-token" }]);
      expect((await findSubscription(store, a, "weekly"))?.state).toBe("confirmed");
    });

    test("is never changed, and goes only with its person", async () => {
      const subscriber = await addReader(store, { email: "a@example.org" });
      const change = store.db.updateTable("consent_events").set({ source: "forged" });
      await expect(change.execute()).rejects.toThrow("never changed");
      const remove = store.db.deleteFrom("consent_events").where("subscriber_id", "=", subscriber);
      await expect(remove.execute()).rejects.toThrow("goes only when they are erased");
      await store.db.deleteFrom("subscribers").where("id", "=", subscriber).execute();
      expect(await consentOf(store, subscriber)).toHaveLength(1);
      await remove.execute();
      expect(await consentOf(store, subscriber)).toEqual([]);
    });

    test("takes thousands of events at once, and what is not known of one stays out", async () => {
      const events = Array.from({ length: 2_500 }, (_, index) => ({
        subscriber: 9,
        type: "changed" as const,
        at: index,
        source: "test",
      }));
      await store.db.transaction().execute((transaction) => recordConsent(transaction, events));
      expect(await consentOf(store, 9)).toEqual(events);
    });

    async function save(email: string, state: "confirmed" | "unconfirmed" | "unsubscribed", fields = {}) {
      const parsed = parseAddress(email);
      if (parsed.status === "invalid") throw new Error(parsed.reason);
      const readers = [{ address: parsed.address, fields, state }];
      const consent = { type: "imported", source: "old.csv", textVersion: "3" } as const;
      return saveSubscribers(store, { list: "weekly", readers, now: 5, consent });
    }

    async function logOf(email: string) {
      return consentOf(store, (await findSubscriber(store, email))?.id ?? 0);
    }
  });

  describe("suppressions", () => {
    let store: Store;

    const addressOf = (email: string) => (parseAddress(email) as { readonly address: Address }).address;
    const erase = (email: string) => erasePerson(store, { address: addressOf(email), source: "cli", now: 2 });

    /** The reader, added where there is none. */
    async function readerOf(email: string) {
      const id = (await findSubscriber(store, email))?.id ?? (await addReader(store, { email }));
      return { id, token: (await findSubscription(store, id, "weekly"))?.token ?? "" };
    }

    async function comeBack(email: string) {
      const asked = { address: addressOf(email), lists: ["weekly"], fields: {}, source: "form" };
      const id = await insertSignUp(store, { ...asked, requestedAt: 3, expiresAt: 99 });
      expect(await confirmSignUp(store, { id, now: 4 })).toBe("confirmed");
    }

    beforeEach(() => {
      store = opened().store;
    });

    test("are found by the hash of an address of which nothing else is left", async () => {
      const key = "a@example.org";
      await addSuppression(store, { key, reason: "bounce", source: "smtp", createdAt: 1 });
      await store.db.updateTable("suppressions").set({ email_key: null }).execute();
      const found = await suppressedAmong(store.db, store, ["b@example.org", key]);
      expect([...found]).toEqual([[key, "bounce"]]);
    });

    test("are never taken away and keep their reason; only their address may go", async () => {
      const key = "a@example.org";
      await addSuppression(store, { key, reason: "bounce", source: "smtp", createdAt: 1 });
      const update = (values: Record<string, string | null>) =>
        store.db.updateTable("suppressions").set(values).execute();
      await expect(store.db.deleteFrom("suppressions").execute()).rejects.toThrow("never taken away");
      await expect(update({ reason: "erased" })).rejects.toThrow("never changed");
      await expect(update({ source: "forged" })).rejects.toThrow("never changed");
      await expect(update({ hash: "another" })).rejects.toThrow("never changed");
      await expect(update({ email_key: "b@example.org" })).rejects.toThrow("never changed");
      await update({ email_key: null });
      await expect(update({ email_key: key })).rejects.toThrow("never changed");
    });

    test("of who was erased give way to a graver reason", async () => {
      const key = "a@example.org";
      const erased = { reason: "erased" satisfies SuppressionReason, source: "cli", created_at: 1 } as const;
      const hash = suppressionHash(store, key);
      await store.db
        .insertInto("suppressions")
        .values({ hash, email_key: null, ...erased })
        .execute();
      const bounce = { key, reason: "bounce", source: "smtp", createdAt: 2 } as const;
      expect(await addSuppression(store, bounce)).toBe(true);
      expect(await addSuppression(store, { ...bounce, reason: "manual" })).toBe(false);
      const { rows } = await sql`select * from suppressions`.execute(store.db);
      expect(rows).toEqual([{ hash, email_key: key, reason: "bounce", source: "smtp", created_at: 2 }]);
    });

    test("keep an import and an addition from bringing in who was erased", async () => {
      const { address } = parseAddress("Gone@example.org") as { readonly address: Address };
      await addReader(store, { email: address.email });
      const { keepsHash } = await erasePerson(store, { address, source: "cli", now: 1 });
      expect(keepsHash).toBe(true);
      const readers = [{ address, fields: {}, state: "confirmed" }] as const;
      for (const type of ["imported", "added"] as const)
        expect(
          await saveSubscribers(store, { list: "weekly", readers, now: 5, consent: { type, source: "x" } }),
        ).toEqual(["suppressed"]);
      expect(await findSubscriber(store, "gone@example.org")).toBeUndefined();
    });

    test("do not hang together over two stores: each has a key of its own", () => {
      const of = (key: string) => suppressionHash({ key }, "a@example.org");
      expect(of("one")).not.toBe(of("two"));
      expect(of("one")).not.toContain("example");
    });

    test("what would be erased is told while somebody else writes", async () => {
      await readerOf("a@example.org");
      const other = await opened().again();
      await other.db.transaction().execute(async (transaction) => {
        await transaction.updateTable("subscribers").set({ fields: "{}" }).execute();
        const plan = { address: addressOf("a@example.org"), source: "cli", now: 2, dryRun: true };
        expect(await erasePerson(store, plan)).toMatchObject({ subscribers: 1, keepsHash: true });
      });
    });

    test("the link of an erased person still says that they are unsubscribed", async () => {
      const { token } = await readerOf("a@example.org");
      await erase("a@example.org");
      expect(await unsubscribe(store, token.toUpperCase(), 5)).toEqual({ status: "erased", list: "weekly" });
    });

    test("the link of an erased person who came back ends what they have now, as often as that happens", async () => {
      const email = "a@example.org";
      const { token: first } = await readerOf(email);
      const suppressed = async () => [...(await suppressedAmong(store.db, store, [email])).values()];
      await erase(email);
      expect(await suppressed()).toEqual(["erased"]);
      await comeBack(email);
      // From then on an import may fill in their fields like anybody's.
      expect(await suppressed()).toEqual([]);
      const second = (await readerOf(email)).token;
      expect(await findSubscriptionByToken(store, first)).toMatchObject({
        token: second,
        state: "confirmed",
      });
      expect(await findSubscriptions(store, [first, second])).toEqual(["subscribed", "subscribed"]);
      const back = (await findSubscriptionByToken(store, second))?.subscriber ?? 0;
      expect(await tokensOfSubscriber(store, back)).toEqual([{ list: "weekly", token: second }]);
      expect(await unsubscribe(store, first, 5)).toMatchObject({ status: "unsubscribed", email });
      expect(await findSubscriptionByToken(store, second)).toMatchObject({ state: "unsubscribed" });
      expect(await unsubscribe(store, first, 6)).toMatchObject({ status: "already-unsubscribed" });
      await erase(email);
      expect(await unsubscribe(store, first, 7)).toEqual({ status: "erased", list: "weekly" });
      await comeBack(email);
      const answers = await unsubscribeAll(store, [
        { token: second, at: 8, source: "one-click" },
        { token: first, at: 8, source: "one-click" },
      ]);
      expect(answers.map(({ status }) => status)).toEqual(["unsubscribed", "already-unsubscribed"]);
      expect(await findSubscriptionByToken(store, first)).toMatchObject({ state: "unsubscribed" });
      // The preferences of before the erase are nobody's.
      expect(await findPreferencesOf(store, back)).toBeUndefined();
    });
  });
}
