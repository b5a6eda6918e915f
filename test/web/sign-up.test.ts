import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { parseAddress } from "../../src/base/address.ts";
import { dayMs, hourMs } from "../../src/base/clock.ts";
import { openStore } from "../../src/store/store.ts";
import { setSubscription } from "../../src/store/subscriptions.ts";
import { addSuppression } from "../../src/store/suppressions.ts";
import { signUpsOf } from "../../src/store/sign-ups.ts";
import { type TestService, testService } from "../support/readers-service.ts";

let now = 1_800_000_000_000;
let service: TestService;

const lines = `service:
  form: { fields: [firstName, city] }
  confirmWithin: 2d
  limits: { networkPerHour: 4, perHour: 6 }`;

beforeEach(async () => {
  now = 1_800_000_000_000;
  service = await testService({ lines, now: () => now });
});
afterEach(async () => {
  await service[Symbol.asyncDispose]();
});

/** The hidden inputs of the form, some seconds after it was shown. */
async function filledIn(fields: Readonly<Record<string, string>>): Promise<Record<string, string>> {
  const page = await (await service.ask("/subscribe")).text();
  const time = /name="time" value="([^"]+)"/.exec(page)?.[1] ?? "";
  now += 5_000;
  return { time, website: "", language: "en", ...fields };
}

function signUpsAt(email: string) {
  const parsed = parseAddress(email);
  return signUpsOf(service.store, parsed.status === "valid" ? parsed.address.key : "");
}

describe("the form", () => {
  test("notes who signs up, with what they said, and answers that a mail is on its way", async () => {
    const fields = await filledIn({ email: "Ada@Example.org", "fields.firstName": "Ada", "fields.city": "" });
    const answer = await service.ask(
      "/subscribe",
      { method: "POST", body: new URLSearchParams({ ...fields, language: "de" }) },
      "192.0.2.77",
    );
    expect(answer.status).toBe(200);
    expect(await answer.text()).toContain("Schauen Sie in Ihr Postfach");
    expect(await signUpsAt("ada@example.org")).toMatchObject([
      {
        lists: ["weekly"],
        fields: { firstName: "Ada", language: "de" },
        source: "form",
        expiresAt: now + 2 * dayMs,
        network: "192.0.2.0/24",
        textVersion: expect.stringMatching(/^de [0-9a-f]{12}$/),
      },
    ]);
  });

  test("calls a field by its word in the language of the page, or else by its description", async () => {
    const german = await (await service.ask("/subscribe?language=de")).text();
    expect(german).toContain("<bdi>Vorname</bdi>");
    await using other = await testService({
      lines: "service: { form: { fields: [age] } }",
      fields: "{ age: { type: number, description: Your age } }",
    });
    const page = await (await other.ask("/subscribe")).text();
    expect(page).toContain("<bdi>Your age</bdi>");
    expect(page).toContain('type="number"');
  });

  test("comes back with what was typed when an address is none, and says at which input", async () => {
    const fields = await filledIn({ email: 'x" onfocus=alert(1) @', "fields.firstName": "<b>Ada</b>" });
    const answer = await service.post("/subscribe", fields);
    expect(answer.status).toBe(422);
    const page = await answer.text();
    expect(page).toContain('aria-describedby="email-fault"');
    expect(page).toContain('value="x&quot; onfocus&#x3D;alert(1) @"');
    expect(page).toContain('value="&lt;b&gt;Ada&lt;/b&gt;"');
    expect(page).not.toContain("<b>Ada");
  });

  test.each([
    ["without a time, as from another site", () => ({ time: "" })],
    ["with a time that nobody signed", () => ({ time: `${now.toString(36)}.${"a".repeat(32)}` })],
    ["a day and an hour old", () => ({ late: "yes" })],
  ])("is shown once more %s, and takes the second press", async (_, change) => {
    const fields = { ...(await filledIn({ email: "ada@example.org" })), ...change() };
    if ("late" in fields) now += 25 * hourMs;
    const answer = await service.post("/subscribe", fields);
    expect(answer.status).toBe(403);
    const page = await answer.text();
    expect(page).toContain("press the button once more");
    expect(page).toContain('value="ada@example.org"');
    expect(await signUpsAt("ada@example.org")).toEqual([]);
    const time = /name="time" value="([^"]+)"/.exec(page)?.[1] ?? "";
    now += 5_000;
    expect((await service.post("/subscribe", { ...fields, time })).status).toBe(200);
    expect(await signUpsAt("ada@example.org")).toHaveLength(1);
  });

  test("that was filled in within a second is shown once more", async () => {
    const fields = await filledIn({ email: "ada@example.org" });
    now -= 4_500;
    expect((await service.post("/subscribe", fields)).status).toBe(403);
  });

  test("gives a program that fills in everything the answer of everybody, and notes nothing", async () => {
    const good = await service.post("/subscribe", await filledIn({ email: "ada@example.org" }));
    const trapped = await filledIn({ email: "eve@example.org", website: "https://spam.example" });
    const answer = await service.post("/subscribe", trapped);
    expect([answer.status, await answer.text()]).toEqual([good.status, await good.text()]);
    expect(await signUpsAt("eve@example.org")).toEqual([]);
  });

  test("offers the lists there are, and takes none that is not offered", async () => {
    await using other = await testService({
      now: () => now,
      lists: "{ weekly: { name: W }, monthly: { name: M } }",
    });
    const page = await (await other.ask("/subscribe")).text();
    expect(page.match(/type="checkbox"/g)).toHaveLength(2);
    // A box that was ticked beforehand is no consent.
    expect(page).not.toContain(" checked");
    const time = /name="time" value="([^"]+)"/.exec(page)?.[1] ?? "";
    now += 5_000;
    const status = async (lists: string) =>
      (await other.post("/subscribe", `email=a@example.org&time=${time}&${lists}`)).status;
    expect(await status("")).toBe(422);
    expect(await status("list=secret")).toBe(422);
    expect(await status("list=weekly&list=monthly")).toBe(200);
    const none = await (await other.post("/subscribe", `email=a@example.org&time=${time}`)).text();
    expect(none).toContain("Choose at least one.");
    expect(none).not.toContain(" checked");
  });
});

describe("what the answer tells of an address", () => {
  test("is nothing: it is the same for one that is new, pending, subscribed, unsubscribed or suppressed", async () => {
    await using other = await testService({ now: () => now });
    await other.reader("subscribed@example.org");
    const { id } = await other.reader("left@example.org");
    await setSubscription(other.store, { subscriber: id, list: "weekly", state: "unsubscribed", now });
    for (const [name, reason] of [
      ["bounced", "bounce"],
      ["angry", "complaint"],
    ] as const)
      await addSuppression(other.store, {
        key: `${name}@example.org`,
        reason,
        source: "test",
        createdAt: now,
      });
    const page = await (await other.ask("/subscribe")).text();
    const time = /name="time" value="([^"]+)"/.exec(page)?.[1] ?? "";
    now += 5_000;
    const answers = new Set<string>();
    for (const name of ["new", "pending", "pending", "subscribed", "left", "bounced", "angry", "SUBSCRIBED"])
      for (const json of [false, true]) {
        const values = { email: `${name}@example.org`, time, language: "en" };
        const answer = json
          ? await other.ask("/subscribe", {
              method: "POST",
              body: JSON.stringify(values),
              headers: { "Content-Type": "application/json" },
            })
          : await other.post("/subscribe", values);
        answers.add(`${json} ${answer.status} ${JSON.stringify([...answer.headers])} ${await answer.text()}`);
      }
    expect(answers.size).toBe(2);
  });
});

describe("the limits", () => {
  const press = async (email: string, from: string) => {
    const body = new URLSearchParams(await filledIn({ email }));
    return service.ask("/subscribe", { method: "POST", body }, from);
  };

  test("hold for a network, which gets it back over an hour", async () => {
    for (const [index, from] of ["192.0.2.1", "192.0.2.2", "192.0.2.3", "192.0.2.200"].entries())
      expect((await press(`a${index}@example.org`, from)).status).toBe(200);
    const refused = await press("a4@example.org", "192.0.2.9");
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get("Retry-After"))).toBeGreaterThan(60);
    expect(await refused.text()).toContain("Too many sign-ups");
    expect((await press("a5@example.org", "198.51.100.1")).status).toBe(200);
    now += hourMs / 4;
    expect((await press("a6@example.org", "192.0.2.9")).status).toBe(200);
    expect(await signUpsAt("a4@example.org")).toEqual([]);
  });

  test("hold for everybody together, when many networks come", async () => {
    const statuses: number[] = [];
    for (let index = 0; index < 8; index += 1)
      statuses.push((await press(`b${index}@example.org`, `2001:db8:${index}::1`)).status);
    expect(statuses).toEqual([200, 200, 200, 200, 200, 200, 429, 429]);
  });

  test("do not outlive a clock that goes back by hours", async () => {
    for (const host of [1, 2, 3, 4])
      expect((await press(`c${host}@example.org`, `192.0.2.${host}`)).status).toBe(200);
    expect((await press("c5@example.org", "192.0.2.5")).status).toBe(429);
    now -= 9 * hourMs;
    expect((await press("c6@example.org", "192.0.2.6")).status).toBe(200);
  });

  test("are never those of unsubscribing", async () => {
    const { token } = await service.reader("ada@example.org");
    for (let index = 0; index < 30; index += 1)
      expect((await service.post(`/u/${token}`, "List-Unsubscribe=One-Click")).status).toBe(200);
  });
});

test("who signs up while the store is locked waits together with all others, and not behind them", async () => {
  const bodies: Record<string, string>[] = [];
  for (const name of ["ada", "bob", "eve"]) bodies.push(await filledIn({ email: `${name}@example.org` }));
  const statuses: number[] = [];
  await using other = await openStore({ file: service.store.file });
  let answers: readonly Promise<unknown>[] = [];
  await other.db.transaction().execute(async () => {
    answers = bodies.map(async (body) => statuses.push((await service.post("/subscribe", body)).status));
    await Promise.race(answers);
  });
  // The lock is gone with the first answer, so whoever had begun to wait only then would get through.
  await Promise.all(answers);
  expect(statuses).toEqual([503, 503, 503]);
  expect((await service.post("/subscribe", await filledIn({ email: "ada@example.org" }))).status).toBe(200);
});

describe("a form that asks for work", () => {
  test("takes a sign-up only with the number that the browser found, and has a script", async () => {
    await using other = await testService({ now: () => now, lines: "service: { form: { proofOfWork: 8 } }" });
    const answer = await other.ask("/subscribe");
    expect(answer.headers.get("Content-Security-Policy")).toContain("script-src 'self'");
    const page = await answer.text();
    expect(page).toContain('<script src="/work.js" defer></script>');
    expect((await other.ask("/work.js")).status).toBe(200);
    const time = /name="time" value="([^"]+)"/.exec(page)?.[1] ?? "";
    now += 5_000;
    const values = { email: "ada@example.org", time };
    expect((await other.post("/subscribe", values)).status).toBe(403);
    const statuses: number[] = [];
    for (let work = 0; work < 3_000 && !statuses.includes(200); work += 1)
      statuses.push((await other.post("/subscribe", { ...values, work: String(work) })).status);
    expect(statuses.at(-1)).toBe(200);
    // The same work is good for no second sign-up.
    const again = { email: "eve@example.org", time, work: String(statuses.length - 1) };
    const refused = await other.post("/subscribe", again);
    expect([refused.status, (await refused.text()).includes('data-work="8"')]).toEqual([403, true]);
  });

  test("has no script when it asks for none", async () => {
    expect(await (await service.ask("/subscribe")).text()).not.toContain("<script");
    expect((await service.ask("/work.js")).status).toBe(404);
  });
});
