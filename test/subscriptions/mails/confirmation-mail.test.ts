import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { dayMs } from "../../../src/base/clock.ts";
import { dkimSigner } from "../../../src/message/dkim/signer.ts";
import { findSubscription } from "../../../src/store/subscriptions.ts";
import { addSuppression } from "../../../src/store/suppressions.ts";
import { confirm } from "../../../src/subscriptions/confirm.ts";
import { findPreferences } from "../../../src/subscriptions/preferences.ts";
import { sendDue } from "../../../src/subscriptions/service-mails.ts";
import { rsaKey, verify } from "../../support/dkim-verifier.ts";
import { addressOf, type MailTest, mailTest } from "../../support/mail-test.ts";
import { addReader } from "../../support/temp-store.ts";

let mails: MailTest;

beforeEach(async () => {
  mails = await mailTest();
});
afterEach(async () => mails[Symbol.asyncDispose]());

describe("the mail after a sign-up", () => {
  test("holds a link that confirms, nothing that was typed, and passes as a message", async () => {
    await mails.ask({ fields: { firstName: "Click evil.example now", city: "evil.example" } });
    await mails.send();
    const { text, html, headers } = await mails.mailTo("ada@example.org");
    expect(mails.faults()).toEqual([]);
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
    expect(await confirm(mails.store, { token, now: mails.now })).toEqual({ status: "confirmed" });
  });

  test.each([
    ["de", "Bitte bestätigen Sie Ihr Abonnement"],
    ["fr-CA", "Veuillez confirmer votre abonnement"],
    ["ar", "يرجى تأكيد اشتراكك"],
    ["xx", "Please confirm your subscription"],
    ["<b>", "Please confirm your subscription"],
  ])("is in the language of the reader: %s", async (language, subject) => {
    await mails.ask({ language });
    await mails.send();
    expect((await mails.mailTo("ada@example.org")).headers.subject).toBe(subject);
    expect(mails.faults()).toEqual([]);
  });

  test("names only the lists that are not confirmed yet", async () => {
    await addReader(mails.store, { email: "ada@example.org" });
    await mails.ask({ lists: ["weekly", "monthly"] });
    await mails.send();
    expect((await mails.mailTo("ada@example.org")).text).toContain("It is for: The monthly.");
  });

  test("goes to the address as its reader wrote it, whatever letters a stranger types", async () => {
    await addReader(mails.store, { email: "Ada@example.org" });
    await mails.ask({ address: addressOf("ADA@example.org") });
    await mails.ask({ address: addressOf("aDA@example.org"), lists: ["monthly"] });
    await mails.send();
    expect(mails.recipients()).toEqual(["Ada@example.org", "Ada@example.org"]);
  });

  test("says to who is subscribed that they are, once a day", async () => {
    const id = await addReader(mails.store, { email: "ada@example.org", fields: { language: "de" } });
    const token = (await findSubscription(mails.store, id, "weekly"))?.token ?? "";
    await mails.ask();
    await mails.ask();
    await mails.send();
    expect(mails.server.kept).toHaveLength(1);
    const { text, headers } = await mails.mailTo("ada@example.org");
    expect(headers.subject).toBe("Sie haben schon abonniert");
    const [, own = ""] = /https:\/\/news\.example\.org\/p\/([a-z2-7]+)/.exec(text) ?? [];
    expect(await findPreferences(mails.store, own)).toMatchObject({
      status: "found",
      email: "ada@example.org",
    });
    expect(text).not.toContain(`/p/${token}`);
    expect(headers["list-unsubscribe"]).toBe(`<https://news.example.org/u/${token}>`);
    mails.now += dayMs;
    await mails.ask();
    await mails.send();
    expect(mails.server.kept).toHaveLength(2);
  });

  test("is not sent to who is suppressed, and not more than three times a day to one address", async () => {
    await addSuppression(mails.store, {
      key: "bad@example.org",
      reason: "bounce",
      source: "smtp",
      createdAt: 1,
    });
    await mails.ask({ address: addressOf("bad@example.org") });
    for (let time = 0; time < 5; time += 1) await mails.ask();
    await mails.send();
    expect(mails.recipients()).toEqual(Array(3).fill("ada@example.org"));
    expect(await mails.states()).toEqual([
      ["dropped", "expired"],
      ...Array(3).fill(["submitted", null]),
      ...Array(2).fill(["dropped", "enough for a day"]),
    ]);
  });

  test("goes three times a day to one mailbox, however its address is written", async () => {
    for (const written of ["eve+a@gmail.com", "e.v.e@googlemail.com", "Eve@gmail.com", "eve+b@gmail.com"])
      await mails.ask({ address: addressOf(written) });
    for (const tag of ["1", "2", "3", "4"]) await mails.ask({ address: addressOf(`bob+${tag}@example.org`) });
    await mails.ask({ address: addressOf("b.o.b@example.org") });
    await mails.send();
    expect(mails.recipients()).toEqual([
      "eve+a@gmail.com",
      "e.v.e@googlemail.com",
      "Eve@gmail.com",
      "bob+1@example.org",
      "bob+2@example.org",
      "bob+3@example.org",
      "b.o.b@example.org",
    ]);
  });

  test("is signed as issues are", async () => {
    const key = rsaKey({ domain: "example.org" });
    const made = await mails.parts();
    await mails.ask();
    await sendDue({ ...made, maker: { ...made.maker, signers: [dkimSigner(key)] } });
    const [message] = mails.server.kept;
    expect(await verify(message?.bytes ?? Buffer.alloc(0), [key])).toEqual(["pass"]);
  });

  test("goes to who has left, as it goes to anybody", async () => {
    await addReader(mails.store, { email: "ada@example.org", state: "unsubscribed" });
    await mails.ask();
    await mails.send();
    expect((await mails.mailTo("ada@example.org")).headers.subject).toBe("Please confirm your subscription");
  });
});
