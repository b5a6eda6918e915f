import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { dayMs } from "../../src/base/clock.ts";
import { signedTokens } from "../../src/base/token.ts";
import { linkKey } from "../../src/store/link-keys.ts";
import { preferencesToken } from "../../src/subscriptions/preferences.ts";
import { findPreferencesOf } from "../../src/store/preferences.ts";
import { consentOf } from "../../src/store/consent.ts";
import { openStore } from "../../src/store/store.ts";
import { findSubscriberById } from "../../src/store/subscribers.ts";
import { findSubscription, setSubscription } from "../../src/store/subscriptions.ts";
import { takeOverJournal } from "../../src/store/unsubscribe-journal.ts";
import { type TestService, testService } from "../support/readers-service.ts";

const now = 1_800_000_000_000;
let service: TestService;
let ada: Awaited<ReturnType<TestService["reader"]>>;

beforeEach(async () => {
  service = await testService({
    now: () => now,
    lists: "{ weekly: { name: The Weekly }, monthly: { name: The Monthly } }",
    lines: "service: { form: { fields: [firstName, city] } }",
  });
  ada = await service.reader("ada.lovelace@example.org", { firstName: "Ada", language: "en" });
});
afterEach(async () => {
  await service[Symbol.asyncDispose]();
});

const lists = async () => {
  const { lists = [] } = (await findPreferencesOf(service.store, ada.id)) ?? {};
  return Object.fromEntries(lists.map(({ id, state }) => [id, state]));
};

const addTie = (list: string) =>
  setSubscription(service.store, { subscriber: ada.id, list, state: "confirmed", now });

describe("the preference centre", () => {
  test("shows what somebody gets and what is known of them, and of the address only a part", async () => {
    const page = await (await service.ask(ada.preferences)).text();
    expect(page).toContain('value="weekly" checked');
    expect(page).toContain('value="monthly">');
    expect(page).toContain('value="Ada"');
    expect(page).toContain('<option value="en" lang="en" selected>English</option>');
    expect(page).toContain("a•••@example.org");
    expect(page).not.toContain("ada.lovelace");
  });

  test("changes lists, fields and language, and says so in the new language", async () => {
    const body = "do=save&list=monthly&fields.firstName=Augusta&fields.city=London&language=de&pause=none";
    const answer = await service.post(ada.preferences, body);
    expect(answer.status).toBe(200);
    expect(await answer.text()).toContain("Ihre Auswahl ist gespeichert.");
    expect(await lists()).toEqual({ monthly: "confirmed", weekly: "unsubscribed" });
    expect((await findSubscriberById(service.store, ada.id))?.fields).toEqual({
      city: "London",
      firstName: "Augusta",
      language: "de",
    });
    expect((await consentOf(service.store, ada.id)).map(({ type }) => type)).toContain("unsubscribed");
  });

  test("pauses for a time, keeps the pause, and ends it", async () => {
    const save = (pause: string) => service.post(ada.preferences, `do=save&list=weekly&pause=${pause}`);
    const until = async () => {
      const found = await findPreferencesOf(service.store, ada.id);
      return found?.lists.find(({ id }) => id === "weekly")?.pausedUntil;
    };
    expect(await (await save("month")).text()).toContain("Paused until");
    expect(await until()).toBe(now + 30 * dayMs);
    await save("keep");
    expect(await until()).toBe(now + 30 * dayMs);
    await save("none");
    expect(await until()).toBeUndefined();
  });

  test("leaves everything with one button, also what is no longer declared, and counts it", async () => {
    await service.store.db.insertInto("lists").values({ id: "old", name: "Old" }).execute();
    await addTie("old");
    const answer = await service.post(ada.preferences, "do=leave");
    expect(answer.status).toBe(200);
    expect(await answer.text()).not.toContain(" checked");
    expect(await lists()).toEqual({ old: "unsubscribed", weekly: "unsubscribed" });
    const metrics = await (await service.ask("/metrics")).text();
    expect(metrics).toContain('letterpress_service_unsubscribed_total{way="preferences"} 2');
  });

  test("leaves everything while the store is locked, into the journal", async () => {
    await addTie("monthly");
    const other = await openStore({ file: service.store.file });
    await using _ = other;
    await other.db.transaction().execute(async () => {
      const answer = await service.post(ada.preferences, "do=leave");
      expect(answer.status).toBe(200);
      expect(await answer.text()).not.toContain(" checked");
    });
    await takeOverJournal(service.store);
    expect(await lists()).toEqual({ monthly: "unsubscribed", weekly: "unsubscribed" });
    expect((await consentOf(service.store, ada.id)).at(-1)).toMatchObject({ source: "preferences" });
  });

  test("lets somebody give up lists while the store is locked, and asks for the rest once more", async () => {
    await addTie("monthly");
    const other = await openStore({ file: service.store.file });
    await using _ = other;
    const choice = "do=save&list=weekly&fields.firstName=Augusta";
    await other.db.transaction().execute(async () => {
      const answer = await service.post(ada.preferences, choice);
      const page = await answer.text();
      expect([answer.status, answer.headers.get("Retry-After")]).toEqual([503, "30"]);
      expect(page).toContain("You will get no more of the lists you have given up.");
      expect(page).toContain('value="Augusta"');
      expect([...page.matchAll(/value="(\w+)" checked/g)].map(([, list]) => list)).toEqual(["weekly"]);
      // Who gives up nothing is asked to come again.
      expect(
        await (await service.post(ada.preferences, "do=save&list=weekly&list=monthly")).text(),
      ).toContain("Please try again in a minute.");
    });
    await takeOverJournal(service.store);
    expect(await lists()).toEqual({ monthly: "unsubscribed", weekly: "confirmed" });
    expect((await service.post(ada.preferences, choice)).status).toBe(200);
    expect((await findSubscriberById(service.store, ada.id))?.fields.firstName).toBe("Augusta");
  });

  test("shows what the form offers and what somebody gets besides, which can be left and not taken", async () => {
    await using other = await testService({
      now: () => now,
      lists: "{ weekly: { name: W }, secret: { name: S } }",
      lines: "service: { form: { lists: [weekly] } }",
    });
    const { id, preferences } = await other.reader("bob@example.org");
    const isShown = async () => (await (await other.ask(preferences)).text()).includes('value="secret"');
    const state = async () => (await findSubscription(other.store, id, "secret"))?.state;
    expect(await isShown()).toBe(false);
    await other.post(preferences, "do=save&list=weekly&list=secret");
    expect(await state()).toBeUndefined();
    await setSubscription(other.store, { subscriber: id, list: "secret", state: "confirmed", now });
    expect(await isShown()).toBe(true);
    await other.post(preferences, "do=save&list=weekly&list=secret");
    expect(await state()).toBe("confirmed");
    await other.post(preferences, "do=save&list=weekly");
    expect(await state()).toBe("unsubscribed");
    await other.post(preferences, "do=save&list=weekly&list=secret");
    expect([await isShown(), await state()]).toEqual([false, "unsubscribed"]);
  });

  test("logs which wording a list was taken with", async () => {
    await service.post(ada.preferences, "do=save&list=weekly&list=monthly");
    expect((await consentOf(service.store, ada.id)).at(-1)).toMatchObject({
      type: "confirmed",
      list: "monthly",
      textVersion: expect.stringMatching(/^en [0-9a-f]{12}$/),
    });
  });

  test("keeps a language only when somebody has chosen it, and as exactly as it was said", async () => {
    const french = { "Accept-Language": "fr" };
    const bob = await service.reader("bob@example.org", {});
    const page = await (await service.ask(bob.preferences, { headers: french })).text();
    expect(page).toContain('<option value="" lang="" selected>');
    await service.post(bob.preferences, "do=save&list=weekly&language=", french);
    expect((await findSubscriberById(service.store, bob.id))?.fields).toEqual({});
    const eve = await service.reader("eve@example.org", { language: "de-AT" });
    await service.post(eve.preferences, "do=save&list=weekly&language=de");
    expect((await findSubscriberById(service.store, eve.id))?.fields).toEqual({ language: "de-AT" });
  });

  test("keeps what was typed when a value cannot be used", async () => {
    const answer = await service.post(ada.preferences, {
      do: "save",
      list: "weekly",
      pause: "none",
      "fields.firstName": "x".repeat(300),
    });
    expect(answer.status).toBe(422);
    expect(await answer.text()).toContain('aria-describedby="fields.firstName-fault"');
    expect((await findSubscriberById(service.store, ada.id))?.fields.firstName).toBe("Ada");
  });

  test.each([
    "",
    "do=save&list=other",
    "do=save&pause=constructor",
    "do=save&pause=__proto__",
    "do=save&do=leave",
  ])("changes nothing for a POST of %p", async (body) => {
    expect((await service.post(ada.preferences, body)).status).toBe(400);
    expect(await lists()).toEqual({ weekly: "confirmed" });
  });

  test("is only looked at by GET and HEAD", async () => {
    for (const method of ["GET", "HEAD"]) {
      const query = "?do=leave&list=monthly";
      expect((await service.ask(`${ada.preferences}${query}`, { method })).status).toBe(200);
    }
    expect(await lists()).toEqual({ weekly: "confirmed" });
  });

  test("is opened by no other token: not by that of an unsubscribe link, a web version, or another newsletter", async () => {
    const key = await linkKey(service.store);
    const foreign = preferencesToken("another", ada.id);
    const others = (["bounce", "web", "vote", "confirm"] as const).map(signedTokens(key, 0, ada.id));
    for (const wrong of ["a".repeat(32), ada.token, foreign, ...others, ada.preferences.slice(4), "x"]) {
      expect((await service.ask(`/p/${wrong}`)).status).toBe(404);
      expect((await service.post(`/p/${wrong}`, "do=leave")).status).toBe(404);
    }
  });
});
