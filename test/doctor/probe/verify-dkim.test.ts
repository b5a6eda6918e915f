import { hash, sign } from "node:crypto";
import { describe, expect, test } from "@jest/globals";
import type { Dns } from "../../../src/doctor/dns/dns.ts";
import { parseTags } from "../../../src/doctor/dns/tags.ts";
import { addressIn, readMail } from "../../../src/doctor/probe/arrived-mail.ts";
import { probeMessage } from "../../../src/doctor/probe/probe-message.ts";
import { verifyDkim } from "../../../src/doctor/probe/verify-dkim.ts";
import { dkimSigner } from "../../../src/message/dkim/signer.ts";
import { ed25519Key, rsaKey, type TestKey, verify } from "../../support/dkim-verifier.ts";
import { signedByMailauth } from "../../support/sign-elsewhere.ts";

const rsa = rsaKey();
const ed25519 = ed25519Key();
const now = Date.UTC(2026, 8, 1) / 1_000;

/** DNS that has these keys and nothing else. */
function dnsOf(...keys: readonly Pick<TestKey, "selector" | "domain" | "record">[]): Dns {
  const nothing = async () => ({ status: "no-name" as const });
  return {
    servers: [],
    silence: () => undefined,
    mx: nothing,
    a: nothing,
    aaaa: nothing,
    async txt(name) {
      const values = keys.flatMap(({ selector, domain, record }) =>
        name === `${selector}._domainkey.${domain}` ? [record] : [],
      );
      return values.length === 0 ? { status: "no-name" } : { status: "found", values };
    },
  };
}

const plain = [
  "Received: from a (b [192.0.2.1]) by c; Tue, 01 Sep 2026 07:30:00 +0000",
  "From:  Ada  <ada@news.example.org>",
  "Subject: Folded",
  "\t and  spaced \t out",
  "To: zoe@example.com",
  "List-Unsubscribe: <https://news.example.org/u/x>",
  "",
  "Hello  there, \t ",
  "",
  "a line\twith tabs  ",
  "",
  "",
  "",
].join("\r\n");

async function signedElsewhere(
  text: string,
  options: Parameters<typeof signedByMailauth>[2],
  key: TestKey = rsa,
) {
  return Buffer.from(await signedByMailauth(text, key, { signTime: now * 1_000, ...options }), "latin1");
}

async function results(bytes: Buffer, ...keys: readonly Pick<TestKey, "selector" | "domain" | "record">[]) {
  const seen = await verifyDkim(readMail(bytes), dnsOf(...keys), now);
  return seen.map(({ result, why }) => (why === undefined ? result : `${result}: ${why}`));
}

describe("A DKIM signature", () => {
  for (const canonicalization of ["relaxed/relaxed", "relaxed/simple", "simple/relaxed", "simple/simple"])
    for (const [kind, key] of [
      ["RSA", rsa],
      ["Ed25519", ed25519],
    ] as const)
      test(`of mailauth holds (${canonicalization}, ${kind}), and not when a byte is changed`, async () => {
        const mail = await signedElsewhere(plain, { canonicalization }, key);
        expect(await results(mail, key)).toEqual(["pass"]);
        const text = mail.toString("latin1");
        expect(await results(Buffer.from(text.replace("Hello", "Hallo"), "latin1"), key)).toEqual([
          expect.stringMatching(/^fail: does not fit the body/),
        ]);
        expect(
          await results(Buffer.from(text.replace("Subject: Folded", "Subject: Folder"), "latin1"), key),
        ).toEqual([expect.stringMatching(/^fail: does not fit the headers/)]);
      });

  test("holds over an empty body, and over a mail that was saved with other line ends", async () => {
    const empty = await signedElsewhere(plain.slice(0, plain.indexOf("\r\n\r\n") + 4), {
      canonicalization: "simple/simple",
    });
    expect(await results(empty, rsa)).toEqual(["pass"]);
    const saved = Buffer.from(
      `From MAILER Tue Sep  1 07:30:00 2026\n${(await signedElsewhere(plain, {})).toString("latin1").replaceAll("\r\n", "\n")}`,
      "latin1",
    );
    expect(await results(saved, rsa)).toEqual(["pass"]);
  });

  test("of ours holds with both keys, as mailauth finds, and a second Subject breaks it", async () => {
    const sender = {
      name: "Weekly",
      listName: "Weekly",
      from: { name: "Weekly", email: "hello@news.example.org" },
      postalAddress: ["1 Sample Street"],
      siteUrl: "https://news.example.org",
      listId: "weekly.news.example.org",
    };
    const message = probeMessage({
      sender,
      list: "weekly",
      relay: "main",
      to: "zoe@example.com",
      date: now * 1_000,
      signers: [rsa, ed25519].map(dkimSigner),
    });
    expect(await verify(message.bytes, [rsa, ed25519])).toEqual(["pass", "pass"]);
    expect(await results(message.bytes, rsa, ed25519)).toEqual(["pass", "pass"]);
    const [seen] = await verifyDkim(readMail(message.bytes), dnsOf(rsa, ed25519), now);
    expect(seen).toMatchObject({
      domain: "news.example.org",
      selector: "news",
      bits: 2048,
      covers: expect.arrayContaining(["list-unsubscribe", "list-unsubscribe-post"]),
    });
    const doubled = Buffer.concat([Buffer.from("Subject: Another\r\n"), message.bytes]);
    expect(await results(doubled, rsa, ed25519)).toEqual(
      Array(2).fill(expect.stringMatching(/^fail: does not fit the headers/)),
    );
  });

  test("does not hold without its key, with another one, past its time, or over From not at all", async () => {
    const mail = await signedElsewhere(plain, {});
    expect(await results(mail)).toEqual(["fail: has a key that is not in DNS"]);
    expect(await results(mail, { ...rsa, record: rsaKey().record })).toEqual([
      expect.stringContaining("does not fit the headers or the key"),
    ]);
    expect(await results(mail, { ...rsa, record: "v=DKIM1; p=" })).toEqual([
      "fail: has a key that was taken back",
    ]);
    expect(await results(mail, { ...rsa, record: ed25519.record })).toEqual([
      expect.stringContaining("its key is of ed25519"),
    ]);
    const old = await signedElsewhere(plain, { expires: (now - 60) * 1_000, signTime: (now - 120) * 1_000 });
    expect(await results(old, rsa)).toEqual(["fail: is past its time (x=)"]);
    const text = mail.toString("latin1");
    expect(await results(Buffer.from(text.replace(/h=[^;]*/, "h=Subject"), "latin1"), rsa)).toEqual([
      "fail: does not cover From",
    ]);
    expect(await results(Buffer.from(text.replace("a=rsa-sha256", "a=rsa-sha1"), "latin1"), rsa)).toEqual([
      expect.stringContaining("no longer take"),
    ]);
    expect(await results(Buffer.from(plain, "latin1"))).toEqual([]);
  });

  test.each([
    ["i= of somebody else", "i=@evil.example.com;", "", "fail"],
    ["i= of a subdomain", "i=@a.news.example.org;", "", "pass"],
    ["i= of a subdomain, and a key for the domain alone", "i=@a.news.example.org;", "t=s;", "fail"],
    ["i= of the domain, and a key for the domain alone", "i=ada@news.example.org;", "t=s;", "pass"],
    ["d= twice", "d=news.example.org;", "", "fail"],
    ["l= that is no number", "l=some;", "", "fail"],
    ["a key with k= twice", "", "k=rsa;", "fail"],
  ])("with %s is what mailauth finds", async (_, more, ofKey, expected) => {
    const signed = signedBy(rsa, more);
    const key = { ...rsa, record: rsa.record.replace("v=DKIM1;", `v=DKIM1; ${ofKey}`) };
    expect(
      (await verify(signed, [key])).map((one) => one.replace(/:.*/s, "").replace(/^(?!pass).*/, "fail")),
    ).toEqual([expected]);
    expect((await results(signed, key)).map((one) => one.replace(/:.*/s, ""))).toEqual([expected]);
  });

  test("does not hold for more of the body than has arrived (RFC 6376, section 3.5), where mailauth is milder", async () => {
    expect(await results(signedBy(rsa, "l=999;"), rsa)).toEqual([expect.stringContaining("covers more")]);
    expect(await results(signedBy(rsa, "l=7;"), rsa)).toEqual(["pass"]);
  });

  test("does not hold by a key whose version does not come first, as mailauth finds", async () => {
    const signed = signedBy(rsa, "");
    const key = { ...rsa, record: `${rsa.record.replace("v=DKIM1; ", "")}; v=DKIM1` };
    expect(await results(signed, key)).toEqual([expect.stringContaining('does not begin with "v="')]);
    expect(await verify(signed, [key])).not.toEqual(["pass"]);
  });

  test("is judged however large a stranger has made the mail", async () => {
    for (const body of [`${" ".repeat(1_000_000)}x\r\n`, `${"\r\n".repeat(500_000)}x\r\n`])
      expect(
        await results(
          await signedElsewhere(`${plain.slice(0, plain.indexOf("\r\n\r\n") + 4)}${body}`, {}),
          rsa,
        ),
      ).toEqual(["pass"]);
    expect(addressIn("a".repeat(1_000_000))).toBeUndefined();
    expect(parseTags(`v=1; p=a${" ".repeat(1_000_000)}b`)?.get("p")).toHaveLength(1_000_002);
  });

  test("is judged when it is among the first 50 of a mail, and not below them", async () => {
    const mail = await signedElsewhere(plain, {});
    const below = (count: number) =>
      Buffer.concat([Buffer.from("DKIM-Signature: v=1\r\n".repeat(count)), mail]);
    const others = (count: number) => Array<string>(count).fill("fail: cannot be read");
    expect(await results(below(49), rsa)).toEqual([...others(49), "pass"]);
    expect(await results(below(50), rsa)).toEqual(others(50));
  });
});

/** Signed with these tags put into the signature: nobody who signs would write them. */
function signedBy(key: TestKey, more: string): Buffer {
  const headers = ["From: ada@news.example.org", "Subject: Hello"];
  const body = "Hello\r\n";
  const bodyHash = hash("sha256", body, "base64");
  const unsigned = `DKIM-Signature: v=1; a=rsa-sha256; c=simple/simple; d=${key.domain}; s=${key.selector}; ${more} h=From:Subject; bh=${bodyHash}; b=`;
  const signature = sign("sha256", Buffer.from([...headers, unsigned].join("\r\n")), key.privateKeyPem);
  return Buffer.from([unsigned + signature.toString("base64"), ...headers, "", body].join("\r\n"));
}
