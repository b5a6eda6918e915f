import { describe, expect, test } from "@jest/globals";
import PostalMime from "postal-mime";
import { compileMessage } from "../../src/message/compile-message.ts";
import { personalView } from "../../src/message/personal-view.ts";
import { personalize } from "../../src/message/personalize.ts";
import type { Edition, Segments } from "../../src/model/edition.ts";
import type { Recipient } from "../../src/model/subscriber.ts";
import { checkEml } from "../support/eml-checker.ts";
import type { EmlExpectations } from "../support/eml-expectations.ts";
import {
  buildEdition,
  buildRecipient,
  buildSender,
  fieldSlot,
  testKey,
  testMailing,
} from "../support/message-builder.ts";

const expectations: EmlExpectations = {
  postalAddress: buildSender().postalAddress,
  bounceDomain: "bounces.example.org",
};

/** Personalises, checks every rule, and compares what a mail program decodes with what a preview shows. */
async function expectSound(
  edition: Edition,
  recipient: Recipient,
  further: EmlExpectations = {},
): Promise<{ html: string; text: string; subject: string; wire: string }> {
  const sender = buildSender();
  const { bytes, envelope } = personalize(compileMessage(edition, sender, testMailing, testKey), recipient);
  expect(checkEml(bytes, envelope, { ...expectations, ...further })).toEqual([]);
  const parsed = await PostalMime.parse(bytes);
  const view = personalView(edition, sender, testMailing, testKey, recipient);
  // The last line end belongs to the boundary (RFC 2046 section 5.1.1); postal-mime counts it to the part.
  const decoded = {
    html: parsed.html?.slice(0, -1),
    text: parsed.text?.slice(0, -1),
    subject: parsed.subject,
  };
  expect(decoded).toEqual({ html: view.html, text: view.text, subject: view.subject });
  return { ...view, wire: bytes.toString("latin1") };
}

// A reader's value in the subject, in HTML text, in an attribute, in a URL and in the text part.
const everywhere = buildEdition({
  subject: ["For ", fieldSlot("firstName", "plain"), " & all"],
  html: [
    "<p>Movable letters changed everything about reading.</p>\n",
    '<p title="For ',
    fieldSlot("firstName", "attribute"),
    '"><a href="https://news.example.org/hello?name=',
    fieldSlot("firstName", "url"),
    '&amp;x=1">Hello, ',
    fieldSlot("firstName", "text"),
    "</a></p>\n",
  ],
  text: [
    "Movable letters changed everything about reading.\nHello, ",
    fieldSlot("firstName", "plain"),
    "\n",
    "https://news.example.org/hello?name=",
    fieldSlot("firstName", "url"),
    "&x=1\n\n",
  ],
});

const hostileNames: readonly (readonly [title: string, name: string, mentions?: readonly string[]])[] = [
  ["markup", '"><mj-raw>'],
  ["a script", "</title><script>alert(1)</script>"],
  ["an event attribute", '" onmouseover="alert(1)'],
  ["a header", "Bob\r\nBcc: x@example.org"],
  ["an end of headers", "Bob\r\n\r\n--=_boundary\r\n.\r\nQUIT"],
  ["a merge field", "{{constructor}}", ["{{constructor}}"]],
  ["a URL", "http://evil.example"],
  ["HTML entities", "&amp;&#x27;&lt;", ["&amp;&#x27;&lt;"]],
  ["an encoded word", "=?UTF-8?B?QmNjOiB4QGV4YW1wbGUub3Jn?="],
  ["60 characters of Arabic", "مرحبا".repeat(12)],
  ["emoji", "👩‍🚀🏳️‍🌈🎈".repeat(5)],
  ["lone surrogates", "\ud83c\udf88\ud83c-\udf88"],
  ["a bidi override", "Bob\u202egnp.exe\u2066"],
  ["line separators", "Bob\u2028Bcc: x\u2029\u0085"],
  ["a dot", "."],
  ["the start of a mailbox line", "From Bob"],
  ["an equals sign", "=3D=\u00a0="],
  ["percent signs", "%0D%0ABcc: x"],
  ["spaces", "  Bob   Bobsen  "],
  ["a dollar pattern", "$& $1 $` $'"],
];

describe("a message for a reader", () => {
  test.each(hostileNames)("is sound when the name is %s", async (_title, name, mentions = []) => {
    const { html, wire } = await expectSound(everywhere, buildRecipient({ fields: { firstName: name } }), {
      mentions,
    });
    expect(wire.split("\r\n\r\n")[0]).not.toMatch(/^Bcc/im);
    expect(html.match(/<[a-z]/gi)).toEqual(
      personalView(everywhere, buildSender(), testMailing, testKey, buildRecipient()).html.match(/<[a-z]/gi),
    );
  });

  test("is sound when the name has 10 KB, of which it shows 200 characters", async () => {
    const name = `${"Ōtākaro ".repeat(1250)}end`;
    const plain = buildEdition({ subject: ["For ", fieldSlot("firstName", "plain")] });
    const { subject } = await expectSound(plain, buildRecipient({ fields: { firstName: name } }));
    expect(subject).toBe(`For ${name.slice(0, 199)}…`);
  });

  test("gives no mail program an address to link that the reader's name holds, in subject, HTML and text", async () => {
    const recipient = buildRecipient({ fields: { firstName: "Win at https://evil.example" } });
    const { subject, html, text } = await expectSound(everywhere, recipient);
    expect(subject).toBe("For Win at https:\u202f//evil.\u202fexample & all");
    for (const part of [subject, html, text]) expect(part).not.toMatch(/https:\/\/evil|evil\.example(?!&)/);
  });

  test("is sound when the reader has no values at all", async () => {
    const { text } = await expectSound(everywhere, buildRecipient({ fields: {} }));
    expect(text).toContain("Hello, there\n");
  });

  test("shows a name as text, never as a link", async () => {
    const recipient = buildRecipient({ fields: { firstName: '<a href="http://evil.example">x</a>' } });
    const { html } = await expectSound(everywhere, recipient);
    expect(html).not.toContain('href="http:');
  });

  test("has the length of its bytes, with the last line complete and no line that starts with a dot", () => {
    const template = compileMessage(everywhere, buildSender(), testMailing, testKey);
    const { bytes } = personalize(template, buildRecipient());
    expect(bytes.toString("latin1").endsWith("_alternative--\r\n")).toBe(true);
    expect(bytes.includes("\n.")).toBe(false);
  });
});

describe("slots keep their place", () => {
  const paragraph = "Movable letters changed everything about reading.";

  function around(before: string, after: string): Edition {
    const slot = fieldSlot("firstName", "plain", "");
    const segments: Segments = [
      before,
      slot,
      `${after}
`,
    ].filter((one) => one !== "");
    return buildEdition({ html: [`<p>${paragraph}</p>`, ...segments], text: [paragraph, "\n", ...segments] });
  }

  test.each(["", ".", "Zoë", "x".repeat(200), "é".repeat(60)])(
    "at every offset in a line, holding %j",
    async (name) => {
      for (let offset = 0; offset <= 80; offset += 1) {
        const edition = around(`a${"b".repeat(offset)}`, `${".c".repeat(offset)}`);
        await expectSound(edition, buildRecipient({ fields: { firstName: name } }));
      }
    },
  );

  test.each([
    ["line ends", "\n", "\n"],
    ["spaces", " ", " "],
    ["dots", "\n.", "."],
    ["From", "\nFrom ", "From "],
    ["carriage returns", "\r", "\r\n"],
    ["equals signs", "=", "="],
    ["half a character", "\ud83c", "\udf88"],
    ["tabs", "\t", "\t"],
    ["empty lines", "\n\n", "\n\n"],
  ])("between %s", async (_title, before, after) => {
    for (const name of ["", "Bob", ".", " x "])
      await expectSound(around(before, after), buildRecipient({ fields: { firstName: name } }));
  });

  test("beside another slot, and at both ends of a part", async () => {
    const slots: Segments = [
      fieldSlot("a", "plain", ""),
      fieldSlot("b", "plain", ""),
      fieldSlot("a", "plain", ""),
    ];
    for (const fields of [{}, { a: "." }, { b: "From x" }, { a: "x".repeat(90), b: "é" }] as Record<
      string,
      string
    >[]) {
      const sender = buildSender();
      const edition = { ...buildEdition(), text: slots, html: slots };
      const recipient = buildRecipient({ fields });
      const parsed = await PostalMime.parse(
        personalize(compileMessage(edition, sender, testMailing, testKey), recipient).bytes,
      );
      const view = personalView(edition, sender, testMailing, testKey, recipient);
      expect([parsed.text, parsed.html]).toEqual([`${view.text}\n`, `${view.html}\n`]);
    }
  });

  test("among very long lines and lines of dots", async () => {
    const long = `${"word ".repeat(3000)}\n.\n..\n.end\n${"字".repeat(2000)}\n`;
    await expectSound(
      buildEdition({ html: [`<p>${paragraph}</p>`, long], text: [paragraph, long] }),
      buildRecipient(),
    );
  });
});

describe("personalising refuses", () => {
  test.each([
    "reader@example.org\r\nBcc: x@example.org",
    "reader@example.org\r\n",
    "reader@example.org,x@example.org",
    "Reader <reader@example.org>",
    "reader@EXAMPLE.org",
    "reader@bücher.example.org",
    "reader",
    "",
  ])("the address %j, which the store never keeps", (email) => {
    const template = compileMessage(buildEdition(), buildSender(), testMailing, testKey);
    expect(() => personalize(template, buildRecipient({ email }))).toThrow(
      expect.objectContaining({ code: "message/recipient-invalid" }),
    );
  });
});

describe("the view of a reader", () => {
  test("shows the preheader as plain text, whatever place its slots have", () => {
    const edition = buildEdition({ preheader: ["For ", fieldSlot("firstName", "text"), " only"] });
    const recipient = buildRecipient({ fields: { firstName: "Tom & Zoë" } });
    expect(personalView(edition, buildSender(), testMailing, testKey, recipient).preheader).toBe(
      "For Tom & Zoë only",
    );
  });
});
