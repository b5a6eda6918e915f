import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { parseAddress } from "../../src/base/address.ts";
import { dayMs } from "../../src/base/clock.ts";
import { signedTokens } from "../../src/base/token.ts";
import { consentOf } from "../../src/store/consent.ts";
import { linkKey } from "../../src/store/link-keys.ts";
import type { Store } from "../../src/store/store.ts";
import { findSubscriber } from "../../src/store/subscribers.ts";
import { findSubscription, setSubscription } from "../../src/store/subscriptions.ts";
import { suppressionHash } from "../../src/store/suppression-hash.ts";
import { addSuppression } from "../../src/store/suppressions.ts";
import { removeSubscription } from "../../src/store/remove-subscription.ts";
import { unsubscribe } from "../../src/store/unsubscribe.ts";
import { savePreferences } from "../../src/subscriptions/preferences.ts";
import { confirm, confirmToken, findConfirmation } from "../../src/subscriptions/confirm.ts";
import { type SignUpInput, signUp } from "../../src/subscriptions/sign-up.ts";
import { addReader, type TempStore, tempStore } from "../support/temp-store.ts";

let temp: TempStore;
let store: Store;

beforeEach(async () => {
  temp = await tempStore();
  store = temp.store;
});

afterEach(async () => temp[Symbol.asyncDispose]());

const email = "ada@example.org";
const at = 10 * dayMs;

describe("a sign-up", () => {
  test("makes no subscriber before the button is pressed, and looking changes nothing", async () => {
    const token = await ask();
    expect(await findSubscriber(store, email)).toBeUndefined();
    expect(await findConfirmation(store, token, at)).toEqual({
      status: "pending",
      lists: ["weekly"],
      language: "fr",
    });
    expect(await findConfirmation(store, token, at)).toMatchObject({ status: "pending" });
    expect(await findSubscriber(store, email)).toBeUndefined();
    expect(await confirm(store, { token, network: "198.51.100.0/24", now: at + 5 })).toEqual({
      status: "confirmed",
    });
    const subscriber = await findSubscriber(store, email);
    expect(subscriber).toMatchObject({
      email,
      fields: { city: "Paris", language: "fr" },
      createdAt: at + 5,
    });
    expect(await tie("weekly")).toMatchObject({ state: "confirmed", changedAt: at + 5 });
    const agreed = { subscriber: subscriber?.id, list: "weekly", source: "front page", textVersion: "2" };
    expect(await consentOf(store, subscriber?.id ?? 0)).toEqual([
      { ...agreed, type: "requested", at, network: "192.0.2.0/24" },
      { ...agreed, type: "confirmed", at: at + 5, network: "198.51.100.0/24" },
    ]);
  });

  test("that is confirmed twice is confirmed once", async () => {
    const token = await ask();
    await confirm(store, { token, now: at });
    expect(await confirm(store, { token: token.toUpperCase(), now: at + 9 })).toEqual({
      status: "confirmed",
    });
    expect(await findConfirmation(store, token, at + 9)).toEqual({ status: "confirmed", language: "fr" });
    expect(await types()).toEqual(["requested", "confirmed"]);
    expect(await mails()).toEqual(["sign-up", "welcome"]);
  });

  test("keeps no address once it stands with the subscriber, and only the language in which a second click is answered", async () => {
    await confirm(store, { token: await ask(), now: at });
    expect(await store.db.selectFrom("sign_ups").selectAll().execute()).toMatchObject([
      {
        email: null,
        email_key: null,
        domain: null,
        network: null,
        fields: '{"language":"fr"}',
        confirmed_at: at,
      },
    ]);
  });

  test("expires after its days, also when its row is purged, and a token of another purpose opens nothing", async () => {
    const token = await ask();
    const late = at + 7 * dayMs;
    expect(await findConfirmation(store, token, late - 1)).toMatchObject({ status: "pending" });
    expect(await findConfirmation(store, token, late)).toEqual({ status: "expired", language: "fr" });
    expect(await confirm(store, { token, now: late })).toEqual({ status: "expired" });
    await store.db.deleteFrom("sign_ups").execute();
    expect(await findConfirmation(store, token, at)).toEqual({ status: "expired" });
    const key = await linkKey(store);
    for (const wrong of [signedTokens(key, 0, 1)("vote"), signedTokens(key, 1, 1)("confirm"), "", "x"])
      expect(await findConfirmation(store, wrong, at)).toEqual({ status: "unknown" });
    expect(await findSubscriber(store, email)).toBeUndefined();
  });

  test("writes the same whatever the address is", async () => {
    await addReader(store, { email: "confirmed@example.org" });
    await addReader(store, { email: "gone@example.org", state: "unsubscribed" });
    await addReader(store, { email: "waiting@example.org", state: "unconfirmed" });
    await addSuppression(store, {
      key: "bad@example.org",
      reason: "complaint",
      source: "fbl",
      createdAt: 1,
    });
    for (const name of ["new", "confirmed", "gone", "waiting", "bad"])
      await ask({ address: addressOf(`${name}@example.org`) });
    const kept = await store.db.selectFrom("sign_ups").selectAll().orderBy("id").execute();
    const alike = kept.map(({ id: _, email: __, email_key: ___, ...row }) => JSON.stringify(row));
    expect([alike.length, new Set(alike).size]).toEqual([5, 1]);
    expect(await mails()).toEqual(Array(5).fill("sign-up"));
  });

  test("brings who had left back by their own act, with the token they had", async () => {
    const id = await addReader(store, { email });
    const before = await findSubscription(store, id, "weekly");
    await setSubscription(store, { subscriber: id, list: "weekly", state: "unsubscribed", now: 2 });
    await confirm(store, { token: await ask(), now: at });
    expect(await tie("weekly")).toEqual({ ...before, state: "confirmed", changedAt: at });
    expect(await types()).toEqual(["imported", "requested", "resubscribed"]);
  });

  test.each(["unsubscribes", "leaves in the preferences", "is removed"])(
    "from before its person %s brings them back no more, one from afterwards does",
    async (way) => {
      const [first, second] = [await ask(), await ask({ lists: ["weekly", "monthly"] })];
      await confirm(store, { token: first, now: at });
      const { token = "", subscriber = 0 } = (await tie("weekly")) ?? {};
      const now = at + 9;
      if (way === "unsubscribes") await unsubscribe(store, token, now);
      else if (way === "is removed")
        await removeSubscription(store, { subscriber, list: "weekly", source: "cli", now });
      else await savePreferences(store, { subscriber, lists: { weekly: false }, now });
      expect(await findConfirmation(store, second, now)).toMatchObject({ lists: ["monthly"] });
      expect(await confirm(store, { token: second, now })).toEqual({ status: "confirmed" });
      expect([await tie("weekly"), await tie("monthly")]).toMatchObject([
        { state: "unsubscribed" },
        { state: "confirmed" },
      ]);
      await confirm(store, { token: await ask({ now: now + 1 }), now: now + 2 });
      expect(await tie("weekly")).toMatchObject({ state: "confirmed" });
    },
  );

  test("to a list that its person has left since has expired", async () => {
    const [first, second] = [await ask(), await ask()];
    await confirm(store, { token: first, now: at });
    await unsubscribe(store, (await tie("weekly"))?.token ?? "", at + 9);
    expect(await findConfirmation(store, second, at + 10)).toMatchObject({ status: "expired" });
    expect(await confirm(store, { token: second, now: at + 10 })).toEqual({ status: "expired" });
    expect(await tie("weekly")).toMatchObject({ state: "unsubscribed" });
  });

  test("fills gaps and replaces nothing that the reader has: somebody else may have typed it", async () => {
    await addReader(store, { email, fields: { city: "Köln" } });
    const fields = { city: "Rude\nwords", firstName: "Ada\r\nBcc: x@example.org" };
    await confirm(store, { token: await ask({ fields }), now: at });
    expect((await findSubscriber(store, email))?.fields).toEqual({
      city: "Köln",
      firstName: "Ada Bcc: x@example.org",
      language: "fr",
    });
  });

  test("to two lists says nothing of the one that is confirmed already", async () => {
    await addReader(store, { email });
    await confirm(store, { token: await ask({ lists: ["weekly", "monthly", "weekly"] }), now: at });
    const log = await consentOf(store, (await findSubscriber(store, email))?.id ?? 0);
    expect(log.map(({ list, type }) => [list, type])).toEqual([
      ["weekly", "imported"],
      ["monthly", "requested"],
      ["monthly", "confirmed"],
    ]);
    expect(await mails()).toEqual(["sign-up", "welcome"]);
  });

  test("of a suppressed address leads nowhere, of an erased one it does", async () => {
    const token = await ask();
    await addSuppression(store, { key: email, reason: "manual", source: "cli", createdAt: 1 });
    expect(await confirm(store, { token, now: at })).toEqual({ status: "expired" });
    expect(await findSubscriber(store, email)).toBeUndefined();
    const erased = addressOf("erased@example.org");
    const hash = suppressionHash(store, erased.key);
    await store.db
      .insertInto("suppressions")
      .values({ hash, email_key: null, reason: "erased", source: "cli", created_at: 1 })
      .execute();
    const again = await ask({ address: erased });
    expect(await confirm(store, { token: again, now: at })).toEqual({ status: "confirmed" });
    expect(await findSubscriber(store, "erased@example.org")).toBeDefined();
  });
});

/** Signs up and returns the token of the link in the mail. */
async function ask(change: Partial<SignUpInput> = {}): Promise<string> {
  await signUp(store, {
    address: addressOf(email),
    lists: ["weekly"],
    fields: { city: "Paris" },
    language: "fr",
    form: "front page",
    textVersion: "2",
    network: "192.0.2.0/24",
    now: at,
    ...change,
  });
  const { id } = await store.db
    .selectFrom("sign_ups")
    .select("id")
    .orderBy("id", "desc")
    .executeTakeFirstOrThrow();
  return confirmToken(await linkKey(store), id);
}

function addressOf(written: string) {
  const parsed = parseAddress(written);
  if (parsed.status === "invalid") throw new Error(parsed.reason);
  return parsed.address;
}

async function tie(list: string) {
  return findSubscription(store, (await findSubscriber(store, email))?.id ?? 0, list);
}

async function types(): Promise<readonly string[]> {
  const log = await consentOf(store, (await findSubscriber(store, email))?.id ?? 0);
  return log.map(({ type }) => type);
}

async function mails(): Promise<readonly string[]> {
  const rows = await store.db.selectFrom("service_mails").select("kind").orderBy("id").execute();
  return rows.map(({ kind }) => kind);
}
