import { describe, expect, test } from "@jest/globals";
import { field, letter, line, link, paragraph, poll } from "../support/issue-builder.ts";
import { editionFrom, findingsOf, htmlOf, textOf } from "../support/rendered.ts";
import { weeklyWith } from "../support/template-builder.ts";

describe("a slot", () => {
  test("is escaped for where it lands: text, attribute, URL or plain", async () => {
    const first = field("firstName", "reader");
    const edition = await editionFrom({
      subject: line("For ", first),
      blocks: [
        letter(
          paragraph(
            "Hello ",
            first,
            ", ",
            link(line("https://example.org/?n=", first, "&copy=1"), "this way"),
          ),
        ),
        poll(),
      ],
    });
    const html = htmlOf(edition);
    expect(edition.subject).toEqual([
      "For ",
      { value: { kind: "field", name: "firstName", fallback: "reader" }, place: "plain" },
    ]);
    expect(html).toContain("<title>For [text:firstName]</title>");
    expect(html).toContain('aria-label="For [attribute:firstName]"');
    expect(html).toContain("Hello [text:firstName], ");
    expect(html).toContain('href="https://example.org/?n=[url:firstName]&amp;copy=1"');
    expect(html).toContain('href="[attribute:musk]"');
    expect(html).toContain('href="[attribute:unsubscribe]"');
    expect(textOf(edition)).toContain("Hello [plain:firstName], this way [1]");
    expect(textOf(edition)).toContain("[1] https://example.org/?n=[url:firstName]&copy=1");
    expect(textOf(edition)).toContain("Vote: [plain:altman]");
  });

  test("in the plain text is part of a URL only behind the host, in the same word", async () => {
    const first = field("firstName");
    const said = [
      ["see https://example.org/ ", first, " now"],
      ["see https://", first, ".example.org"],
      ["see https://example.org/a/", first, "/b?c=", first, " and ", first],
      ["see example.org/", first],
    ].map((parts) => paragraph(...parts.map((part) => (part === first ? first : String(part)))));
    const text = textOf(await editionFrom({ blocks: [letter(...said)] }));
    expect(text).toContain("see https://example.org/ [plain:firstName] now");
    expect(text).toContain("see https://[plain:firstName].example.org");
    expect(text).toContain(
      "see https://example.org/a/[url:firstName]/b?c=[url:firstName] and [plain:firstName]",
    );
    expect(text).toContain("see example.org/[plain:firstName]");
  });

  test("is never taken for a word of the issue that looks like a token", async () => {
    const edition = await editionFrom({ blocks: [letter(paragraph("zz0qR0Rzz ", field("firstName")))] });
    expect(htmlOf(edition)).toContain("zz0qR0Rzz [text:firstName]");
  });

  test("may not begin a link, whose host would be the reader's choice", async () => {
    const findings = await findingsOf({
      blocks: [letter(paragraph(link(line("https://", field("site", "x"), "/a"), "there")))],
    });
    expect(findings[0]).toMatch(
      /^issues\/2025-02-14-test\.yaml:10:1 the merge field \{\{site\}\} stands in the scheme or the host/,
    );
  });

  test("of the template shows a field of the reader and names it to the caller", async () => {
    const weekly = await weeklyWith({
      letter: (text) => text.replace("{{body}}", "{{body}}<p>For {{subscriber.city}}</p>"),
    });
    const template = { ...weekly, fields: ["city"] };
    expect(htmlOf(await editionFrom({}, template))).toContain("<p>For [text:city]</p>");
  });
});
