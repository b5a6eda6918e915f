import { type AddressInfo, createServer } from "node:net";
import { standardTimeouts } from "../../src/model/relay.ts";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import PostalMime from "postal-mime";
import { readMails } from "../../src/cli/service-mails/read-mails.ts";
import { readConfig } from "../../src/config/read-config.ts";
import { dkimSigner } from "../../src/message/dkim/signer.ts";
import { newsletter } from "../e2e/newsletter.ts";
import { rsaKey, verify } from "../support/dkim-verifier.ts";
import { parseAddress } from "../../src/base/address.ts";
import { dayMs, hourMs, type Instant, minuteMs } from "../../src/base/clock.ts";
import { readTemplate } from "../../src/render/template/read-template.ts";
import { abandonMails, nextMailAt, purgeSignUps } from "../../src/store/service-mails.ts";
import { linkKey } from "../../src/store/link-keys.ts";
import type { Store } from "../../src/store/store.ts";
import { findSubscription } from "../../src/store/subscriptions.ts";
import { addSuppression } from "../../src/store/suppressions.ts";
import { unsubscribe } from "../../src/store/unsubscribe.ts";
import { hasJournal, writeJournal } from "../../src/store/unsubscribe-journal.ts";
import { confirm, confirmToken } from "../../src/subscriptions/confirm.ts";
import { findPreferences } from "../../src/subscriptions/preferences.ts";
import { MailSet, type MailSources } from "../../src/subscriptions/mails/mail-set.ts";
import { type ServiceMailParts, ServiceMails, sendDue } from "../../src/subscriptions/service-mails.ts";
import { type SignUpInput, signUp } from "../../src/subscriptions/sign-up.ts";
import { smtpTransport } from "../../src/transport/smtp.ts";
import { checkEml } from "../support/eml-checker.ts";
import { sampleRelay } from "../transport/sample.ts";
import { type Script, type ScriptedServer, startScriptedServer } from "../support/smtp-server.ts";
import { addReader, sampleSender, type TempStore, tempStore } from "../support/temp-store.ts";

let temp: TempStore;
let store: Store;
let server: ScriptedServer;
let now: Instant;
let script: Script;

beforeEach(async () => {
  temp = await tempStore();
  store = temp.store;
  now = 10 * dayMs;
  script = {};
  server = await startScriptedServer({
    rcpt: (moment) => (typeof script.rcpt === "function" ? script.rcpt(moment) : script.rcpt),
    dot: (moment) => (typeof script.dot === "function" ? script.dot(moment) : script.dot),
  });
});

afterEach(async () => {
  await server.close();
  await temp[Symbol.asyncDispose]();
});

describe("the mail after a sign-up", () => {
  test("holds a link that confirms, nothing that was typed, and passes as a message", async () => {
    await ask({ fields: { firstName: "Click evil.example now", city: "evil.example" } });
    await send();
    const { text, html, headers } = await mailTo("ada@example.org");
    expect(faults()).toEqual([]);
    expect(headers.subject).toBe("Please confirm your subscription");
    expect(headers["auto-submitted"]).toBe("auto-generated");
    expect(Object.keys(headers).filter((name) => name.startsWith("list-"))).toEqual([]);
    for (const part of [text, html]) {
      expect(part).not.toMatch(/evil|unsubscribe|\/m\/|1970|minute/i);
      expect(part).toContain("It is for: The weekly.");
      expect(part).toContain("1 Sample Street");
    }
    const [, token = ""] = /\/c\/([a-z2-7]+)/.exec(text) ?? [];
    expect(html).toContain(`href="https://news.example.org/c/${token}"`);
    expect(await confirm(store, { token, now })).toEqual({ status: "confirmed" });
  });

  test.each([
    ["de", "Bitte bestätigen Sie Ihr Abonnement"],
    ["fr-CA", "Veuillez confirmer votre abonnement"],
    ["ar", "يرجى تأكيد اشتراكك"],
    ["xx", "Please confirm your subscription"],
    ["<b>", "Please confirm your subscription"],
  ])("is in the language of the reader: %s", async (language, subject) => {
    await ask({ language });
    await send();
    expect((await mailTo("ada@example.org")).headers.subject).toBe(subject);
    expect(faults()).toEqual([]);
  });

  test("names only the lists that are not confirmed yet", async () => {
    await addReader(store, { email: "ada@example.org" });
    await ask({ lists: ["weekly", "monthly"] });
    await send();
    expect((await mailTo("ada@example.org")).text).toContain("It is for: The monthly.");
  });

  test("goes to the address as its reader wrote it, whatever letters a stranger types", async () => {
    await addReader(store, { email: "Ada@example.org" });
    await ask({ address: addressOf("ADA@example.org") });
    await ask({ address: addressOf("aDA@example.org"), lists: ["monthly"] });
    await send();
    expect(recipients()).toEqual(["Ada@example.org", "Ada@example.org"]);
  });

  test("says to who is subscribed that they are, once a day", async () => {
    const id = await addReader(store, { email: "ada@example.org", fields: { language: "de" } });
    const token = (await findSubscription(store, id, "weekly"))?.token ?? "";
    await ask();
    await ask();
    await send();
    expect(server.kept).toHaveLength(1);
    const { text, headers } = await mailTo("ada@example.org");
    expect(headers.subject).toBe("Sie haben schon abonniert");
    const [, own = ""] = /https:\/\/news\.example\.org\/p\/([a-z2-7]+)/.exec(text) ?? [];
    expect(await findPreferences(store, own)).toMatchObject({ status: "found", email: "ada@example.org" });
    expect(text).not.toContain(`/p/${token}`);
    expect(headers["list-unsubscribe"]).toBe(`<https://news.example.org/u/${token}>`);
    now += dayMs;
    await ask();
    await send();
    expect(server.kept).toHaveLength(2);
  });

  test("is not sent to who is suppressed, and not more than three times a day to one address", async () => {
    await addSuppression(store, { key: "bad@example.org", reason: "bounce", source: "smtp", createdAt: 1 });
    await ask({ address: addressOf("bad@example.org") });
    for (let time = 0; time < 5; time += 1) await ask();
    await send();
    expect(recipients()).toEqual(Array(3).fill("ada@example.org"));
    expect(await states()).toEqual([
      ["dropped", "expired"],
      ...Array(3).fill(["submitted", null]),
      ...Array(2).fill(["dropped", "enough for a day"]),
    ]);
  });

  test("is signed as issues are", async () => {
    const key = rsaKey({ domain: "example.org" });
    const made = await parts();
    await ask();
    await sendDue({ ...made, maker: { ...made.maker, signers: [dkimSigner(key)] } });
    const [message] = server.kept;
    expect(await verify(message?.bytes ?? Buffer.alloc(0), [key])).toEqual(["pass"]);
  });

  test("goes to who has left, as it goes to anybody", async () => {
    await addReader(store, { email: "ada@example.org", state: "unsubscribed" });
    await ask();
    await send();
    expect((await mailTo("ada@example.org")).headers.subject).toBe("Please confirm your subscription");
  });
});

describe("the welcome", () => {
  test("has the way out and the preferences, and passes as a message of a list", async () => {
    await subscribe();
    const { text, html, headers } = await mailTo("ada@example.org");
    expect(faults({ welcome: true })).toEqual([]);
    expect(headers.subject).toBe("Welcome");
    const [, token = ""] = /\/u\/([a-z2-7]+)/.exec(text) ?? [];
    expect(headers["list-unsubscribe"]).toBe(`<https://news.example.org/u/${token}>`);
    const own = [...html.matchAll(/href="https:\/\/news\.example\.org\/p\/([a-z2-7]+)"/g)].map(
      ([, one]) => one,
    );
    expect([own.length, new Set(own).size]).toEqual([2, 1]);
    expect(await findPreferences(store, own[0] ?? "")).toMatchObject({ email: "ada@example.org" });
    expect(await unsubscribe(store, token, now)).toMatchObject({ status: "unsubscribed" });
  });

  test("is not sent to who left while the store was locked and is only noted in the journal", async () => {
    await ask();
    await send();
    await confirmLast();
    const { token } = await store.db.selectFrom("subscriptions").select("token").executeTakeFirstOrThrow();
    writeJournal(store.file, [{ token, at: now, source: "one-click" }]);
    await send();
    expect(await states()).toEqual([
      ["submitted", null],
      ["dropped", "unsubscribed"],
    ]);
    expect(hasJournal(store.file)).toBe(false);
  });

  test("of one's own is divided by languages and tags as an issue is", async () => {
    await using project = await newsletter({
      port: 1,
      readers: 1,
      fields: "firstName: {}\n  language: {}",
      more: "tags: { member: {} }\nservice: { welcome: welcome.yaml }",
    });
    await project.write(
      "welcome.yaml",
      `subject: { en: Hello, de: Hallo }
preheader: { en: What comes, de: Was kommt }
date: 2026-01-01
status: ready
blocks:
  - letter: { body: In English., lang: en }
  - letter: { body: Auf Deutsch., lang: de }
  - letter: { body: For members., lang: en, only: tag member }
`,
    );
    const { config } = await readConfig(project.root);
    const { sources, problems } = await readMails(config ?? project.config);
    expect(problems).toEqual([]);
    await addReader(store, { email: "ada@example.org", tags: ["member"], list: "monthly" });
    await ask();
    await ask({ address: addressOf("kurt@example.org"), language: "de" });
    await send();
    for (const { id } of await store.db.selectFrom("sign_ups").select("id").execute())
      await confirm(store, { token: confirmToken(await linkKey(store), id), now });
    await send(sources?.welcome === undefined ? {} : { welcome: sources.welcome });
    const ada = await mailTo("ada@example.org");
    expect([ada.headers.subject, /In English/.test(ada.text), /For members/.test(ada.text)]).toEqual([
      "Hello",
      true,
      true,
    ]);
    const kurt = await mailTo("kurt@example.org");
    expect([kurt.headers.subject, /Auf Deutsch/.test(kurt.text), /members/.test(kurt.text)]).toEqual([
      "Hallo",
      true,
      false,
    ]);
  });

  test("is not sent to who has left in the meantime, or where nobody is welcomed", async () => {
    await ask();
    await send();
    await confirmLast();
    await store.db.updateTable("subscriptions").set({ state: "unsubscribed" }).execute();
    await send();
    await ask({ address: addressOf("grace@example.org") });
    await send();
    await confirmLast();
    await send({ welcome: "none" });
    expect(recipients()).toEqual(["ada@example.org", "grace@example.org"]);
  });
});

describe("the queue", () => {
  test("sends nothing twice: a mail on whose way the link broke after the dot stays uncertain", async () => {
    script = { dot: { next: "reset" } };
    await ask();
    await send();
    script = {};
    now += dayMs;
    await send();
    expect(await states()).toEqual([["uncertain", expect.any(String)]]);
    expect(server.kept).toEqual([]);
  });

  test("waits longer each time the relay says later, and gives up after a day", async () => {
    script = { rcpt: "450 4.2.0 Later" };
    await ask();
    const waits: number[] = [];
    for (;;) {
      await send();
      const next = await nextMailAt(store);
      if (next === undefined) break;
      waits.push((next - now) / minuteMs);
      now = next;
    }
    expect(waits.slice(0, 6)).toEqual([1, 5, 15, 30, 60, 60]);
    expect(await states()).toEqual([["rejected", "450 4.2.0 Later"]]);
    expect(waits.reduce((sum, wait) => sum + wait, 0) * minuteMs).toBeGreaterThanOrEqual(dayMs);
  });

  test("goes on through the relay that answers", async () => {
    const dead = { ...sampleRelay(server, { name: "dead" }), port: 1 };
    await ask();
    await sendDue({
      ...(await parts()),
      relays: [
        { name: "dead", transport: smtpTransport(dead) },
        { name: "main", transport: smtpTransport(sampleRelay(server)) },
      ],
    });
    expect(recipients()).toEqual(["ada@example.org"]);
    const used = await store.db.selectFrom("relay_usage").select(["relay", "messages"]).execute();
    expect(used).toEqual([{ relay: "main", messages: 1 }]);
  });

  test("changes nothing while no relay answers", async () => {
    await ask();
    const dead = smtpTransport({ ...sampleRelay(server), port: 1 });
    await expect(
      sendDue({ ...(await parts()), relays: [{ name: "main", transport: dead }] }),
    ).rejects.toThrow();
    expect(await states()).toEqual([["pending", null]]);
  });

  test("makes mails uncertain that a dead process left on their way, and purges what is over", async () => {
    await ask();
    await store.db.updateTable("service_mails").set({ state: "submitting", due_at: null }).execute();
    expect(await abandonMails(store, now + 14 * minuteMs)).toBe(0);
    expect(await abandonMails(store, now + 15 * minuteMs)).toBe(1);
    expect(await purgeSignUps(store, now + 7 * dayMs - 1)).toBe(0);
    expect(await purgeSignUps(store, now + 7 * dayMs)).toBe(1);
    expect(await purgeSignUps(store, now + 31 * dayMs)).toBe(1);
    expect(await states()).toEqual([]);
  });

  test("ends at once, and tells no trouble, while a relay says nothing at all", async () => {
    const reached = Promise.withResolvers<void>();
    const silent = createServer((socket) => {
      socket.on("error", () => socket.destroy());
      reached.resolve();
    });
    await new Promise<void>((resolve) => silent.listen(0, "127.0.0.1", resolve));
    const relay = {
      name: "main",
      transport: smtpTransport(sampleRelay(silent.address() as AddressInfo, { timeouts: standardTimeouts })),
    };
    const told: string[] = [];
    await ask();
    const mails = new ServiceMails({
      ...(await parts()),
      relays: [relay, { ...relay, name: "other" }],
      onTrouble: (words) => told.push(words),
    });
    await reached.promise;
    await mails.close();
    silent.close();
    expect(told).toEqual([]);
    expect(await states()).toEqual([["pending", null]]);
  });

  test("runs beside its owner: sends when it is woken, tells trouble, and ends after the mail on its way", async () => {
    const told: string[] = [];
    await using mails = new ServiceMails({ ...(await parts()), onTrouble: (words) => told.push(words) });
    await ask();
    mails.wake();
    await until(() => server.kept.length === 1);
    await server.close();
    now += hourMs;
    await ask({ address: addressOf("grace@example.org") });
    mails.wake();
    await until(() => told.length > 0);
    expect(told[0]).not.toContain("example.org");
    await mails.close();
    expect((await states()).map(([state]) => state)).toEqual(["submitted", "pending"]);
  });
});

async function ask(change: Partial<SignUpInput> = {}): Promise<void> {
  await signUp(store, {
    address: addressOf("ada@example.org"),
    lists: ["weekly"],
    fields: {},
    form: "front page",
    now,
    ...change,
  });
}

async function subscribe(): Promise<void> {
  await ask();
  await send();
  await confirmLast();
  await send();
}

async function confirmLast(): Promise<void> {
  const { text } = await mailTo(recipients().at(-1) ?? "");
  const [, token = ""] = /\/c\/([a-z2-7]+)/.exec(text) ?? [];
  expect(await confirm(store, { token, now })).toEqual({ status: "confirmed" });
}

async function send(sources: Partial<MailSources> = {}): Promise<void> {
  await sendDue(await parts(sources));
}

async function parts(sources: Partial<MailSources> = {}): Promise<ServiceMailParts> {
  const { template } = await readTemplate("templates/weekly");
  if (template === undefined) throw new Error("the weekly cannot be read");
  const sender = { ...sampleSender, postalAddress: ["Example Press", "1 Sample Street"] };
  return {
    store,
    maker: {
      mails: new MailSet({ template, sender, language: "en", ...sources }),
      senders: {
        weekly: { ...sender, listName: "The weekly" },
        monthly: { ...sender, listName: "The monthly" },
      },
      signers: [],
    },
    relays: [{ name: "main", transport: smtpTransport(sampleRelay(server)) }],
    clock: { now: () => now },
    random: () => 0.5,
  };
}

function addressOf(written: string) {
  const parsed = parseAddress(written);
  if (parsed.status === "invalid") throw new Error(parsed.reason);
  return parsed.address;
}

function recipients(): readonly string[] {
  return server.kept.flatMap(({ envelope }) => envelope.to);
}

/** The last mail to this address, decoded. */
async function mailTo(email: string) {
  const found = server.kept.findLast(({ envelope }) => envelope.to[0] === email);
  if (found === undefined) throw new Error(`no mail to ${email}`);
  const { text = "", html = "", headers } = await PostalMime.parse(found.bytes);
  const values = Object.fromEntries(headers.map(({ key, value }) => [key, value]));
  const subject = (await PostalMime.parse(found.bytes)).subject ?? "";
  return { text, html, headers: { ...values, subject } as Readonly<Record<string, string>> };
}

/** What the checker of messages says of the last one. */
function faults(kind: { readonly welcome?: true } = {}): readonly string[] {
  const last = server.kept.at(-1);
  if (last === undefined) throw new Error("no mail was sent");
  const [to = ""] = last.envelope.to;
  const expected = kind.welcome === true ? { welcome: true } : { confirmation: true };
  return checkEml(
    last.bytes,
    { from: last.envelope.from, to, needsUtf8: false },
    { postalAddress: ["Example Press", "1 Sample Street"], ...expected },
  );
}

async function states() {
  const rows = await store.db.selectFrom("service_mails").select(["state", "reason"]).orderBy("id").execute();
  return rows.map(({ state, reason }) => [state, reason]);
}

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 10));
}
