import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { consentOf } from "../../src/store/consent.ts";
import { linkKey } from "../../src/store/link-keys.ts";
import { findPreferencesOf } from "../../src/store/preferences.ts";
import type { Store } from "../../src/store/store.ts";
import { findSubscription, setSubscription } from "../../src/store/subscriptions.ts";
import { addSuppression } from "../../src/store/suppressions.ts";
import { findPreferences, preferencesToken, savePreferences } from "../../src/subscriptions/preferences.ts";
import { addReader, type TempStore, tempStore } from "../support/temp-store.ts";

let temp: TempStore;
let store: Store;
let subscriber: number;
let token: string;

const email = "ada@example.org";

beforeEach(async () => {
  temp = await tempStore();
  store = temp.store;
  subscriber = await addReader(store, { email, fields: { city: "Paris", language: "fr" } });
  token = (await findSubscription(store, subscriber, "weekly"))?.token ?? "";
});

afterEach(async () => temp[Symbol.asyncDispose]());

describe("the preferences of a reader", () => {
  test("are found by the token of a link to them, and by nothing else", async () => {
    const key = await linkKey(store);
    expect(await findPreferences(store, preferencesToken(key, subscriber).toUpperCase())).toEqual({
      status: "found",
      subscriber,
      email,
      fields: { city: "Paris", language: "fr" },
      lists: [{ id: "weekly", state: "confirmed" }],
    });
    for (const wrong of ["nonsense", token, preferencesToken(key, subscriber + 1)])
      expect(await findPreferences(store, wrong)).toEqual({ status: "unknown" });
    expect(await savePreferences(store, { subscriber: 99, now: 5 })).toEqual({ status: "unknown" });
  });

  test("change only what is named: a list they leave, one they take, a field they empty", async () => {
    const network = "192.0.2.0/24";
    const lists = { weekly: false, monthly: true };
    const fields = { city: "", firstName: "Ada\u202e" };
    const saved = await savePreferences(store, { subscriber, lists, fields, network, now: 5 });
    expect(saved).toMatchObject({
      status: "saved",
      fields: { firstName: "Ada", language: "fr" },
      lists: [
        { id: "monthly", state: "confirmed" },
        { id: "weekly", state: "unsubscribed" },
      ],
    });
    const origin = { subscriber, at: 5, source: "preferences", network };
    expect((await consentOf(store, subscriber)).slice(1)).toEqual([
      { ...origin, list: "weekly", type: "unsubscribed" },
      { ...origin, list: "monthly", type: "confirmed" },
      { ...origin, type: "changed", detail: { fields: "city,firstName" } },
    ]);
  });

  test("say to which wording somebody agreed where they take a list, and nowhere else", async () => {
    const lists = { weekly: false, monthly: true };
    await savePreferences(store, { subscriber, lists, fields: { city: "" }, textVersion: "7", now: 5 });
    const log = (await consentOf(store, subscriber)).slice(1);
    expect(log.map(({ type, textVersion }) => [type, textVersion])).toEqual([
      ["unsubscribed", undefined],
      ["confirmed", "7"],
      ["changed", undefined],
    ]);
  });

  test("that only pause end nothing on a list to which they are unconfirmed", async () => {
    await addReader(store, { email, list: "monthly", state: "unconfirmed" });
    const lists = { weekly: true, monthly: false };
    await savePreferences(store, { subscriber, lists, pausedUntil: 99_000, now: 5 });
    expect(await findSubscription(store, subscriber, "monthly")).toMatchObject({ state: "unconfirmed" });
    expect((await consentOf(store, subscriber)).slice(2).map(({ type }) => type)).toEqual(["paused"]);
    await savePreferences(store, { subscriber, lists: { monthly: true }, now: 6 });
    expect(await findSubscription(store, subscriber, "monthly")).toMatchObject({ state: "confirmed" });
  });

  test("that stay as they are leave no line in the log", async () => {
    const lists = { weekly: true, monthly: false };
    await savePreferences(store, { subscriber, lists, fields: { city: "Paris" }, pausedUntil: null, now: 5 });
    expect(await consentOf(store, subscriber)).toHaveLength(1);
    expect(await findSubscription(store, subscriber, "monthly")).toBeUndefined();
  });

  test("bring who had left back by their own choice, with the same token", async () => {
    await setSubscription(store, { subscriber, list: "weekly", state: "unsubscribed", now: 2 });
    await savePreferences(store, { subscriber, lists: { weekly: true }, now: 5 });
    expect(await findSubscription(store, subscriber, "weekly")).toMatchObject({ state: "confirmed", token });
    expect((await consentOf(store, subscriber)).at(-1)).toMatchObject({ type: "resubscribed" });
  });

  test("let a suppressed address leave and not come back", async () => {
    await addSuppression(store, { key: email, reason: "complaint", source: "fbl", createdAt: 1 });
    const saved = await savePreferences(store, {
      subscriber,
      lists: { weekly: false, monthly: true },
      now: 5,
    });
    expect(saved).toMatchObject({
      isSuppressed: true,
      lists: [{ id: "weekly", state: "unsubscribed" }],
    });
  });

  test("pause the lists they want and end the pause again, each with a line in the log", async () => {
    await addReader(store, { email, list: "monthly", state: "unsubscribed" });
    const until = Date.UTC(2026, 11, 24);
    await savePreferences(store, { subscriber, pausedUntil: until, now: 5 });
    await savePreferences(store, { subscriber, pausedUntil: until, now: 6 });
    expect(await findPreferencesOf(store, subscriber)).toMatchObject({
      lists: [
        { id: "monthly", state: "unsubscribed" },
        { id: "weekly", state: "confirmed", pausedUntil: until },
      ],
    });
    await savePreferences(store, { subscriber, pausedUntil: null, now: 7 });
    const log = (await consentOf(store, subscriber)).slice(2);
    expect(log.map(({ list, type, at, detail }) => [list, type, at, detail])).toEqual([
      ["weekly", "paused", 5, { until: "2026-12-24T00:00:00.000Z" }],
      ["weekly", "changed", 7, { pause: "ended" }],
    ]);
    expect((await findPreferencesOf(store, subscriber)) as object).not.toHaveProperty("lists.1.pausedUntil");
  });

  test("end a pause by leaving and coming back", async () => {
    await savePreferences(store, { subscriber, pausedUntil: 99_000, now: 5 });
    await savePreferences(store, { subscriber, lists: { weekly: false }, now: 6 });
    await savePreferences(store, { subscriber, lists: { weekly: true }, now: 7 });
    expect((await findPreferencesOf(store, subscriber)) as object).not.toHaveProperty("lists.0.pausedUntil");
  });
});
