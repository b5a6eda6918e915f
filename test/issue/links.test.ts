import { describe, expect, test } from "@jest/globals";
import { linkOf } from "../../src/model/parts.ts";
import { readBlocks, readMarkdown } from "../support/issue-text.ts";

function codesOf(url: string): readonly string[] {
  return readBlocks(`  - sponsor:\n      name: Acme\n      url: ${JSON.stringify(url)}\n      body: B`).codes;
}

describe("a link", () => {
  test.each([
    "https://example.org",
    "https://example.org/a/b?c=d&e=f#g",
    "HTTPS://Example.org/",
    "https://example.org:8443/",
    "https://bücher.example.org/ü",
    "https://example.org/a%20b",
    "  https://example.org/  ",
    "https://example.org/{{city}}",
    "https://example.org/?c={{city}}&n={{firstName|dear reader}}",
    "https://example.org?n={{firstName|x}}",
    "https://example.org#{{city}}",
    "https://example.org/__main__.html",
    "https://example.org/**a**/b",
  ])("may lead to %s", (url) => {
    expect(codesOf(url)).toEqual([]);
  });

  test.each([
    ["", "link-empty"],
    ["   ", "link-empty"],
    ["/about", "link-relative"],
    ["example.org", "link-relative"],
    ["//example.org/", "link-relative"],
    ["#top", "link-relative"],
    ["http://example.org/", "link-http"],
    ["javascript:alert(1)", "link-scheme"],
    ["JavaScript:alert(1)", "link-scheme"],
    ["data:text/html,x", "link-scheme"],
    ["vbscript:x", "link-scheme"],
    ["file:///etc/passwd", "link-scheme"],
    ["ftp://example.org/", "link-scheme"],
    ["cid:picture", "link-scheme"],
    ["java\nscript:alert(1)", "link-relative"],
    ["https:example.org", "link-form"],
    ["https:/example.org", "link-form"],
    ["https://", "link-form"],
    ["https:///example.org", "link-form"],
    ["https://exa mple.org/", "link-form"],
    ["https://example.org/a b", "link-form"],
    ['https://example.org/"x', "link-form"],
    ["https://example.org/<x>", "link-form"],
    ["https://example.org\\x", "link-form"],
    ["https://example.org:99999/", "link-form"],
    ["{{firstName|https://example.org/}}", "link-field"],
    ["{{firstName|x}}/a", "link-field"],
    ["https://{{firstName|www}}.example.org/", "link-field"],
    ["https://example.org{{city}}", "link-field"],
    ["https://example.org:{{city}}/", "link-field"],
    ["{{firstName|}}", "link-field"],
    ["http://example.org/{{city}}", "link-http"],
  ])("may not lead to %j", (url, code) => {
    expect(codesOf(url)).toEqual([`7:13 issue/${code}`]);
  });

  test.each(["{{nobody|x}}", "https://example.org/{{nobody|x}}"])(
    "tells of an unknown field in %s",
    (url) => {
      expect(codesOf(url).join()).toContain("issue/unknown-field");
    },
  );

  test("to a site without encryption is a warning, and the issue can be sent", () => {
    const { issue, problems } = readMarkdown("[a](http://example.org/)");
    expect(issue).toBeDefined();
    expect(problems.map(({ severity, remedy }) => [severity, remedy])).toEqual([
      ["warning", "Use https://; most sites answer there."],
    ]);
  });

  test("loses the white space around it", () => {
    const [block] = readBlocks(
      '  - sponsor: {name: Acme, url: " https://example.org/{{city}} ", body: B}',
    ).blocks;
    expect(block && linkOf(block.parts, "url")?.parts).toEqual([
      "https://example.org/",
      expect.objectContaining({ name: "city" }),
    ]);
  });

  test.each([
    ["[a](javascript:alert(1))", "6:7 issue/link-scheme"],
    ["x [a](/about)", "6:9 issue/link-relative"],
    ["x\n<http://example.org/>", "7:7 issue/link-http"],
    ["<ftp://example.org>", "6:7 issue/link-scheme"],
    ["[a]()", "6:7 issue/link-empty"],
    ["[a][b]\n\n[b]: /about", "6:7 issue/link-relative"],
    ["[a](&#106;avascript:alert(1))", "6:7 issue/link-scheme"],
    ["[a](https://{{city}}.example.org/)", "6:7 issue/link-field"],
  ])("in Markdown is checked too: %j", (markdown, code) => {
    expect(readMarkdown(markdown).codes).toEqual([code]);
  });
});

test.each([
  ["[here](https://example.org/a)", "https://example.org/a"],
  ["<https://example.org/a>", "https://example.org/a"],
])("of %s only the address is asked for", (written, url) => {
  const { sentences } = readBlocks(`  - button:\n      title: Go\n      url: ${JSON.stringify(written)}`);
  expect(sentences).toEqual([
    expect.stringContaining(`Write the address alone: ${url}. [issue/link-relative]`),
  ]);
});

test("an address that was copied from HTML is a warning", () => {
  expect(codesOf("https://example.org/?a=1&amp;b=2")).toEqual(["7:37 issue/entity-in-line"]);
  expect(codesOf("https://example.org/?a=*%7CEMAIL%7C*&b=%FNAME%")).toEqual(["7:52 issue/foreign-field"]);
});
