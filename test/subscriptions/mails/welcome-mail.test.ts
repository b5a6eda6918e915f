import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { readMails } from "../../../src/cli/service-mails/read-mails.ts";
import { readConfig } from "../../../src/config/read-config.ts";
import { linkKey } from "../../../src/store/link-keys.ts";
import { unsubscribe } from "../../../src/store/unsubscribe.ts";
import { hasJournal, writeJournal } from "../../../src/store/unsubscribe-journal.ts";
import { confirm, confirmToken } from "../../../src/subscriptions/confirm.ts";
import { findPreferences } from "../../../src/subscriptions/preferences.ts";
import { newsletter } from "../../e2e/newsletter.ts";
import { addressOf, type MailTest, mailTest } from "../../support/mail-test.ts";
import { addReader } from "../../support/temp-store.ts";

let mails: MailTest;

beforeEach(async () => {
  mails = await mailTest();
});
afterEach(async () => mails[Symbol.asyncDispose]());

describe("the welcome", () => {
  test("has the way out and the preferences, and passes as a message of a list", async () => {
    await mails.subscribe();
    const { text, html, headers } = await mails.mailTo("ada@example.org");
    expect(mails.faults({ welcome: true })).toEqual([]);
    expect(headers.subject).toBe("Welcome");
    const [, token = ""] = /\/u\/([a-z2-7]+)/.exec(text) ?? [];
    expect(headers["list-unsubscribe"]).toBe(`<https://news.example.org/u/${token}>`);
    const own = [...html.matchAll(/href="https:\/\/news\.example\.org\/p\/([a-z2-7]+)"/g)].map(
      ([, one]) => one,
    );
    expect([own.length, new Set(own).size]).toEqual([2, 1]);
    expect(await findPreferences(mails.store, own[0] ?? "")).toMatchObject({ email: "ada@example.org" });
    expect(await unsubscribe(mails.store, token, mails.now)).toMatchObject({ status: "unsubscribed" });
  });

  test("is not sent to who left while the store was locked and is only noted in the journal", async () => {
    await mails.ask();
    await mails.send();
    await mails.confirmLast();
    const { token } = await mails.store.db
      .selectFrom("subscriptions")
      .select("token")
      .executeTakeFirstOrThrow();
    writeJournal(mails.store.file, [{ token, at: mails.now, source: "one-click" }]);
    await mails.send();
    expect(await mails.states()).toEqual([
      ["submitted", null],
      ["dropped", "unsubscribed"],
    ]);
    expect(hasJournal(mails.store.file)).toBe(false);
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
    await addReader(mails.store, { email: "ada@example.org", tags: ["member"], list: "monthly" });
    await mails.ask();
    await mails.ask({ address: addressOf("kurt@example.org"), language: "de" });
    await mails.send();
    for (const { id } of await mails.store.db.selectFrom("sign_ups").select("id").execute())
      await confirm(mails.store, { token: confirmToken(await linkKey(mails.store), id), now: mails.now });
    await mails.send(sources?.welcome === undefined ? {} : { welcome: sources.welcome });
    const ada = await mails.mailTo("ada@example.org");
    expect([ada.headers.subject, /In English/.test(ada.text), /For members/.test(ada.text)]).toEqual([
      "Hello",
      true,
      true,
    ]);
    const kurt = await mails.mailTo("kurt@example.org");
    expect([kurt.headers.subject, /Auf Deutsch/.test(kurt.text), /members/.test(kurt.text)]).toEqual([
      "Hallo",
      true,
      false,
    ]);
  });

  test("is not sent to who has left in the meantime, or where nobody is welcomed", async () => {
    await mails.ask();
    await mails.send();
    await mails.confirmLast();
    await mails.store.db.updateTable("subscriptions").set({ state: "unsubscribed" }).execute();
    await mails.send();
    await mails.ask({ address: addressOf("grace@example.org") });
    await mails.send();
    await mails.confirmLast();
    await mails.send({ welcome: "none" });
    expect(mails.recipients()).toEqual(["ada@example.org", "grace@example.org"]);
  });
});
