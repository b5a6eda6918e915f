import { describe, expect, test } from "@jest/globals";
import { LetterpressError } from "../../src/base/errors.ts";
import { EventHub } from "../../src/preview/server/event-hub.ts";
import { startInbox } from "../../src/preview/inbox/inbox.ts";
import { inboxApp, startInboxPage } from "../../src/preview/inbox/inbox-app.ts";
import type { InboxContent } from "../../src/preview/inbox/inbox-routes.ts";
import { readHead } from "../../src/preview/mail/read-mail.ts";
import { eventsOf } from "../support/events.ts";
import { oneMessage, smtpDialogue } from "../support/smtp-dialogue.ts";
import { tempFolder } from "../support/temp-folder.ts";
import { buildMail, pixel } from "./mail-builder.ts";

const host = "http://127.0.0.1:4000";

/** An inbox that holds these mails, as `000001-zoe` and so on. */
async function contentOf(...mails: readonly Buffer[]): Promise<InboxContent> {
  const idOf = (index: number) => `${String(index + 1).padStart(6, "0")}-zoe`;
  const entries = await Promise.all(
    mails.map(async (bytes, index) => ({
      id: idOf(index),
      from: "news@example.org",
      to: ["zoe@example.org"],
      subject: (await readHead(bytes)).subject,
      at: Date.UTC(2026, 8, 1, 7, 30),
      size: bytes.length,
    })),
  );
  return {
    mails: entries,
    read: async (id) => mails[entries.findIndex((one) => one.id === id)],
    remove: async () => undefined,
  };
}

function pagesOf(inbox: InboxContent, bugs: unknown[] = []) {
  const tellBug = (fault: unknown) => bugs.push(fault);
  return inboxApp({ inbox, smtpPort: 1025, hub: new EventHub(), port: 4000, tellBug });
}

async function appOf(...mails: readonly Buffer[]) {
  return pagesOf(await contentOf(...mails));
}

describe("the pages of the inbox", () => {
  test("list the mails, newest first", async () => {
    const app = await appOf(buildMail({ subject: "First" }), buildMail({ subject: "Second" }));
    const text = await (await app.request(`${host}/`)).text();
    expect(text.indexOf("Second")).toBeGreaterThan(0);
    expect(text.indexOf("First")).toBeGreaterThan(text.indexOf("Second"));
    expect(text).toContain("2 mails");
    expect(text).toContain("zoe@example.org");
  });

  test("that cannot be made say what to do, or that it is a bug of ours, which whoever runs them sees", async () => {
    const content = await contentOf(buildMail({ subject: "First" }));
    const bugs: unknown[] = [];
    const answer = async (fault: Error) => {
      const app = pagesOf({ ...content, read: () => Promise.reject(fault) }, bugs);
      const response = await app.request(`${host}/mail/000001-zoe`);
      return { status: response.status, text: await response.text() };
    };
    const known = new LetterpressError(
      "preview/inbox-folder",
      "The mail cannot be read.",
      "Free the folder.",
    );
    expect(await answer(known)).toEqual({ status: 500, text: "The mail cannot be read. Free the folder." });
    expect(bugs).toEqual([]);
    const bug = new Error("no mail");
    expect(await answer(bug)).toEqual({
      status: 500,
      text: "Letterpress made a mistake. The terminal shows it; please report that.",
    });
    expect(bugs).toEqual([bug]);
  });

  test("find mails by address and subject", async () => {
    const app = await appOf(buildMail({ subject: "First" }), buildMail({ subject: "Second" }));
    const text = await (await app.request(`${host}/?q=SECOND`)).text();
    expect(text).toContain("1 of 2 mails");
    expect(text).not.toContain(">First<");
  });

  test("list a long mailing in sheets of 100", async () => {
    const app = await appOf(
      ...Array.from({ length: 103 }, (_, index) => buildMail({ subject: `No. ${index}.` })),
    );
    expect(await (await app.request(`${host}/`)).text()).toContain("Page 1 of 2");
    const last = await (await app.request(`${host}/?page=99`)).text();
    expect(last.match(/No\. \d+\./g)).toEqual(["No. 2.", "No. 1.", "No. 0."]);
  });

  test.each([
    [
      "html",
      '<iframe title="The mail as its reader sees it" sandbox="allow-same-origin" src="/mail/000001-zoe/frame">',
    ],
    ["text", "Hello in plain text."],
    ["headers", '<th scope="row">MIME-Version</th><td>1.0</td>'],
    ["source", "Content-ID: &lt;dot@images&gt;"],
  ])("show a mail as %s", async (view, expected) => {
    const response = await (await appOf(buildMail())).request(`${host}/mail/000001-zoe?view=${view}`);
    expect(response.headers.get("content-type")).toMatch(/^text\/html/);
    expect(await response.text()).toContain(expected);
  });

  test("frame the HTML with its own pictures, and let it load and run nothing else", async () => {
    const app = await appOf(buildMail());
    const frame = await app.request(`${host}/mail/000001-zoe/frame`);
    expect(await frame.text()).toContain('<img src="/mail/000001-zoe/part/dot%40images" alt="A red dot">');
    expect(frame.headers.get("content-security-policy")).toBe(
      "default-src 'none'; img-src 'self' data:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'; sandbox allow-same-origin",
    );
    const picture = await app.request(`${host}/mail/000001-zoe/part/dot%40images`);
    expect(picture.headers.get("content-type")).toBe("image/png");
    expect(picture.headers.get("x-content-type-options")).toBe("nosniff");
    expect(Buffer.from(await picture.arrayBuffer()).toString("base64")).toBe(pixel);
  });

  test("give out parts that could hold scripts only as downloads", async () => {
    const response = await (await appOf(buildMail())).request(
      `${host}/mail/000001-zoe/part/drawing%40images`,
    );
    expect(response.headers.get("content-type")).toBe("application/octet-stream");
    expect(response.headers.get("content-disposition")).toMatch(/^attachment/);
    expect(response.headers.get("content-security-policy")).toBe("default-src 'none'; sandbox");
  });

  test("give out the message byte for byte", async () => {
    const response = await (await appOf(buildMail())).request(`${host}/mail/000001-zoe/message.eml`);
    expect(response.headers.get("content-type")).toBe("message/rfc822");
    expect(response.headers.get("content-disposition")).toContain("000001-zoe.eml");
    expect(Buffer.from(await response.arrayBuffer()).equals(buildMail())).toBe(true);
  });

  test("escape everything a sender or a search can write", async () => {
    const evil = `"><script>alert(1)</script>`;
    const app = await appOf(buildMail({ subject: evil, text: evil }));
    for (const path of ["/", "/mail/000001-zoe", `/?q=${encodeURIComponent(evil)}`])
      for (const view of ["text", "headers", "source"]) {
        const text = await (
          await app.request(`${host}${path}${path.includes("?") ? "&" : "?"}view=${view}`)
        ).text();
        expect(text).not.toContain("<script>alert");
        expect(text).toContain("&quot;&gt;&lt;script&gt;alert(1)");
      }
  });

  test("show a mail that is not one as its source", async () => {
    const text = await (
      await (await appOf(Buffer.from("\0\xff no mail"))).request(`${host}/mail/000001-zoe`)
    ).text();
    expect(text).toContain("no mail");
  });

  test.each([
    "/mail/..%2F..%2Fetc%2Fpasswd",
    "/mail/..%2f000001-zoe/message.eml",
    "/mail/000001-zoe%2F..%2F000001-zoe/message.eml",
    "/mail/000001-zoe%00/message.eml",
    "/mail/000001-zoe.eml/message.eml",
    "/mail/000001-zoe/part/..%2F..%2Fetc%2Fpasswd",
    "/mail/__proto__",
  ])("have nothing at %s", async (path) => {
    expect((await (await appOf(buildMail())).request(`${host}${path}`)).status).toBe(404);
  });

  test("belong to this machine: another name in Host is refused", async () => {
    const app = await appOf(buildMail());
    const ask = (url: string, name: string) => app.request(url, { headers: { host: name } });
    expect((await ask(`${host}/`, "127.0.0.1:4000")).status).toBe(200);
    expect((await ask("http://localhost:4000/", "localhost:4000")).status).toBe(200);
    for (const name of [
      "evil.example.org",
      "127.0.0.1:4001",
      "127.0.0.1",
      "127.0.0.1.evil.example.org:4000",
    ]) {
      expect((await ask(`${host}/`, name)).status).toBe(403);
      expect((await ask(`http://${name}/mail/000001-zoe`, name)).status).toBe(403);
    }
  });

  test("can only be read", async () => {
    const app = await appOf(buildMail());
    expect((await app.request(`${host}/mail/000001-zoe`, { method: "DELETE" })).status).toBe(405);
  });

  test("load nothing from elsewhere, and nobody may frame them", async () => {
    const response = await (await appOf(buildMail())).request(`${host}/`);
    const policy = response.headers.get("content-security-policy") ?? "";
    expect(policy).toContain("default-src 'none'; script-src 'self'; style-src 'self'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(await response.text()).not.toMatch(/(?:src|href)="(?:https?:)?\/\//);
  });

  test("tell open pages over SMTP and HTTP that mail has arrived, and let go of them at once", async () => {
    await using folder = await tempFolder();
    await using inbox = await startInbox({ folder: folder.path });
    await using server = await startInboxPage({ inbox, tellBug: () => undefined });
    const events = await eventsOf(`${server.url}/events`);
    await smtpDialogue(inbox.port, oneMessage(buildMail({ subject: "Fresh" })));
    expect(await events.next()).toBe("event: mail\ndata: 1");
    expect(await (await fetch(server.url)).text()).toContain("Fresh");
    await server.close();
    expect(await events.next()).toBeUndefined();
    await expect(fetch(server.url)).rejects.toThrow();
  });
});
