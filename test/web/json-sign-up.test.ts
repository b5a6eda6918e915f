import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { signUpsOf } from "../../src/store/sign-ups.ts";
import { type TestService, testService } from "../support/readers-service.ts";

let now = 1_800_000_000_000;
let service: TestService;

beforeEach(async () => {
  now = 1_800_000_000_000;
  service = await testService({ lines: "service: { form: { fields: [firstName, city] } }", now: () => now });
});
afterEach(async () => {
  await service[Symbol.asyncDispose]();
});

/** A signed time, some seconds later. */
async function timeOf(): Promise<string> {
  const offer = await service.ask("/subscribe", { headers: { Accept: "application/json" } });
  now += 5_000;
  return ((await offer.json()) as { readonly time: string }).time;
}

const signUpsAt = (email: string) => signUpsOf(service.store, email);

describe("JSON", () => {
  const send = (value: unknown, type = "application/json") =>
    service.ask("/subscribe", {
      method: "POST",
      body: typeof value === "string" ? value : JSON.stringify(value),
      headers: { "Content-Type": type },
    });

  test("says what to send, takes it, and answers in JSON", async () => {
    const offer = await service.ask("/subscribe", { headers: { Accept: "application/json" } });
    const { time, ...told } = (await offer.json()) as { readonly time: string };
    expect(told).toEqual({
      proofOfWork: 0,
      lists: [{ id: "weekly", name: "The Letterpress Weekly" }],
      fields: [
        { name: "firstName", type: "text" },
        { name: "city", type: "text" },
      ],
    });
    now += 5_000;
    const answer = await send({
      email: "ada@example.org",
      fields: { firstName: "Ada" },
      language: "fr",
      time,
    });
    expect([answer.status, await answer.json()]).toEqual([202, { status: "check-mail" }]);
    expect(await signUpsAt("ada@example.org")).toMatchObject([
      { source: "json", fields: { firstName: "Ada", language: "fr" } },
    ]);
    const { textVersion } = (await signUpsAt("ada@example.org"))[0] ?? {};
    expect(textVersion).toBeUndefined();
    const faulty = await send({ email: "ada", time });
    expect([faulty.status, await faulty.json()]).toMatchObject([
      422,
      { status: "faulty", inputs: ["email"] },
    ]);
    const late = await send({ email: "ada@example.org" });
    expect([late.status, await late.json()]).toMatchObject([403, { status: "form-time" }]);
  });
});

test("of a form that a program shows the log has what the program says, as far as it is a name", async () => {
  const time = await timeOf();
  const send = (email: string, more: object) =>
    service.ask("/subscribe", {
      method: "POST",
      body: JSON.stringify({ email, time, ...more }),
      headers: { "Content-Type": "application/json" },
    });
  await send("ada@example.org", { form: " app\u202e footer\n", textVersion: "2026-11" });
  await send("bob@example.org", { form: ["x"], textVersion: "x".repeat(300) });
  expect(await signUpsAt("ada@example.org")).toMatchObject([
    { source: "json: app footer", textVersion: "2026-11" },
  ]);
  expect(await signUpsAt("bob@example.org")).toMatchObject([
    { source: "json", textVersion: "x".repeat(100) },
  ]);
});

describe("scripts of other sites", () => {
  const origin = "https://www.example.org";
  const asked = (from: string, method = "OPTIONS") => ({
    method,
    headers: { Origin: from, "Access-Control-Request-Method": "POST", Accept: "application/json" },
  });

  test("may sign people up where the configuration names their origin, and no others", async () => {
    await using other = await testService({
      now: () => now,
      site: "https://news.example.org/letters",
      lines: `service: { form: { origins: ["${origin}"] } }`,
    });
    const before = await other.ask("/letters/subscribe", asked(origin));
    expect([before.status, await before.text()]).toEqual([204, ""]);
    expect(Object.fromEntries(before.headers)).toMatchObject({
      "access-control-allow-origin": origin,
      "access-control-allow-methods": "GET, POST",
      "access-control-allow-headers": "Content-Type",
      vary: "Origin",
    });
    const offer = await other.ask("/letters/subscribe", asked(origin, "GET"));
    expect(offer.headers.get("Access-Control-Allow-Origin")).toBe(origin);
    expect(offer.headers.get("Access-Control-Allow-Credentials")).toBeNull();
    const page = await other.ask("/letters/subscribe");
    expect(page.headers.get("Vary")).toBe("Accept-Language, Origin");
    for (const from of ["https://evil.example", "null", `${origin}.evil.example`, ""]) {
      const answer = await other.ask("/letters/subscribe", asked(from));
      expect([from, answer.status, answer.headers.get("Access-Control-Allow-Origin")]).toEqual([
        from,
        405,
        null,
      ]);
    }
    // Nothing else is open to them.
    const elsewhere = await other.ask("/letters/archive", asked(origin));
    expect([elsewhere.status, elsewhere.headers.get("Access-Control-Allow-Origin")]).toEqual([405, null]);
  });

  test("may not where none is named", async () => {
    const answer = await service.ask("/subscribe", asked(origin));
    expect([answer.status, answer.headers.get("Access-Control-Allow-Origin")]).toEqual([405, null]);
  });
});

test("a program that puts a list into the trap of the JSON form notes nothing either", async () => {
  const time = await timeOf();
  const answer = await service.ask("/subscribe", {
    method: "POST",
    body: JSON.stringify({ email: "eve@example.org", time, website: ["x"] }),
    headers: { "Content-Type": "application/json" },
  });
  expect(answer.status).toBe(202);
  expect(await signUpsAt("eve@example.org")).toEqual([]);
});
