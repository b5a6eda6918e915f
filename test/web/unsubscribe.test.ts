import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { consentOf } from "../../src/store/consent.ts";
import { openStore } from "../../src/store/store.ts";
import { findSubscription } from "../../src/store/subscriptions.ts";
import { type TestService, testService } from "../support/readers-service.ts";

let service: TestService;
let ada: { readonly id: number; readonly token: string };

beforeEach(async () => {
  service = await testService();
  ada = await service.reader("ada@example.org");
});
afterEach(async () => {
  await service[Symbol.asyncDispose]();
});

async function state(id = ada.id): Promise<string | undefined> {
  return (await findSubscription(service.store, id, "weekly"))?.state;
}

const oneClick = "List-Unsubscribe=One-Click";

describe("a POST of a mail program (RFC 8058)", () => {
  test("in the urlencoded form of its section 8.1 ends the subscription, without a redirect", async () => {
    const answer = await service.post(`/u/${ada.token}`, oneClick);
    expect(answer.status).toBe(200);
    expect(await answer.text()).toBe("You are unsubscribed.\n");
    expect(await state()).toBe("unsubscribed");
  });

  test("in the multipart form of its section 8.2 ends it too", async () => {
    const boundary = "---FormBoundaryjWmhtjORrn";
    const body = `--${boundary}\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--${boundary}--\r\n`;
    const headers = { "Content-Type": `multipart/form-data; boundary=${boundary}` };
    const answer = await service.ask(`/u/${ada.token}`, { method: "POST", body, headers });
    expect(answer.status).toBe(200);
    expect(await state()).toBe("unsubscribed");
  });

  test("ends it with a link of an older version, too", async () => {
    const token = "abcdefghijklmnopqrstuvwxyz234567";
    await service.store.db
      .updateTable("subscriptions")
      .set({ token })
      .where("subscriber_id", "=", ada.id)
      .execute();
    expect(await (await service.ask(`/u/${token}`)).text()).toContain('name="unsubscribe"');
    expect((await service.post(`/u/${token}`, oneClick)).status).toBe(200);
    expect(await state()).toBe("unsubscribed");
  });

  test("is answered with 200 a second time, and for a token in capitals", async () => {
    expect((await service.post(`/u/${ada.token.toUpperCase()}`, oneClick)).status).toBe(200);
    expect((await service.post(`/u/${ada.token}`, oneClick)).status).toBe(200);
    expect(await state()).toBe("unsubscribed");
  });

  test.each([
    ["with a foreign charset", "application/x-www-form-urlencoded; charset=ISO-8859-1", oneClick],
    ["with a line end behind it", "application/x-www-form-urlencoded", `${oneClick}\r\n`],
    ["without a Content-Type", undefined, oneClick],
    ["with another Content-Type", "text/plain", oneClick],
    ["with the field twice", "application/x-www-form-urlencoded", `${oneClick}&${oneClick}`],
    ["with bytes that are no UTF-8 beside it", "application/x-www-form-urlencoded", `a=\xff&${oneClick}`],
    ["with its hyphens encoded", "application/x-www-form-urlencoded", "List%2DUnsubscribe=One%2dClick"],
    [
      "in a part with headers and another boundary than is said",
      "multipart/form-data; boundary=y",
      '--x\nContent-Disposition: form-data; name="List-Unsubscribe"\nContent-Type: text/plain\n\nOne-Click\n--x--',
    ],
  ])("counts %s", async (_, type, body) => {
    const headers: Record<string, string> = type === undefined ? {} : { "Content-Type": type };
    // Bytes: a text would get a Content-Type of its own.
    const bytes = new Uint8Array(Buffer.from(body, "latin1"));
    const answer = await service.ask(`/u/${ada.token}`, { method: "POST", body: bytes, headers });
    expect([answer.status, await state()]).toEqual([200, "unsubscribed"]);
  });

  test("stands in the consent log with its way, and without the network of the mail provider", async () => {
    const headers = {
      "X-Forwarded-For": "203.0.113.77",
      "Content-Type": "application/x-www-form-urlencoded",
    };
    await service.ask(`/u/${ada.token}`, { method: "POST", body: oneClick, headers });
    const event = (await consentOf(service.store, ada.id)).at(-1);
    expect(event).toMatchObject({ type: "unsubscribed", list: "weekly", source: "one-click" });
    expect(event?.network).toBeUndefined();
  });

  test("is told from a form of ours, whose network is logged and not the address", async () => {
    await service.post(`/u/${ada.token}`, { unsubscribe: "yes" }, { "X-Forwarded-For": "203.0.113.77" });
    expect((await consentOf(service.store, ada.id)).at(-1)).toMatchObject({
      source: "page",
      network: "203.0.113.0/24",
    });
  });

  test("of many readers at once ends every subscription, and no other", async () => {
    const readers = [];
    for (let number = 1; number <= 40; number += 1)
      readers.push(await service.reader(`r${number}@example.org`));
    const answers = await Promise.all(readers.map(({ token }) => service.post(`/u/${token}`, oneClick)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    for (const { id } of readers) expect(await state(id)).toBe("unsubscribed");
    expect(await state()).toBe("confirmed");
  });

  test.each([
    ["no body", "", 400],
    ["another value", "List-Unsubscribe=Two-Clicks", 400],
    ["a name that only ends like it", `X-${oneClick}`, 400],
    ["other fields", "unsubscribe=maybe", 400],
  ])("with %s changes nothing", async (_what, body, status) => {
    expect((await service.post(`/u/${ada.token}`, body)).status).toBe(status);
    expect(await state()).toBe("confirmed");
  });
});

describe("a token that does not exist", () => {
  test("is answered in one way, whatever is wrong with it, by GET and by POST", async () => {
    const tokens = [
      ada.token.slice(1),
      `${ada.token}a`,
      "a".repeat(32),
      ada.token.slice(0, 10) + "a".repeat(26),
      "%00",
      "..%2f..",
      "%E0%A4%A",
      "constructor",
    ];
    const answers = new Set<string>();
    for (const token of tokens)
      for (const answer of [await service.ask(`/u/${token}`), await service.post(`/u/${token}`, oneClick)]) {
        const headers = JSON.stringify([...answer.headers]);
        answers.add(`${answer.status} ${headers} ${await answer.text()}`);
      }
    expect(answers.size).toBe(1);
    expect([...answers][0]).toMatch(/^404 .*This link is not known/s);
  });
});

describe("the page", () => {
  test("knows who was noted while the store is locked", async () => {
    await using other = await openStore({ file: service.store.file });
    await other.db.transaction().execute(async () => {
      expect((await service.post(`/u/${ada.token}`, oneClick)).status).toBe(200);
      expect(await (await service.ask(`/u/${ada.token}`)).text()).toContain("<h1>You are unsubscribed</h1>");
    });
  });

  test("has a button, and its form ends the subscription", async () => {
    const page = await (await service.ask(`/u/${ada.token}`)).text();
    expect(page).toContain("<h1>Unsubscribe from \u2068The Letterpress Weekly\u2069?</h1>");
    expect(page).toContain('<form method="post">');
    expect(page).toContain('<input type="hidden" name="unsubscribe" value="yes">');
    const answer = await service.post(`/u/${ada.token}`, { unsubscribe: "yes" });
    expect(answer.status).toBe(200);
    expect(await answer.text()).toContain("<h1>You are unsubscribed</h1>");
    expect(await state()).toBe("unsubscribed");
    expect((await consentOf(service.store, ada.id)).at(-1)).toMatchObject({ source: "page" });
    expect(await (await service.ask(`/u/${ada.token}`)).text()).toContain("<h1>You are unsubscribed</h1>");
  });

  test.each(["GET", "HEAD"])(
    "is only looked at by %s, also by a browser that loads it in advance",
    async (method) => {
      for (const headers of [{}, { Purpose: "prefetch" }, { "Sec-Purpose": "prefetch;prerender" }]) {
        const answer = await service.ask(`/u/${ada.token}`, { method, headers });
        expect(answer.status).toBe(200);
      }
      expect(await state()).toBe("confirmed");
      expect((await consentOf(service.store, ada.id)).map(({ type }) => type)).toEqual(["imported"]);
    },
  );

  test.each(["PUT", "DELETE", "PATCH", "OPTIONS"])("refuses %s and changes nothing", async (method) => {
    const answer = await service.ask(`/u/${ada.token}`, { method });
    expect([answer.status, answer.headers.get("Allow")]).toEqual([405, "GET, HEAD, POST"]);
    expect(await state()).toBe("confirmed");
  });

  test("is in the language that the reader has said, then in that of the browser, and in that of the URL before both", async () => {
    const { token } = await service.reader("rumi@example.org", { language: "ar" });
    const lang = async (path: string, accept: string) =>
      /<html lang="(\w+)" dir="(\w+)">/
        .exec(await (await service.ask(path, { headers: { "Accept-Language": accept } })).text())
        ?.slice(1)
        .join(" ");
    expect(await lang(`/u/${token}`, "fr")).toBe("ar rtl");
    expect(await lang(`/u/${ada.token}`, "xx, de;q=0.4, fr-CA;q=0.9")).toBe("fr ltr");
    expect(await lang(`/u/${ada.token}`, "en;q=0, tlh")).toBe("en ltr");
    expect(await lang(`/u/${token}?language=ja`, "fr")).toBe("ja ltr");
    expect(await lang(`/u/${ada.token}?language=../../x`, ";;;q=2,,")).toBe("en ltr");
  });
});
