import { createHash } from "node:crypto";
import { describe, expect, test } from "@jest/globals";
import type { Envelope } from "../../src/model/message.ts";
import { contentBreaches } from "./eml-breaches/content-breaches.ts";
import { envelopeBreaches } from "./eml-breaches/envelope-breaches.ts";
import { envelope, expectations, faultless, token } from "./eml-breaches/faultless.ts";
import { headerBreaches } from "./eml-breaches/header-breaches.ts";
import { structureBreaches } from "./eml-breaches/structure-breaches.ts";
import { wireBreaches } from "./eml-breaches/wire-breaches.ts";
import { checkEml, checkMailing } from "./eml-checker.ts";
import type { EmlExpectations } from "./eml-expectations.ts";

function check(
  wire: string,
  changes: { envelope?: Partial<Envelope>; expectations?: EmlExpectations } = {},
): readonly string[] {
  return checkEml(
    Buffer.from(wire, "latin1"),
    { ...envelope, ...changes.envelope },
    { ...expectations, ...changes.expectations },
  );
}

function broken(from: string | RegExp, to: string): string {
  const wire = faultless.replace(from, to);
  if (wire === faultless) throw new Error(`the message has no ${from}`);
  return wire;
}

describe("the checker of messages", () => {
  test("finds nothing in a message without fault", () => {
    expect(check(faultless)).toEqual([]);
  });

  test.each([...wireBreaches, ...headerBreaches, ...structureBreaches, ...contentBreaches])(
    "finds %s",
    (_title, from, to, fault) => {
      expect(check(broken(from, to))).toContain(fault);
    },
  );

  test.each(envelopeBreaches)("finds %s", (_title, changes, fault) => {
    expect(check(faultless, { envelope: changes })).toContain(fault);
  });

  test("finds a return path that is neither VERP nor From", () => {
    const plain = { ...envelope, from: "x@example.org" };
    const { bounceDomain: _, ...rest } = expectations;
    expect(checkEml(Buffer.from(faultless), plain, rest)).toContain(
      "The return path is neither a VERP address nor the address of From.",
    );
    expect(checkEml(Buffer.from(faultless), { ...plain, from: "zoe@news.example.org" }, rest)).toEqual([]);
  });

  test("allows UTF-8 in To for a reader whose address needs it", () => {
    const wire = broken("To: reader@", "To: l\xc3\xa9a@");
    expect(check(wire, { envelope: { to: "léa@example.org", needsUtf8: true } })).toEqual([]);
    expect(check(wire, { envelope: { to: "léa@example.org" } })).toContain("A header is not ASCII.");
  });

  test("overlooks what the test says the content mentions", () => {
    const wire = broken("Movable letters", "Movable http://evil.example {{x}} &amp;\r\nletters");
    expect(check(wire)).toHaveLength(3);
    expect(
      check(wire, { expectations: { literalBraces: true, mentions: ["http://evil.example", "&amp;"] } }),
    ).toEqual([]);
  });

  test.each([
    ["mailto:x@example.org", "x@example.org"],
    ["mailto:x@example.org?subject=Hello%20you", "mailto:x@example.org?subject=Hello%20you"],
    ["tel:+44-20-7946-0018", "+44-20-7946-0018"],
    ["http://x.example.org/", "http://x.example.org/"],
  ])("allows %s where it is meant, in the HTML and in the text", (href, said) => {
    const linked = `<a href=3D"${href.replaceAll("=", "=3D")}">x</a>\r\n<p>Example Press`;
    const html = faultless.replace("<p>Example Press", linked);
    const wire = html.replace(
      "Unsubscribe: https://",
      `${said.replaceAll("=", "=3D")}\r\nUnsubscribe: https://`,
    );
    const expectations = { mailto: true, http: true };
    expect(check(wire, { expectations })).toEqual([]);
    expect(check(wire).join()).toContain(href);
    expect(check(html, { expectations })).toEqual([`The text part lacks the link ${said} of the HTML.`]);
  });

  test.each([
    '<img src=3D"http://x.example.org/a.png">',
    '<link href=3D"http://x.example.org/a.css">',
    "<p style=3D\"background:url('http://x.example.org/a')\">x</p>",
    '<a href=3D"mailto:x@example.org?bcc=3Dy@example.org">x</a>',
    '<a href=3D"mailto:x@example.org?subject=3Da%0D%0ABcc:y">x</a>',
    '<a href=3D"mailto:x@example.org,y@example.org">x</a>',
    '<v:rect href=3D"mailto:x@example.org">',
  ])("does not allow %s even then", (markup) => {
    const wire = faultless.replace("<p>Example Press", `${markup}\r\n<p>Example Press`);
    const faults = check(wire, { expectations: { mailto: true, http: true } });
    expect(faults.join()).toMatch(/has the (?:src|href)|A style holds/);
  });

  test("asks for Auto-Submitted and for no list headers on confirmation mail", () => {
    const wire = faultless
      .replace(/List-.*\r\n/g, "")
      .replace("MIME-V", "Auto-Submitted: auto-generated\r\nMIME-V");
    expect(check(wire, { expectations: { confirmation: true } })).toEqual([]);
    expect(check(faultless, { expectations: { confirmation: true } })).toContain(
      "Auto-Submitted belongs on confirmation and welcome mail, and only there.",
    );
  });
});

describe("the checker of signatures", () => {
  const once = ["list-id", "list-archive", "list-help", "list-post", "feedback-id"];
  const twice =
    "from to reply-to subject date message-id mime-version content-type list-unsubscribe list-unsubscribe-post";
  const h = [...once, ...twice.split(" "), ...twice.split(" "), "cc", "content-transfer-encoding"].join(
    ":\r\n ",
  );
  const bh = createHash("sha256")
    .update(faultless.slice(faultless.indexOf("\r\n\r\n") + 4))
    .digest("base64");
  const tags = `v=1; a=rsa-sha256; c=relaxed/simple; d=example.org;\r\n s=one; t=1788247800;\r\n h=${h};\r\n bh=${bh};`;
  const one = `DKIM-Signature: ${tags}\r\n b=AAAA\r\n BBBB\r\n`;
  const two = one.replace("s=one", "s=two");
  const signed = (signature: string, ...signedBy: readonly string[]) =>
    check(signature + faultless, { expectations: { signedBy } });
  const [byOne, byTwo] = ["one._domainkey.example.org", "two._domainkey.example.org"];

  test("finds nothing in a message that one or two have signed, also on its way", () => {
    expect(signed(one, byOne)).toEqual([]);
    expect(signed(one + two, byOne, byTwo)).toEqual([]);
    expect(signed(`Received: by mx.example.org; now\r\n${one}`, byOne)).toEqual([]);
  });

  test("finds who should have signed and has not, and the other way round", () => {
    expect(signed("", byOne)).toEqual([`The message is signed by nobody, not by ${byOne}.`]);
    expect(signed(one)).toEqual([`The message is signed by ${byOne}, not by nobody.`]);
    expect(signed(two + one, byOne, byTwo)).toEqual([
      `The message is signed by ${byTwo} and ${byOne}, not by ${byOne} and ${byTwo}.`,
    ]);
    expect(signed(one + one, byOne, byOne)).toEqual(["Two signatures are of the same selector."]);
  });

  test.each([
    ["v=1", "v=2", "is not of version 1"],
    ["rsa-sha256", "rsa-sha1", "has an algorithm that is not trusted"],
    ["relaxed/simple", "simple/simple", "is not relaxed/simple"],
    ["t=1788247800", "t=1788247801", "is not of the message's date"],
    ["bh=", "bh=A", "has another body"],
    ["AAAA", "AAA", "is not base64"],
    ["t=1788247800", "t=1788247800; l=10", "has the tag l"],
    ["t=1788247800", "t=1788247800; x=1788247900", "has the tag x"],
    ["list-id:\r\n ", "", "leaves list-id out"],
    ["cc:\r\n ", "", "lets somebody add another cc"],
    ["from:\r\n ", "", "lets somebody add another from"],
  ])("finds %j as %j", (from, to, fault) => {
    expect(signed(one.replace(from, to), byOne)).toEqual([`The signature of one ${fault}.`]);
  });

  test("finds a signature of a domain that is not the sender's", () => {
    for (const d of ["ample.org", "x.news.example.org", "example.com"])
      expect(signed(one.replace("d=example.org", `d=${d}`), `one._domainkey.${d}`)).toEqual([
        "The signature of one is of a domain above or at which From is not.",
      ]);
  });

  test("finds a signature that is not folded or not on top", () => {
    expect(signed(one.replace("\r\n s=one", " s=one"), byOne)).toEqual([
      "A line of a signature is over 76 octets.",
    ]);
    expect(check(`X-Mailer: x\r\n${one}${faultless}`, { expectations: { signedBy: [byOne] } })).toEqual([
      "The signature of one leaves x-mailer out.",
      "The signature does not stand above what it signs.",
    ]);
  });
});

describe("the checker of mailings", () => {
  const first = { bytes: Buffer.from(faultless), envelope };
  const other = (from: RegExp | string, to: string) => Buffer.from(broken(from, to));

  test("finds nothing when everything differs", () => {
    const wire = faultless.replace("Message-ID: <q", "Message-ID: <r").replaceAll("/u/a", "/u/b");
    const second = {
      bytes: Buffer.from(wire),
      envelope: { ...envelope, from: "bounce+b@bounces.example.org" },
    };
    expect(checkMailing([first, second])).toEqual([]);
  });

  test("finds a Message-ID, an unsubscribe URI and a VERP address that two messages share", () => {
    expect(checkMailing([first, { bytes: other("Message-ID: <q", "Message-ID: <r"), envelope }])).toEqual([
      `The unsubscribe URI <https://news.example.org/u/${token}> stands in more than one message.`,
      `The VERP address bounce+${token}@bounces.example.org stands in more than one message.`,
    ]);
    const moved = {
      bytes: other(
        "Unsubscribe: <https://news.example.org/u/a",
        "Unsubscribe: <https://news.example.org/u/b",
      ),
      envelope: { ...envelope, from: "zoe@news.example.org" },
    };
    expect(checkMailing([first, moved])).toEqual([
      "The Message-ID <qrstuvwxyz234567qrstuvwxyz234567@news.example.org> stands in more than one message.",
    ]);
  });
});
