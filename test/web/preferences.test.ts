import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { dayMs } from "../../src/base/clock.ts";
import { consentOf } from "../../src/store/consent.ts";
import { findSubscriberById } from "../../src/store/subscribers.ts";
import { findPreferences } from "../../src/subscriptions/preferences.ts";
import { type TestService, testService } from "../support/readers-service.ts";

const now = 1_800_000_000_000;
let service: TestService;
let ada: { readonly id: number; readonly token: string };

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
  const found = await findPreferences(service.store, ada.token);
  return found.status === "found" ? Object.fromEntries(found.lists.map(({ id, state }) => [id, state])) : {};
};

describe("the preference centre", () => {
  test("shows what somebody gets and what is known of them, and of the address only a part", async () => {
    const page = await (await service.ask(`/p/${ada.token}`)).text();
    expect(page).toContain('value="weekly" checked');
    expect(page).toContain('value="monthly">');
    expect(page).toContain('value="Ada"');
    expect(page).toContain('<option value="en" lang="en" selected>English</option>');
    expect(page).toContain("a•••@example.org");
    expect(page).not.toContain("ada.lovelace");
  });

  test("changes lists, fields and language, and says so in the new language", async () => {
    const body = "do=save&list=monthly&fields.firstName=Augusta&fields.city=London&language=de&pause=none";
    const answer = await service.post(`/p/${ada.token}`, body);
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
    const save = (pause: string) => service.post(`/p/${ada.token}`, `do=save&list=weekly&pause=${pause}`);
    const until = async () => {
      const found = await findPreferences(service.store, ada.token);
      return found.status === "found"
        ? found.lists.find(({ id }) => id === "weekly")?.pausedUntil
        : undefined;
    };
    expect(await (await save("month")).text()).toContain("Paused until");
    expect(await until()).toBe(now + 30 * dayMs);
    await save("keep");
    expect(await until()).toBe(now + 30 * dayMs);
    await save("none");
    expect(await until()).toBeUndefined();
  });

  test("leaves everything with one button", async () => {
    expect((await service.post(`/p/${ada.token}`, "do=leave")).status).toBe(200);
    expect(await lists()).toMatchObject({ weekly: "unsubscribed" });
  });

  test("keeps what was typed when a value cannot be used", async () => {
    const answer = await service.post(`/p/${ada.token}`, {
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
    expect((await service.post(`/p/${ada.token}`, body)).status).toBe(400);
    expect(await lists()).toEqual({ weekly: "confirmed" });
  });

  test("is only looked at by GET and HEAD", async () => {
    for (const method of ["GET", "HEAD"]) {
      const query = "?do=leave&list=monthly";
      expect((await service.ask(`/p/${ada.token}${query}`, { method })).status).toBe(200);
    }
    expect(await lists()).toEqual({ weekly: "confirmed" });
  });

  test("is not known for another token", async () => {
    for (const wrong of ["a".repeat(32), ada.token.slice(1), "x"]) {
      expect((await service.ask(`/p/${wrong}`)).status).toBe(404);
      expect((await service.post(`/p/${wrong}`, "do=leave")).status).toBe(404);
    }
  });
});
