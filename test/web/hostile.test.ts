import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { naughtyAddresses, naughtyStrings } from "../support/naughty-strings.ts";
import { type TestService, testService } from "../support/readers-service.ts";

let now = 1_800_000_000_000;
let service: TestService;
let token = "";
let preferences = "";

beforeAll(async () => {
  service = await testService({
    now: () => now,
    lines: `service:
  form: { fields: [firstName, city] }
  limits: { networkPerHour: 1000000, perHour: 1000000 }`,
  });
  ({ token, preferences } = await service.reader("ada@example.org"));
});
afterAll(async () => {
  await service[Symbol.asyncDispose]();
});

async function time(): Promise<string> {
  const { time } = (await (
    await service.ask("/subscribe", { headers: { Accept: "application/json" } })
  ).json()) as { readonly time: string };
  now += 3_000;
  return time;
}

/** Each answer is one that was meant: no fault of ours, no header or markup that came from outside. */
async function expectHarmless(answer: Response, sent: string): Promise<void> {
  expect([sent, answer.status >= 200 && answer.status < 500]).toEqual([sent, true]);
  const text = await answer.text();
  expect([sent, /<script|<img|<mj-/i.test(text)]).toEqual([sent, false]);
  expect(answer.headers.get("Bcc")).toBeNull();
}

const forms = ["/subscribe", "/u/{token}", "/c/{token}", "/p/{token}"];
/** With tokens that open what they can. */
const realForms = () => ["/subscribe", `/u/${token}`, `/c/${token}`, preferences];
const urlencoded = "application/x-www-form-urlencoded";

describe("what nobody should send", () => {
  test.each(naughtyStrings.map((text) => [text]))("as every value of the sign-up form: %j", async (text) => {
    const values = { email: "eve@example.org", time: await time() };
    for (const name of ["email", "fields.firstName", "fields.city", "list", "language", "time", "work"]) {
      const sent = { ...values, [name]: text };
      await expectHarmless(await service.post("/subscribe", sent), JSON.stringify(sent).slice(0, 200));
      const answer = await service.ask("/subscribe", {
        method: "POST",
        body: JSON.stringify({ ...sent, lists: [text], fields: { firstName: text, [text]: text } }),
        headers: { "Content-Type": "application/json" },
      });
      await expectHarmless(answer, JSON.stringify(sent).slice(0, 200));
    }
  });

  test.each(naughtyStrings.map((text) => [text]))(
    "as every value of the preference centre: %j",
    async (text) => {
      for (const name of ["do", "list", "pause", "language", "fields.firstName", text]) {
        const answer = await service.post(preferences, {
          do: "save",
          list: "weekly",
          pause: "none",
          [name]: text,
        });
        await expectHarmless(answer, `${name}=${text.slice(0, 100)}`);
      }
    },
  );

  test.each(naughtyStrings.map((text) => [text]))("as a token, a query or a header: %j", async (text) => {
    const encoded = encodeURIComponent(text.toWellFormed());
    for (const path of [
      ...forms.map((form) => form.replace("{token}", encoded)),
      `/${encoded}`,
      `/archive/${encoded}`,
    ]) {
      await expectHarmless(await service.ask(path), path.slice(0, 100));
      await expectHarmless(await service.ask(`${path}?language=${encoded}&${encoded}`), path.slice(0, 100));
      await expectHarmless(await service.post(path, "List-Unsubscribe=One-Click"), path.slice(0, 100));
    }
    // Characters that a header can carry, as some servers hand them over.
    const header = text.replace(/[^\x20-\x7e]/g, "?").slice(0, 2_000);
    const headers = { "Accept-Language": header, "X-Forwarded-For": header, Accept: header };
    await expectHarmless(await service.ask(`/u/${token}`, { headers }), header);
    const typed = { method: "POST", body: "a=b", headers: { "Content-Type": header } };
    for (const form of realForms()) await expectHarmless(await service.ask(form, typed), header);
  });

  test.each(naughtyAddresses.map((text) => [text]))("as an address: %j", async (email) => {
    const answer = await service.post("/subscribe", { email, time: await time() });
    expect([email, answer.status]).toEqual([email, 422]);
  });

  const bodies: readonly (readonly [string, string | Uint8Array<ArrayBuffer>, string])[] = [
    ["1 MB", "email=".padEnd(1024 * 1024, "x"), urlencoded],
    ["1 MB of names", "a&".repeat(512 * 1024), urlencoded],
    ["60 KB of names", "a&".repeat(30 * 1024), urlencoded],
    ["the field twice", "email=a@example.org&email=b@example.org", urlencoded],
    ["arrays as PHP writes them", "email[]=a@example.org&list[0][x]=1", urlencoded],
    [
      "the prototype",
      "__proto__[x]=1&constructor.prototype.x=1&fields.__proto__=1&fields.constructor=1",
      urlencoded,
    ],
    ["bytes that are no UTF-8", Uint8Array.of(0x65, 0x3d, 0xc3, 0x28), urlencoded],
    ["percent signs that are no UTF-8", "email=%ff%fe@example.org&fields.firstName=%c3%28", urlencoded],
    ["UTF-16", Uint8Array.of(0xff, 0xfe, 0x65, 0x00), `${urlencoded}; charset=utf-16`],
    ["a charset that nobody knows", "email=a", `${urlencoded}; charset=klingon`],
    ["a boundary that is missing", "--x--", "multipart/form-data"],
    [
      "a part without an end",
      '--x\r\nContent-Disposition: form-data; name="email"\r\n\r\na',
      "multipart/form-data; boundary=x",
    ],
    [
      "a file",
      '--x\r\nContent-Disposition: form-data; name="email"; filename="a"\r\n\r\na\r\n--x--\r\n',
      "multipart/form-data; boundary=x",
    ],
    ["a boundary of a kilobyte", "--x", `multipart/form-data; boundary=${"x".repeat(1024)}`],
    ["JSON that is none", "{", "application/json"],
    ["JSON that is no object", "[1]", "application/json"],
    ["JSON null", "null", "application/json"],
    ["JSON of other types", '{"email":{},"lists":{},"fields":[],"time":1,"website":[]}', "application/json"],
    [
      "JSON with a prototype",
      '{"__proto__":{"email":"a@example.org"},"fields":{"__proto__":"x"}}',
      "application/json",
    ],
    [
      "JSON with everything",
      '{"email":["a@example.org"],"lists":[1,null,{}],"fields":{"firstName":{"a":1}}}',
      "application/json",
    ],
    ["JSON that is deep", `${"[".repeat(30_000)}${"]".repeat(30_000)}`, "application/json"],
    ["JSON that is no UTF-8", Uint8Array.of(0x22, 0xff, 0x22), "application/json"],
    ["XML", "<a/>", "text/xml"],
    ["nothing", "", ""],
  ];
  test.each(bodies)("as a body: %s", async (what, body, type) => {
    for (const form of realForms()) {
      const headers = type === "" ? {} : { "Content-Type": type };
      const answer = await service.ask(form, { method: "POST", body, headers });
      expect([what, form, answer.status >= 400 && answer.status < 500, answer.status]).toEqual([
        what,
        form,
        true,
        answer.status,
      ]);
    }
  });

  test("left nothing behind: no note of a fault, and the reader is who they were", async () => {
    expect(service.notes).toEqual([]);
    expect((await service.ask(`/u/${token}`)).status).toBe(200);
    expect(Object.hasOwn(Object.prototype, "email") || "x" in {}).toBe(false);
  });
});
