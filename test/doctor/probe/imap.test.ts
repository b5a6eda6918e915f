import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { imapLines } from "../../../src/doctor/probe/imap/imap-lines.ts";
import { findMail } from "../../../src/doctor/probe/imap/find-mail.ts";
import type { Finding } from "../../../src/doctor/examination.ts";
import type { Mailbox } from "../../../src/model/mailbox.ts";
import { trustTestAuthority } from "../../support/certificates.ts";
import { rsaKey } from "../../support/dkim-verifier.ts";
import { startDnsServer } from "../../support/dns-server.ts";
import { type ImapServer, type ImapServerOptions, startImapServer } from "../../support/imap-server.ts";
import { letterpressHere } from "../../support/letterpress-here.ts";
import { startScriptedServer } from "../../support/smtp-server.ts";
import { newsletter } from "../../e2e/newsletter.ts";

const password = 'a "quoted" \\ pässword';
const marks = { messageId: "<one@news.example.org>", token: "abcdefghijklmnop" };
const mail = (more: string) => `${more}\r\nSubject: Hello\r\n\r\nA line with {5} and "quotes".\r\n`;
const now = { seconds: 0 };
let untrust: () => void;

beforeAll(() => {
  untrust = trustTestAuthority();
});
afterAll(() => untrust());

function mailboxOf({ port }: ImapServer, security: Mailbox["security"] = "tls"): Mailbox {
  return { host: "localhost", port, security, user: "zoe@example.com", password, folder: "INBOX" };
}

describe("A mail in a mailbox", () => {
  test.each<[Mailbox["security"], Partial<ImapServerOptions>]>([
    ["tls", {}],
    ["starttls", {}],
    ["none", {}],
    ["tls", { loginOnly: true }],
  ])("is found over %s %j, as it is there, and stays unread", async (security, options) => {
    const plain = options.loginOnly === true ? { password: 'a "quoted" \\ word' } : { password };
    await using server = await startImapServer({ security, ...plain, ...options });
    server.folders.INBOX?.push(mail("Message-ID: <other@x>"), mail("Message-ID: <one@news.example.org>"));
    const found = await findMail({ ...mailboxOf(server, security), ...plain }, marks, now);
    expect(found).toMatchObject({ status: "found", mailbox: "INBOX", isSpam: false });
    expect(found.status === "found" && found.bytes.toString("latin1")).toBe(
      mail("Message-ID: <one@news.example.org>"),
    );
    expect(server.commands.filter((line) => /^(?:SELECT|STORE|UID STORE)|BODY\[/i.test(line))).toEqual([]);
    expect(server.commands.at(-1)).toBe("LOGOUT");
  });

  test("is known by its unsubscribe link where a relay has written another Message-ID, and found with the spam", async () => {
    await using server = await startImapServer({
      password,
      folders: { INBOX: "", "[Gmail]/Spam": "\\HasNoChildren \\Junk" },
    });
    server.folders["[Gmail]/Spam"]?.push(
      mail("Message-ID: <x@relay>\r\nList-Unsubscribe: <https://n/u/abcdefghijklmnop>"),
    );
    expect(await findMail(mailboxOf(server), marks, now)).toMatchObject({
      status: "found",
      mailbox: "[Gmail]/Spam",
      isSpam: true,
    });
  });

  test("is found at a server that says more than it was asked, and beside a folder that cannot be opened", async () => {
    await using server = await startImapServer({
      password,
      chatter: "* OK by the way",
      folders: { INBOX: "", Spam: "\\Junk", Old: "\\Junk \\NonExistent" },
      closed: ["Spam"],
    });
    const looking = findMail(mailboxOf(server), marks, { seconds: 60, pauseMs: 20 });
    while (server.commands.filter((line) => line.startsWith("UID SEARCH")).length < 2)
      await new Promise((resolve) => setTimeout(resolve, 5));
    server.folders.INBOX?.push(mail("Message-ID: <one@news.example.org>"));
    expect(await looking).toMatchObject({ status: "found", mailbox: "INBOX" });
    expect(server.commands.filter((line) => line.startsWith("EXAMINE") && !line.includes("INBOX"))).toEqual([
      'EXAMINE "Spam"',
    ]);
  });

  test.each(["AUTHENTICATE", "LIST", "UID"])(
    "is given up at a server that answers %s by talking on and on",
    async (endless) => {
      await using server = await startImapServer({ password, endless });
      const found = await findMail(mailboxOf(server), marks, { seconds: 0, answerMs: 1_000 });
      expect(found).toMatchObject({ status: "fault", message: expect.stringContaining("no answer in time") });
    },
  );

  test("is waited for, and missed when it does not come", async () => {
    await using server = await startImapServer({ password });
    const looking = findMail(mailboxOf(server), marks, { seconds: 60, pauseMs: 20 });
    while (server.commands.filter((line) => line.startsWith("UID SEARCH")).length < 4)
      await new Promise((resolve) => setTimeout(resolve, 5));
    server.folders.INBOX?.push(mail("Message-ID: <one@news.example.org>"));
    expect(await looking).toMatchObject({ status: "found" });
    server.folders.INBOX?.pop();
    expect(await findMail(mailboxOf(server), marks, now)).toEqual({
      status: "missing",
      mailboxes: ["INBOX", "Spam"],
      waitedSeconds: 0,
    });
  });

  test("cannot be looked for with a wrong password, which is told to nobody, or in a folder that there is not", async () => {
    await using server = await startImapServer({ password: "right" });
    const refused = await findMail({ ...mailboxOf(server), password: "wrong-secret" }, marks, now);
    expect(refused).toMatchObject({
      status: "fault",
      message: expect.stringContaining('does not accept the user "zoe@example.com"'),
    });
    const told = JSON.stringify(refused);
    expect(told).not.toContain("wrong-secret");
    expect(told).not.toContain(Buffer.from("\0zoe@example.com\0wrong-secret").toString("base64"));
    const gone = await findMail({ ...mailboxOf(server), password: "right", folder: "Archive" }, marks, now);
    expect(gone).toMatchObject({ status: "fault", message: expect.stringContaining("EXAMINE") });
  });

  test.each([true, false])(
    "tells nobody the password when a server says the line back (LOGIN: %s)",
    async (loginOnly) => {
      await using server = await startImapServer({ password: "right", loginOnly });
      for (const secret of ['se"cret\\word', "pässwörd", "wrong-secret"]) {
        const refused = await findMail({ ...mailboxOf(server), password: secret }, marks, now);
        const told = refused.status === "fault" ? refused.message : "";
        expect(told).toContain("•••");
        const quoted = secret.replace(/["\\]/g, "\\$&");
        for (const form of [secret, quoted, Buffer.from(secret).toString("latin1")])
          expect(told).not.toContain(form);
      }
    },
  );

  test("cannot be looked for at a server with another's certificate, one that turns us away, or none", async () => {
    await using other = await startImapServer({ password, certificate: "other-host" });
    expect(await findMail(mailboxOf(other), marks, now)).toMatchObject({
      status: "fault",
      message: expect.stringContaining("cannot be read"),
    });
    expect(other.commands).toEqual([]);
    await using busy = await startImapServer({ password, greeting: "* BYE too many of you" });
    expect(await findMail(mailboxOf(busy), marks, now)).toMatchObject({
      status: "fault",
      message: expect.stringContaining("too many of you"),
    });
    expect(await findMail({ ...mailboxOf(busy), port: 1 }, marks, now)).toMatchObject({
      status: "fault",
      message: expect.stringContaining("refused"),
    });
  });
});

test("responses are whole however their bytes are cut", () => {
  const bytes = Buffer.from("* 1 FETCH (UID 7 BODY[] {12}\r\na\r\nb) {3}\r\n! X {0}\r\n)\r\na1 OK done\r\n");
  const whole = [
    {
      text: "* 1 FETCH (UID 7 BODY[] {12} X {0})",
      literals: [Buffer.from("a\r\nb) {3}\r\n!"), Buffer.alloc(0)],
    },
    { text: "a1 OK done", literals: [] },
  ];
  for (let size = 1; size <= bytes.length; size += 1) {
    const read = imapLines();
    const lines = [];
    for (let from = 0; from < bytes.length; from += size)
      lines.push(...read(bytes.subarray(from, from + size)));
    expect(lines).toEqual(whole);
  }
  expect(() => imapLines()(Buffer.from("* 1 FETCH {999999999}\r\n"))).toThrow("too large");
});

test("letterpress doctor --probe sends the mail, reads it in the mailbox that letterpress.yaml names, and judges it", async () => {
  const key = rsaKey();
  await using mailbox = await startImapServer({ password, security: "none" });
  // What the relay takes lies in the mailbox, as its host has received it.
  const relay = await startScriptedServer({
    dot: () => {
      setTimeout(() => {
        const [kept] = relay.kept.slice(-1);
        if (kept === undefined) return;
        const top = `Return-Path: <${kept.envelope.from}>\r\nAuthentication-Results: mx.example.com; dkim=pass header.d=news.example.org; spf=pass; dmarc=pass\r\n`;
        mailbox.folders.INBOX?.push(top + kept.bytes.toString("latin1"));
      }, 20);
      return undefined;
    },
  });
  await using dns = await startDnsServer({
    "news._domainkey.news.example.org": { TXT: [key.record] },
    "_dmarc.example.org": { TXT: ["v=DMARC1; p=none; rua=mailto:d@example.org"] },
  });
  const more = `dkim: [{ domain: news.example.org, selector: news, key: { env: KEY } }]
probe:
  address: zoe@example.com
  imap: { host: 127.0.0.1, port: ${mailbox.port}, security: none, password: { env: MAILBOX_PASSWORD } }
`;
  await using project = await newsletter({ port: relay.port, readers: 1, more });
  const where = { folder: project.root, environment: { KEY: key.privateKeyPem, MAILBOX_PASSWORD: password } };
  const args = ["doctor", "--only", "probe", "--probe", "--resolver", dns.address, "--json"];
  const { code, out } = await letterpressHere(where, ...args);
  const { findings } = JSON.parse(out) as { readonly findings: readonly Finding[] };
  expect(findings.map(({ examination, verdict }) => `${examination} ${verdict}`)).toEqual([
    "probe/sent good",
    "probe/arrived good",
    "probe/dkim good",
    "probe/signed-headers good",
    "probe/spf good",
    "probe/dmarc good",
    "probe/return-path good",
    "probe/list-headers good",
  ]);
  expect(code).toBe(0);
  expect(out).not.toContain(password);
  const keyless = await letterpressHere(
    { folder: project.root, environment: { KEY: key.privateKeyPem } },
    ...args,
  );
  expect(keyless).toMatchObject({
    code: 1,
    out: expect.stringContaining("The password of the mailbox of the test mail is not set"),
  });
  await relay.close();
});
