import { describe, expect, test } from "@jest/globals";
import { scanHtml } from "../../src/base/scan-html.ts";
import { fillSegments } from "../../src/model/edition.ts";
import { renderIssue } from "../../src/render/render-issue.ts";
import {
  brief,
  briefs,
  feature,
  type GivenIssue,
  heading,
  image,
  imageFile,
  issue,
  letter,
  line,
  link,
  option,
  paragraph,
  poll,
  prose,
  sender,
  sponsor,
} from "../support/issue-builder.ts";
import { editionFrom, findingsOf, htmlOf, textOf } from "../support/rendered.ts";
import { richIssue } from "../support/rich-issue.ts";
import { weeklyWith } from "../support/template-builder.ts";

const kings = imageFile({ src: "images/two-kings.png" });

describe("an issue", () => {
  test("renders without a finding, and its sizes add up to its HTML", async () => {
    const template = await weeklyWith();
    const { edition, problems, sizes } = await renderIssue({
      issue: richIssue(),
      template,
      images: [kings],
      sender: sender(),
    });
    expect(problems).toEqual([]);
    expect(sizes.map(({ kind }) => kind)).toEqual([
      ...["letter", "feature", "poll", "briefs", "sponsor", "signoff"],
      "frame",
    ]);
    const total = sizes.reduce((sum, { bytes }) => sum + bytes, 0);
    const html = fillSegments(edition?.html ?? [], () => "x".repeat(11));
    expect(Math.abs(total - Buffer.byteLength(html))).toBeLessThan(400);
  });

  test("tells where in its HTML each block stands, slots counted as nothing", async () => {
    const { edition, extents } = await renderIssue({
      issue: richIssue(),
      template: await weeklyWith(),
      images: [kings],
      sender: sender(),
    });
    const html = fillSegments(edition?.html ?? [], () => "");
    const parts = extents.map(({ start, end }) => html.slice(start, end));
    expect(extents.map(({ kind }) => kind)).toEqual([
      "letter",
      "feature",
      "poll",
      "briefs",
      "sponsor",
      "signoff",
    ]);
    expect(extents.map(({ at }) => at)).toEqual(richIssue().blocks.map(({ at }) => at));
    expect(parts[0]).toContain("Hello ");
    expect(parts[2]).toMatch(/<a\s+href=""/);
    // One follows the other, and the frame is around them.
    for (const [index, { start, end }] of extents.entries()) {
      expect(start).toBeGreaterThanOrEqual(extents[index - 1]?.end ?? 1);
      expect(end).toBeGreaterThan(start);
    }
    const { start } = extents[0] ?? { start: 0 };
    const { end } = extents.at(-1) ?? { end: 0 };
    expect(html.slice(0, start)).toContain("<body");
    expect(html.slice(end)).toContain("Unsubscribe");
  });

  test("rendered twice gives the same bytes", async () => {
    const first = await editionFrom(richIssue());
    const second = await editionFrom(richIssue());
    expect(second.digest).toBe(first.digest);
  });

  test("as full as the sample stays under 60 KB of HTML and 16 KB of CSS", async () => {
    const html = htmlOf(await editionFrom(richIssue()));
    const css = [...html.matchAll(/<style[^>]*>(.*?)<\/style>/gs)].map((match) => match[1]).join("");
    expect(Buffer.byteLength(html)).toBeLessThan(60_000);
    expect(Buffer.byteLength(css)).toBeLessThan(16_000);
  });

  test("sets headings in an item no larger than its text, so that the title stays above them", async () => {
    const body = prose([heading("Below the title"), "Words."]);
    const html = htmlOf(await editionFrom({ blocks: [feature({ body }), briefs(brief("Watch", { body }))] }));
    const sizes = [...html.matchAll(/<h\d style="[^"]*font-size:(\d+)px[^"]*">([^<]*)/g)];
    expect(sizes.slice(1).map(([, size, words]) => [words, size])).toEqual([
      ["Below the title", "24"],
      ["This week in tech", "32"],
      ["Watch", "20"],
      ["Below the title", "17"],
    ]);
  });

  test("right to left turns every section, text and table round", async () => {
    const html = htmlOf(await editionFrom(richIssue({ language: "ar", direction: "rtl" })));
    expect(html).toContain('<html lang="ar" dir="rtl"');
    expect(html).not.toContain("direction:ltr");
    expect(html).not.toMatch(/align="left" class="ink/);
    expect(html).toContain('align="right" class="ink');
    expect(html).toContain("14 فبراير 2025");
  });

  test("without a number, a picture, a link or a title still renders", async () => {
    const { number: _, ...rest } = issue({
      blocks: [feature(), poll({ options: [option("musk", "Team Musk")] }), sponsor()],
    });
    const template = await weeklyWith();
    const { problems } = await renderIssue({ issue: rest, template, images: [], sender: sender() });
    expect(problems).toEqual([]);
  });
});

describe("what an editor wrote", () => {
  const hostile = [
    '"><mj-raw><script>alert(1)</script></mj-raw>',
    "{{constructor}} {{> feature}} {{{links.unsubscribe}}}",
    "<!-- --> <!--[if mso]> <![endif]-->",
    "</mj-text></mj-column></mj-section>",
    "&copy; &amp; 'single' \"double\" = `back`",
    "[object] undefined NaN",
  ];
  test.each(hostile)("shows as text wherever it stands: %s", async (words) => {
    const edition = await editionFrom(saying(words));
    expect(structureOf(htmlOf(edition))).toEqual(structureOf(htmlOf(await editionFrom(saying("harmless")))));
    expect(htmlOf(edition)).not.toContain("{{");
    expect(edition.subject).toEqual([words]);
    expect(textOf(edition)).toContain(words);
  });

  test.each([
    "javascript:alert(1)",
    "data:text/html,x",
    "/relative",
    "https://",
    "ftp://example.org/",
    "http:///example.org/",
    "mailto:ada",
    "tel:ada",
    "https://a b",
  ])("is no link when it is %s", async (url) => {
    const [finding] = await findingsOf({ blocks: [sponsor({ url: line(url) })] });
    expect(finding).toContain("[render/link-dead]");
  });

  test.each(["http://example.org/", "mailto:ada@example.org?subject=Hello%20you", "tel:+44-20-7946-0018"])(
    "may lead to %s",
    async (url) => {
      const edition = await editionFrom({ blocks: [sponsor({ url: line(url) })] });
      expect(htmlOf(edition)).toContain(`href="${url}"`);
    },
  );

  test("keeps `&copy=` in a link", async () => {
    const edition = await editionFrom({
      blocks: [letter(paragraph(link("https://example.org/?a=1&copy=2", "x")))],
    });
    expect(htmlOf(edition)).toContain('href="https://example.org/?a=1&amp;copy=2"');
    expect(textOf(edition)).toContain("[1] https://example.org/?a=1&copy=2");
  });

  test("finds the words of a quote that is wrapped in the plain text, marks and all", async () => {
    const words =
      "Nobody reads a long quote, but a long one is quoted all the same, and it has to be found again.";
    const quote = { type: "quote" as const, children: prose([words, words]), at: issue().at };
    const text = textOf(await editionFrom({ blocks: [letter(quote)] }));
    expect(text).toContain(
      "> Nobody reads a long quote, but a long one is quoted all the same, and it\n> has to be",
    );
    expect(text).toContain("again.\n>\n> Nobody");
  });

  test("keeps the indentation of code", async () => {
    const code = { type: "code" as const, value: "if (a) {\n    b();\n}", at: issue().at };
    const edition = await editionFrom({ blocks: [letter(code)] });
    expect(htmlOf(edition)).toContain("if (a) &#123;&#10;    b();&#10;&#125;</pre>");
    expect(textOf(edition)).toContain("    if (a) {\n        b();\n    }");
  });
});

describe("a picture", () => {
  test("travels with the message under a name made from its content", async () => {
    const edition = await editionFrom({
      blocks: [feature({ image: image() }), sponsor({ image: image({ alt: "" }) })],
    });
    expect(edition.attachments).toHaveLength(1);
    const [attachment] = edition.attachments;
    expect(attachment?.cid).toMatch(/^[0-9a-f]{16}@images$/);
    expect(attachment?.filename).toBe("picture.png");
    expect(htmlOf(edition)).toContain(`src="cid:${attachment?.cid}"`);
    expect(htmlOf(edition)).toContain('alt=""');
  });

  test("is never set wider than it is", async () => {
    const template = await weeklyWith();
    const small = imageFile({ width: 90, height: 90 });
    const { edition } = await renderIssue({
      issue: issue({ blocks: [feature({ image: image() })] }),
      template,
      images: [small],
      sender: sender(),
    });
    expect(fillSegments(edition?.html ?? [], () => "")).toContain('width="90"');
  });

  test("that was not read is a Problem at its place", async () => {
    const findings = await findingsOf({ blocks: [feature({ image: image({ src: "images/gone.png" }) })] });
    expect(findings[0]).toMatch(/:22:1 the picture "images\/gone\.png" was not read\./);
  });
});

function saying(words: string): GivenIssue {
  return {
    subject: line(words),
    preheader: line(words),
    blocks: [
      letter(words),
      feature({ title: line(words), image: image({ alt: words, credit: words }) }),
      poll({ question: line(words) }),
      briefs(brief(words, { source: line(words) })),
      sponsor({ name: line(words) }),
    ],
  };
}

/** The tags, comments and names of attributes of some HTML, in order, without what they say. */
function structureOf(html: string): readonly string[] {
  return scanHtml(html).flatMap((piece) => {
    if (piece.kind === "text") return [];
    if (piece.kind !== "tag") return [piece.kind];
    return [`${piece.closing ? "/" : ""}${piece.name} ${piece.attributes.map(({ name }) => name).join(" ")}`];
  });
}
