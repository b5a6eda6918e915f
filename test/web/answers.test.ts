import { readdir } from "node:fs/promises";
import { basename, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { pageSamples } from "../../src/web/page/page-samples.ts";
import { root } from "../support/program.ts";
import { parseAddress } from "../../src/base/address.ts";
import { signUp } from "../../src/subscriptions/sign-up.ts";
import { parseMetrics } from "../support/prometheus.ts";
import { type TestService, testService } from "../support/readers-service.ts";

let service: TestService;
let token = "";

beforeAll(async () => {
  service = await testService();
  token = (await service.reader("ada@example.org")).token;
});
afterAll(async () => {
  await service[Symbol.asyncDispose]();
});

describe("every answer", () => {
  const requests: readonly (readonly [string, string, RequestInit])[] = [
    ["a page", "/u/{token}", {}],
    ["an unknown token", "/u/nonsense", {}],
    ["a page that is not there", "/nothing", {}],
    ["a method that is not there", "/u/{token}", { method: "DELETE" }],
    ["a body that is too large", "/u/{token}", { method: "POST", body: "x".repeat(1024 * 1024) }],
    [
      "a body that is no form",
      "/u/{token}",
      { method: "POST", body: "{}", headers: { "Content-Type": "application/json" } },
    ],
    [
      "a one-click POST",
      "/u/{token}",
      { method: "POST", body: new URLSearchParams({ "List-Unsubscribe": "One-Click" }) },
    ],
    ["the style sheet", "/style.css", {}],
    ["the state of health", "/healthz", {}],
  ];
  test.each(requests)(
    "says that nothing is told on and nothing from outside is loaded: %s",
    async (_, path, init) => {
      const { headers } = await service.ask(path.replace("{token}", token), init);
      expect(headers.get("Referrer-Policy")).toBe("no-referrer");
      expect(headers.get("X-Content-Type-Options")).toBe("nosniff");
      expect(headers.get("Content-Security-Policy")).toBe(
        "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
      );
      expect(headers.get("Set-Cookie")).toBeNull();
      const isPublic = path === "/style.css";
      expect(headers.get("Cache-Control")).toBe(isPublic ? "public, max-age=3600" : "no-store");
      expect(headers.get("X-Robots-Tag")).toBe(isPublic ? null : "noindex");
    },
  );

  test("to a large body is 413, to one of a foreign kind 415, to one that is no UTF-8 400", async () => {
    const post = async (body: string | Uint8Array<ArrayBuffer> | ReadableStream<Uint8Array>, type: string) =>
      (
        await service.ask(`/u/${token}`, {
          method: "POST",
          body,
          headers: { "Content-Type": type },
          duplex: "half",
        } as RequestInit)
      ).status;
    const urlencoded = "application/x-www-form-urlencoded";
    expect(await post("a=".padEnd(70_000, "x"), urlencoded)).toBe(413);
    expect(await post(streamOf("x".repeat(1024), 1024), urlencoded)).toBe(413);
    expect(await post("<a/>", "text/xml")).toBe(415);
    expect(await post("a=b", `${urlencoded}; charset=utf-16`)).toBe(415);
    expect(await post(Uint8Array.of(0x61, 0x3d, 0xff), urlencoded)).toBe(400);
    expect(await post("a=b", "multipart/form-data")).toBe(400);
    expect(await post("--x\r\nbroken", "multipart/form-data; boundary=x")).toBe(400);
  });
});

test("the style sheet is not sent again to who has it", async () => {
  const first = await service.ask("/style.css");
  expect(first.headers.get("Content-Type")).toBe("text/css; charset=utf-8");
  const again = await service.ask("/style.css", {
    headers: { "If-None-Match": first.headers.get("ETag") ?? "" },
  });
  expect([again.status, await again.text()]).toEqual([304, ""]);
});

describe("/metrics", () => {
  test("counts answers by their route, without a token", async () => {
    await service.ask(`/u/${token}`);
    const text = await (await service.ask("/metrics")).text();
    expect(text).not.toContain(token);
    const samples = parseMetrics(text);
    const route = { route: "/u/:token", method: "GET", status: "200" };
    const found = samples.find(
      ({ name, labels }) =>
        name === "letterpress_service_answers_total" && JSON.stringify(labels) === JSON.stringify(route),
    );
    expect(found?.value).toBeGreaterThan(0);
  });

  test("says how many confirmation and welcome mails wait", async () => {
    const waiting = async () =>
      parseMetrics(await (await service.ask("/metrics")).text()).find(
        ({ name }) => name === "letterpress_service_mails_waiting",
      )?.value;
    const before = (await waiting()) ?? 0;
    const parsed = parseAddress("waiting@example.org");
    if (parsed.status === "invalid") throw new Error(parsed.reason);
    const asked = { lists: ["weekly"], fields: {}, form: "test", now: 1 };
    await signUp(service.store, { address: parsed.address, ...asked });
    expect(await waiting()).toBe(before + 1);
  });

  test("is only for the networks that may ask, and not through a proxy", async () => {
    const status = async (from: string, headers: Record<string, string> = {}) =>
      (await service.ask("/metrics", { headers }, from)).status;
    expect(await status("127.0.0.1")).toBe(200);
    expect(await status("::ffff:127.0.0.1")).toBe(200);
    expect(await status("192.0.2.1")).toBe(404);
    expect(await status("127.0.0.1", { "X-Forwarded-For": "127.0.0.1" })).toBe(404);
  });
});

test("a site in a folder has its pages below it, and its health beside them", async () => {
  await using other = await testService({ site: "https://example.org/letters" });
  const reader = await other.reader("ada@example.org");
  expect((await other.ask(`/u/${reader.token}`)).status).toBe(404);
  const page = await other.ask(`/letters/u/${reader.token}`);
  expect(page.status).toBe(200);
  expect(await page.text()).toContain('href="/letters/style.css"');
  expect((await other.ask("/letters/style.css")).status).toBe(200);
  expect((await other.ask("/healthz")).status).toBe(200);
});

test("a store that is closed makes the health bad and a page 503 or 500, never the text of a fault", async () => {
  await using other = await testService();
  const reader = await other.reader("ada@example.org");
  await other.service.reads.close();
  expect((await other.ask("/healthz")).status).toBe(503);
  const page = await other.ask(`/u/${reader.token}`);
  expect([500, 503]).toContain(page.status);
  expect(await page.text()).toContain("Something went wrong");
  expect(other.notes.join("\n")).not.toContain(reader.token);
  await other.ask(`/u/${reader.token}`);
  await other.ask("/u/nonsense");
  expect(other.notes).toHaveLength(1);
});

/** A body whose length is not said beforehand. */
function streamOf(part: string, times: number): ReadableStream<Uint8Array> {
  let left = times;
  return new ReadableStream({
    pull(controller) {
      left -= 1;
      if (left < 0) controller.close();
      else controller.enqueue(new TextEncoder().encode(part));
    },
  });
}

test("every page that ships is tried before the service starts", async () => {
  const names = (await readdir(join(root, "templates/pages"))).filter((name) => name.endsWith(".hbs"));
  expect(
    names
      .map((name) => basename(name, ".hbs"))
      .filter((name) => name !== "layout")
      .toSorted(),
  ).toEqual(Object.keys(pageSamples).toSorted());
});
