import { describe, expect, test } from "@jest/globals";
import { compileMessage } from "../../../src/message/compile-message.ts";
import { dkimSigner } from "../../../src/message/dkim/signer.ts";
import type { MailingNames } from "../../../src/message/headers.ts";
import { personalize } from "../../../src/message/personalize.ts";
import type { Edition } from "../../../src/model/edition.ts";
import type { Sender } from "../../../src/model/sender.ts";
import type { Recipient } from "../../../src/model/subscriber.ts";
import { ed25519Key, rsaKey, type TestKey, verify } from "../../support/dkim-verifier.ts";
import { checkEml } from "../../support/eml-checker.ts";
import {
  buildEdition,
  buildPicture,
  buildPictured,
  buildRecipient,
  buildSender,
  fieldSlot,
  testKey,
  testMailing,
} from "../../support/message-builder.ts";

const rsa = rsaKey();
const ed = ed25519Key();
const both = [rsa, ed];

interface Changes {
  readonly keys?: readonly TestKey[];
  readonly edition?: Edition;
  readonly sender?: Partial<Sender>;
  readonly mailing?: Partial<MailingNames>;
  readonly recipient?: Partial<Recipient>;
}

/** Everything that a message of ours can have in its head. */
const everyHeader = { replyTo: "desk@news.example.org", feedbackId: "exampleweekly" };

function signed({
  keys = both,
  edition = buildEdition(),
  sender = everyHeader,
  mailing,
  recipient,
}: Changes = {}) {
  const names = { ...testMailing, ...mailing };
  const template = compileMessage(edition, buildSender(sender), names, testKey, keys.map(dkimSigner));
  return personalize(template, buildRecipient(recipient));
}

function changed(bytes: Buffer, from: string | RegExp, to: string): Buffer {
  const wire = bytes.toString("latin1");
  const result = wire.replace(from, to);
  if (result === wire) throw new Error(`the message has no ${from}`);
  return Buffer.from(result, "latin1");
}

/** Faults of the message, beside its signatures. */
function faults(
  { bytes, envelope }: ReturnType<typeof signed>,
  keys: readonly TestKey[],
  changes: Changes = {},
) {
  const { replyTo, feedbackId } = { ...everyHeader, ...changes.sender };
  const signedBy = keys.map(({ selector, domain }) => `${selector}._domainkey.${domain}`);
  return checkEml(bytes, envelope, { signedBy, replyTo, feedbackId, bounceDomain: "bounces.example.org" });
}

const picture = buildPicture(5000, "préss.png");
const withPicture = buildPictured(picture);
const withName = buildEdition({
  subject: [
    fieldSlot("firstName", "plain"),
    ", eine ruhige Woche für ",
    fieldSlot("city", "plain", "Zürich"),
  ],
});

describe("a message is signed", () => {
  test.each([
    ["with RSA", [rsa]],
    ["with RSA of 4096 bits", [rsaKey({ bits: 4096 })]],
    ["with Ed25519", [ed]],
    ["with both", both],
    ["with both, the other way round", [ed, rsa]],
    [
      "by the domain above that of the sender",
      [rsaKey({ domain: "example.org" }), ed25519Key({ domain: "example.org" })],
    ],
    ["by a selector with a label as long as DNS has them", [ed25519Key({ selector: `a${"-1".repeat(31)}` })]],
  ])("%s", async (_, keys) => {
    const message = signed({ keys });
    expect(await verify(message.bytes, keys)).toEqual(keys.map(() => "pass"));
    expect(faults(message, keys)).toEqual([]);
  });

  const messages: readonly (readonly [string, Changes])[] = [
    ["with no header that need not be", { sender: {} }],
    [
      "with names in any script",
      {
        sender: {
          ...everyHeader,
          from: { name: "Zoë Жук 読者", email: "zoe@news.example.org" },
          listName: "週刊",
        },
      },
    ],
    ["with slots in its subject", { edition: withName }],
    [
      "with a subject of many encoded words",
      { edition: withName, recipient: { fields: { firstName: "Ελένη ".repeat(30), city: "読".repeat(90) } } },
    ],
    [
      "with a subject of many words",
      { edition: withName, recipient: { fields: { firstName: "word ".repeat(40) } } },
    ],
    ["with nothing in its slots", { edition: withName, recipient: { fields: { firstName: "", city: "" } } }],
    ["with a picture", { edition: withPicture }],
    [
      "for some readers only",
      {
        mailing: { only: 'tag member and city = "Köln"' },
        edition: buildEdition({ variant: "de.1", language: "de", text: ["Nur für Mitglieder.\n\n"] }),
      },
    ],
    ["to a reader whose address is not ASCII", { recipient: { email: "àçé.größe@example.org" } }],
    [
      "to a reader with a long address",
      { recipient: { email: `${"a".repeat(64)}@${"b".repeat(60)}.${"c".repeat(60)}.example.org` } },
    ],
  ];

  test.each(messages)("%s", async (_, changes) => {
    const message = signed(changes);
    expect(await verify(message.bytes, both)).toEqual(["pass", "pass"]);
  });

  test.each([
    "Bob\r\nBcc: x@example.org",
    "Bob\r\n\r\n<p>body",
    "Bob\rDKIM-Signature: v=1",
    "  a   b  ",
    "\t\ta\t\tb",
    "\u00a0\u0085\u2028x\u2029",
    "; b=; bh=",
    ".\r\n.",
    "=?UTF-8?Q?x?=",
    "x".repeat(5000),
    "\ue000\ue001\ue002",
    "\ud800",
    "$& $1 $'",
  ])("whatever a reader is called: %j", async (firstName) => {
    const message = signed({ edition: withName, recipient: { fields: { firstName, city: firstName } } });
    expect(await verify(message.bytes, both)).toEqual(["pass", "pass"]);
  });

  test("with the same bytes each time", () => {
    const [first, second] = [signed({ edition: withName }), signed({ edition: withName })];
    expect(first.bytes.equals(second.bytes)).toBe(true);
  });

  test("and is otherwise the message that it would be without", () => {
    const plain = signed({ keys: [] });
    const { bytes } = signed();
    expect(bytes.subarray(-plain.bytes.length).equals(plain.bytes)).toBe(true);
    expect(faults(plain, [])).toEqual([]);
  });

  test("so that what relays write above it, and how they fold it, breaks nothing", async () => {
    const { bytes } = signed({ edition: withName });
    const received = Buffer.concat([
      Buffer.from(
        "Received: from press.example.org\r\n by mx.example.org; Tue, 01 Sep 2026 07:30:01 +0000\r\n",
      ),
      Buffer.from("Feedback-ID: 1:relay\r\nX-Relay: yes\r\nReturn-Path: <x@example.org>\r\n"),
      bytes,
    ]);
    expect(await verify(received, both)).toEqual(["pass", "pass"]);
    const folded = changed(bytes, "\r\nMIME-Version: 1.0\r\n", "\r\nMIME-Version:  \t 1.0 \r\n");
    expect(await verify(changed(folded, "List-Post: NO", "list-post:\r\n NO"), both)).toEqual([
      "pass",
      "pass",
    ]);
  });
});

describe("the signature breaks", () => {
  const { bytes } = signed({ edition: withName });
  const head = bytes.toString("latin1").split("\r\n\r\n")[0] ?? "";
  const ours = head
    .split(/\r\n(?![ \t])/)
    .filter((field) => !field.startsWith("DKIM-Signature"))
    .map((field) => field.slice(0, field.indexOf(":")));
  const broken = ["fail: bad signature", "fail: bad signature"];

  test.each(ours)("when %s is changed", async (name) => {
    const field = new RegExp(`^(${name}: [^\\r]*)([a-zA-Z0-9])`, "m");
    const other = changed(bytes, field, "$1~$2");
    expect(await verify(other, both)).toEqual(broken);
  });

  test.each(ours)("when %s is taken away", async (name) => {
    const field = new RegExp(`\\r\\n${name}: .*(?:\\r\\n .*)*(?=\\r\\n)`);
    expect(await verify(changed(bytes, field, ""), both)).toEqual(broken);
  });

  test.each([
    "From",
    "To",
    "Cc",
    "Reply-To",
    "Subject",
    "Date",
    "Message-ID",
    "MIME-Version",
    "Content-Type",
    "Content-Transfer-Encoding",
    "List-Unsubscribe",
    "List-Unsubscribe-Post",
  ])("when another %s is added, above or below", async (name) => {
    const value = new RegExp(`^${name}: (.*)`, "m").exec(head)?.[1] ?? "x";
    const added = Buffer.from(`${name}: ${value}\r\n`, "latin1");
    expect(await verify(Buffer.concat([added, bytes]), both)).toEqual(broken);
    expect(await verify(changed(bytes, "\r\n\r\n", `\r\n${name}: ${value}\r\n\r\n`), both)).toEqual(broken);
  });

  test.each([
    ["is changed by a letter", /Movable/, "movable"],
    ["ends in another line", /\r\n$/, "\r\nx\r\n"],
    ["has a space more", /Movable letters/, "Movable  letters"],
    ["is cut off", /--\r\n$/, "\r\n"],
  ])("when the body %s", async (_, from, to) => {
    const other = await verify(changed(bytes, from, to), both);
    expect(other).toEqual(["fail: body hash did not verify", "fail: body hash did not verify"]);
  });

  test("when any tag of it is changed, and only that one", async () => {
    const later = changed(bytes, "t=1788247800", "t=1788247801");
    expect(await verify(later, both)).toEqual(["fail: bad signature", "pass"]);
  });

  test("under the key of somebody else", async () => {
    expect(await verify(bytes, [rsaKey(), ed25519Key()])).toEqual(broken);
  });
});

test("the signature is that of the mailing's date", () => {
  const { bytes } = signed({ mailing: { date: Date.UTC(2027, 0, 2, 3, 4, 5, 678) } });
  expect(bytes.toString("latin1").match(/ t=\d+;/g)).toEqual([" t=1798859045;", " t=1798859045;"]);
});

test.each([
  ["another domain", "example.com"],
  ["a domain below", "x.news.example.org"],
  ["a domain that only ends alike", "ews.example.org"],
])("a template is not made with a signer of %s", (_, domain) => {
  expect(() => signed({ keys: [ed25519Key({ domain })] })).toThrow(
    `Mail from ada@news.example.org cannot be signed by news-ed._domainkey.${domain}: it is neither the domain of the sender nor above it.`,
  );
});
