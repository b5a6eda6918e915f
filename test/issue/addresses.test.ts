import { describe, expect, test } from "@jest/globals";
import { readMarkdown, withoutPlaces } from "../support/issue-text.ts";

const text = (value: string) => ({ type: "text", value });
const link = (url: string, words = url) => ({ type: "link", url: { parts: [url] }, children: [text(words)] });

/** What stands in the one paragraph of a text that has no Problem. */
function inlinesOf(markdown: string): unknown {
  const { prose, sentences } = readMarkdown(markdown);
  expect(sentences).toEqual([]);
  const [first, second] = prose;
  expect(second).toBeUndefined();
  return first?.type === "paragraph" ? withoutPlaces(first.children) : undefined;
}

describe("an address without brackets", () => {
  test.each([
    ["in a sentence", "See https://example.org/x.", [text("See "), link("https://example.org/x"), text(".")]],
    [
      "with signs that could be Markdown",
      "https://example.org/a_b_*c*d",
      [link("https://example.org/a_b_*c*d")],
    ],
    [
      "in round brackets",
      "(https://example.org/x_(y))",
      [text("("), link("https://example.org/x_(y)"), text(")")],
    ],
    [
      "in square brackets",
      "[see https://example.org/x]",
      [text("[see "), link("https://example.org/x"), text("]")],
    ],
    [
      "in quotes",
      "“https://example.org/x”, he said",
      [text("“"), link("https://example.org/x"), text("”"), text(", he said")],
    ],
    [
      "before a full-width stop",
      "请访问https://example.org/x。谢谢",
      [text("请访问"), link("https://example.org/x"), text("。谢谢")],
    ],
    [
      "before curly brackets",
      "GET https://example.org/users/{id}",
      [text("GET "), link("https://example.org/users/"), text("{id}")],
    ],
    [
      "of a mailbox",
      "Write to ada@example.org!",
      [text("Write to "), link("mailto:ada@example.org", "ada@example.org"), text("!")],
    ],
    [
      "of a mailbox in angle brackets",
      "<ada@example.org>",
      [link("mailto:ada@example.org", "ada@example.org")],
    ],
    ["in code stays code", "`https://example.org/`", [{ type: "code", value: "https://example.org/" }]],
    [
      "in the words of a link is no other link",
      "[https://example.org/x](https://example.org/y)",
      [link("https://example.org/y", "https://example.org/x")],
    ],
    ["behind a backslash stays text", "[https\\://example.org/", [text("[https://example.org/")]],
    ["of nobody stays text", "@ada and #3 at 3@4", [text("@ada and #3 at 3@4")]],
  ])("%s", (_, markdown, children) => {
    expect(inlinesOf(markdown)).toEqual(children);
  });

  test("may hold a merge field behind its site", () => {
    expect(inlinesOf("https://example.org/{{city|x}}.")).toEqual([
      {
        type: "link",
        url: { parts: ["https://example.org/", { type: "field", name: "city", fallback: "x" }] },
        children: [text("https://example.org/"), { type: "field", name: "city", fallback: "x" }],
      },
      text("."),
    ]);
  });

  test("that begins with www. is text, with a warning that says what to write", () => {
    const { prose, problems, sentences } = readMarkdown("At www.example.org/x, say.");
    expect(sentences).toEqual([
      'issues/a.yaml:6:10 "www.example.org/x" leads nowhere in some mail programs, and elsewhere to a page without encryption. Write https://www.example.org/x. [issue/link-www]',
    ]);
    expect(problems.map(({ severity }) => severity)).toEqual(["warning"]);
    expect(JSON.stringify(prose)).not.toContain('"link"');
  });
});

describe("a link to a mailbox or a telephone", () => {
  test.each([
    "mailto:ada@example.org",
    "mailto:ada@example.org?subject=Hello%20you",
    "mailto:ada@example.org?subject=A&body=One%0D%0Atwo",
    "mailto:ada+news@example.org",
    "MAILTO:ada@example.org",
    "tel:+44-20-7946-0018",
    "tel:112",
    "tel:+442079460018;ext=12",
  ])("may lead to %s", (url) => {
    expect(readMarkdown(`[a](${url})`).codes).toEqual([]);
  });

  test.each([
    ["mailto:", "link-mailto"],
    ["mailto:ada", "link-mailto"],
    ["mailto:ada@example.org,bob@example.org", "link-mailto"],
    ["mailto:ada@example.org%2Cbob@example.org", "link-mailto"],
    ["mailto:ada@example.org?bcc=bob@example.org", "link-mailto"],
    ["mailto:ada@example.org?subject=a&Cc=bob@example.org", "link-mailto"],
    ["mailto:ada@example.org?subject=a&subject=b", "link-mailto"],
    ["mailto:ada@example.org?subject=a%0D%0ABcc:%20bob@example.org", "link-mailto"],
    ["mailto:ada@example.org?subject=a%0ABcc:%20bob@example.org", "link-mailto"],
    ["mailto:ada@example.org?body=a%0Ab", "link-mailto"],
    ["mailto:ada@example.org?body=%zz", "link-mailto"],
    ["mailto:ada%0d%0aBcc:bob@example.org", "link-mailto"],
    ["mailto:?to=ada@example.org", "link-mailto"],
    ["mailto:ada@example.org?attach=/etc/passwd", "link-mailto"],
    ["mailto:{{firstName|ada}}@example.org", "link-field"],
    ["mailto:ada@example.org?subject={{firstName|x}}", "link-field"],
    ["tel:", "link-tel"],
    ["tel:call-us", "link-tel"],
    ["tel:+44{{city}}", "link-field"],
    ["sms:+442079460018", "link-scheme"],
    ["ada@example.org", "link-relative"],
  ])("may not lead to %s", (url, code) => {
    expect(readMarkdown(`[a](${url})`).codes).toEqual([`6:7 issue/${code}`]);
  });

  test("is told how to begin when it is only an address", () => {
    expect(readMarkdown("[a](ada@example.org)").sentences[0]).toContain("Start it with mailto:.");
  });
});
