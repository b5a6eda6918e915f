import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import PostalMime from "postal-mime";
import { systemClock } from "../../src/base/clock.ts";
import { formTime } from "../../src/web/sign-up/form-time.ts";
import { letterpressHere } from "../support/letterpress-here.ts";
import { serveHere } from "../support/serving.ts";
import { type InboxServer, startInboxServer } from "../support/smtp-server.ts";
import { newsletter, storeOf } from "./newsletter.ts";

const email = "ada@example.org";

describe("A person", () => {
  test("signs up, confirms, is welcomed, leaves by one click, comes back and is forgotten, over real HTTP and SMTP", async () => {
    const inbox = await startInboxServer();
    await using ends = new AsyncDisposableStack();
    ends.defer(() => inbox.close());
    const more = "service: { welcome: mails/welcome.yaml, form: { fields: [firstName] } }";
    await using project = await newsletter({ port: inbox.port, readers: 1, more });
    await mkdir(join(project.root, "mails"));
    await project.write(
      "mails/welcome.yaml",
      "subject: Good to have you, {{firstName|friend}}\npreheader: What comes next\ndate: 2026-01-01\nstatus: ready\nblocks:\n  - letter: Hello {{firstName|friend}}, the next issue comes by itself.\n",
    );
    await using serving = await serveHere(project.root);
    const { key } = await keyOf(project.root);
    const ask = () =>
      fetch(`${serving.url}/subscribe`, {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify({
          email,
          fields: { firstName: "Ada" },
          time: formTime(key, systemClock.now() - 5_000),
        }),
      });

    expect((await ask()).status).toBe(202);
    const confirmation = await mail(inbox, 1);
    expect(confirmation.subject).toBe("Please confirm your subscription");
    expect(confirmation.text).not.toContain("Ada");
    const link = pathIn(confirmation.text, "c");
    // What the scanners of mail providers do.
    for (const path of [...confirmation.text.matchAll(/https:\/\/news\.example\.org(\/\S+)/g)])
      await fetch(`${serving.url}${path[1]}`);
    expect((await show(project.root)).subscriber).toBeUndefined();
    const pressed = await fetch(`${serving.url}${link}`, { method: "POST", body: form({ confirm: "yes" }) });
    expect(pressed.status).toBe(200);

    const welcome = await mail(inbox, 2);
    expect(welcome.subject).toBe("Good to have you, Ada");
    expect(welcome.html).toContain("Hello Ada, the next issue comes by itself.");
    const out = pathIn(welcome.headers.get("list-unsubscribe") ?? "", "u");
    const oneClick = { method: "POST", body: form({ "List-Unsubscribe": "One-Click" }) };
    expect((await fetch(`${serving.url}${out}`, oneClick)).status).toBe(200);

    expect((await ask()).status).toBe(202);
    const again = await mail(inbox, 3);
    expect(again.subject).toBe(confirmation.subject);
    await fetch(`${serving.url}${pathIn(again.text, "c")}`, {
      method: "POST",
      body: form({ confirm: "yes" }),
    });
    await mail(inbox, 4);
    const { subscriber } = await show(project.root);
    expect(subscriber?.consent.map(({ type }) => type)).toEqual([
      "requested",
      "confirmed",
      "unsubscribed",
      "requested",
      "resubscribed",
    ]);
    expect(subscriber?.consent[1]).toMatchObject({ source: "json", network: "127.0.0.0/24" });

    expect((await letterpressHere(project.root, "subscribers", "erase", email, "--yes")).code).toBe(0);
    const shown = await letterpressHere(project.root, "subscribers", "show", email);
    expect(shown.out).toContain("no subscriber");
    // The link in the old mail still works.
    expect((await fetch(`${serving.url}${out}`, oneClick)).status).toBe(200);
    expect(serving.said()).not.toContain(email);
  });
});

async function keyOf(root: string): Promise<{ readonly key: string }> {
  await using store = await storeOf(root);
  return { key: store.key };
}

/** The mail with this number, when it has come. */
async function mail(inbox: InboxServer, number: number) {
  while (inbox.messages.length < number) await new Promise((resolve) => setTimeout(resolve, 20));
  const found = inbox.messages[number - 1];
  if (found === undefined) throw new Error("no mail");
  expect(found.envelope.to).toEqual([email]);
  const { subject, text = "", html = "", headers } = await PostalMime.parse(found.bytes);
  return { subject, text, html, headers: new Map(headers.map((one) => [one.key, one.value])) };
}

/** `/c/<token>` */
function pathIn(text: string, kind: "c" | "u"): string {
  const [, path = ""] = new RegExp(`https://news\\.example\\.org(/${kind}/[a-z2-7]+)`).exec(text) ?? [];
  expect(path).not.toBe("");
  return path;
}

function form(fields: Readonly<Record<string, string>>): URLSearchParams {
  return new URLSearchParams(fields);
}

async function show(root: string): Promise<{
  readonly subscriber?: {
    readonly consent: readonly { readonly type: string }[];
  };
}> {
  return JSON.parse((await letterpressHere(root, "subscribers", "show", email, "--json")).out);
}
