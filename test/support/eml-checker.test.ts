import { describe, expect, test } from "@jest/globals";
import type { Envelope } from "../../src/model/message.ts";
import { breaches, envelope, envelopeBreaches, expectations, faultless, token } from "./eml-breaches.ts";
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

  test.each(breaches)("finds %s", (_title, from, to, fault) => {
    expect(check(broken(from, to))).toContain(fault);
  });

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

  test("allows mailto: where it is meant", () => {
    const wire = broken("<p>Example Press", '<a href=3D"mailto:x@example.org">x</a>\r\n<p>Example Press');
    expect(check(wire, { expectations: { mailto: true } })).toEqual([]);
  });

  test("asks for Auto-Submitted and for no list headers on confirmation mail", () => {
    const wire = faultless
      .replace(/List-.*\r\n/g, "")
      .replace("MIME-V", "Auto-Submitted: auto-generated\r\nMIME-V");
    expect(check(wire, { expectations: { confirmation: true } })).toEqual([]);
    expect(check(faultless, { expectations: { confirmation: true } })).toContain(
      "Auto-Submitted belongs on confirmation mail, and only there.",
    );
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
