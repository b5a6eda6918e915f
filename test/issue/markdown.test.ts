import { describe, expect, test } from "@jest/globals";
import { readMarkdown } from "../support/issue-text.ts";
import { code, emphasis, field, link, paragraph, proseOf, says, strong, text } from "./prose.ts";

describe("Markdown becomes prose", () => {
  test.each([
    ["a paragraph", "Hello", [says("Hello")]],
    ["two paragraphs", "One\n\nTwo", [says("One"), says("Two")]],
    ["a paragraph over two lines", "One\ntwo", [says("One two")]],
    ["a hard break with a backslash", "One\\\ntwo", [paragraph(text("One"), { type: "break" }, text("two"))]],
    ["a hard break with two spaces", "One  \ntwo", [paragraph(text("One"), { type: "break" }, text("two"))]],
    ["strong words", "a **b** c", [paragraph(text("a "), strong(text("b")), text(" c"))]],
    [
      "emphasised words",
      "a *b* _c_",
      [paragraph(text("a "), emphasis(text("b")), text(" "), emphasis(text("c")))],
    ],
    ["both at once", "***a***", [paragraph(emphasis(strong(text("a"))))]],
    ["struck words", "a ~~b~~", [paragraph(text("a "), { type: "strike", children: [text("b")] })]],
    ["snake_case", "a snake_case_word", [says("a snake_case_word")]],
    ["a price in stars", "2 * 3 * 4", [says("2 * 3 * 4")]],
    ["escapes", "\\*a\\* \\_b\\_ \\# \\[c\\]", [says("*a* _b_ # [c]")]],
    ["references to characters", "&amp; &copy; &#8364;", [says("& © €")]],
    ["square brackets", "He said [sic] so", [says("He said [sic] so")]],
    ["angle brackets with an escape", "a \\<b> c", [says("a <b> c")]],
    ["a rule", "a\n\n---\n\nb", [says("a"), { type: "rule" }, says("b")]],
    ["a quote", "> a\n> b", [{ type: "quote", children: [says("a b")] }]],
    [
      "a quote in a quote",
      "> a\n> > b",
      [{ type: "quote", children: [says("a"), { type: "quote", children: [says("b")] }] }],
    ],
    ["a list", "- a\n- b", [{ type: "list", items: [[says("a")], [says("b")]] }]],
    ["a numbered list", "1. a\n2. b", [{ type: "list", start: 1, items: [[says("a")], [says("b")]] }]],
    [
      "a list that starts at 3",
      "3. a\n4. b",
      [{ type: "list", start: 3, items: [[says("a")], [says("b")]] }],
    ],
    ["a list that starts at 0", "0. a", [{ type: "list", start: 0, items: [[says("a")]] }]],
    [
      "a list in a list",
      "- a\n  1. b",
      [{ type: "list", items: [[says("a"), { type: "list", start: 1, items: [[says("b")]] }]] }],
    ],
    [
      "a list with paragraphs",
      "- a\n\n  b\n- c",
      [{ type: "list", loose: true, items: [[says("a"), says("b")], [says("c")]] }],
    ],
    ["a quote in a list", "- > a", [{ type: "list", items: [[{ type: "quote", children: [says("a")] }]] }]],
    [
      "a table",
      "| a | b |\n|---|--:|\n| *c* | d \\| `e\\|f` |\n| g |",
      [
        {
          type: "table",
          columns: [{ title: [text("a")] }, { title: [text("b")], align: "right" }],
          rows: [
            [[emphasis(text("c"))], [text("d | "), code("e|f")]],
            [[text("g")], []],
          ],
        },
      ],
    ],
    [
      "a table with merge fields and their bars",
      "| {{firstName|x}} |\n|:-:|\n| {{firstName\\|y}} `{{a|b}}` |",
      [
        {
          type: "table",
          columns: [{ title: [field("firstName", "x")], align: "center" }],
          rows: [[[field("firstName", "y"), text(" "), code("{{a|b}}")]]],
        },
      ],
    ],
    [
      "a new line in a cell",
      "| a<br>b |\n|---|",
      [{ type: "table", columns: [{ title: [text("a"), { type: "break" }, text("b")] }], rows: [] }],
    ],
    [
      "strong words that end in a full-width stop",
      "**太字。**と",
      [paragraph(strong(text("太字。")), text("と"))],
    ],
    [
      "strong words in corner brackets",
      "これは**「重要」**です",
      [paragraph(text("これは"), strong(text("「重要」")), text("です"))],
    ],
    ["Japanese over two lines", "日本\n語", [says("日本語")]],
    ["Korean over two lines", "한국어\n문장", [says("한국어 문장")]],
    [
      "emphasis inside a word",
      "un*frigging*believable",
      [paragraph(text("un"), emphasis(text("frigging")), text("believable"))],
    ],
    [
      "quotes and code in a list",
      "- > a\n\n  ```\n  b\n  ```",
      [{ type: "list", loose: true, items: [[{ type: "quote", children: [says("a")] }, code("b")]] }],
    ],
    ["emoji that are joined", "👩‍👩‍👧‍👦 &#x1F600; &nbsp;", [says("👩‍👩‍👧‍👦 😀 \u00a0")]],
    ["a code span", "a `b` c", [paragraph(text("a "), code("b"), text(" c"))]],
    ["a code span with a backtick", "`` a`b ``", [paragraph(code("a`b"))]],
    ["a fenced block", "```\na\n  b\n```", [code("a\n  b")]],
    ["a fenced block in a language", "```js\na\n```", [{ ...code("a"), language: "js" }]],
    ["a fence that is never closed", "```\na\n\nb", [code("a\n\nb")]],
    ["an indented block", "a\n\n    b\n      c", [says("a"), code("b\n  c")]],
    ["a comment", "a\n\n<!-- b -->\n\nc", [says("a"), says("c")]],
    ["a comment in a line", "a<!-- b --> c", [paragraph(text("a"), text(" c"))]],
    ["two comments in a row", "a\n\n<!-- b\nc --> <!-- d -->", [says("a")]],
  ])("%s", (_, markdown, prose) => {
    expect(proseOf(markdown)).toEqual(prose);
  });

  test.each([2, 3, 4, 5, 6])("a heading of level %d", (depth) => {
    expect(proseOf(`${"#".repeat(depth)} A *b*`)).toEqual([
      { type: "heading", depth, children: [text("A "), emphasis(text("b"))] },
    ]);
  });

  test("a heading that is underlined", () => {
    expect(proseOf("A\n---")).toEqual([{ type: "heading", depth: 2, children: [text("A")] }]);
  });
});

describe("links in Markdown", () => {
  test.each([
    [
      "in brackets",
      "[a **b**](https://example.org/x)",
      [paragraph(link(["https://example.org/x"], text("a "), strong(text("b"))))],
    ],
    [
      "in angle brackets",
      "<https://example.org/x>",
      [paragraph(link(["https://example.org/x"], text("https://example.org/x")))],
    ],
    [
      "with a target in angle brackets",
      "[a](<https://example.org/x>)",
      [paragraph(link(["https://example.org/x"], text("a")))],
    ],
    [
      "with brackets in the target",
      "[a](https://example.org/x_(y))",
      [paragraph(link(["https://example.org/x_(y)"], text("a")))],
    ],
    [
      "with an ampersand",
      "[a](https://example.org/?x=1&y=2)",
      [paragraph(link(["https://example.org/?x=1&y=2"], text("a")))],
    ],
    [
      "named elsewhere",
      "[a][x]\n\n[x]: https://example.org/x",
      [paragraph(link(["https://example.org/x"], text("a")))],
    ],
    [
      "named by their text",
      "[A b]\n\n[a B]: https://example.org/x",
      [paragraph(link(["https://example.org/x"], text("A b")))],
    ],
    [
      "named by their text with empty brackets",
      "[a][]\n\n[a]: https://example.org/x",
      [paragraph(link(["https://example.org/x"], text("a")))],
    ],
    [
      "named once and used twice",
      "[a][x] [b][x]\n\n[x]: https://example.org/x",
      [
        paragraph(
          link(["https://example.org/x"], text("a")),
          text(" "),
          link(["https://example.org/x"], text("b")),
        ),
      ],
    ],
  ])("%s", (_, markdown, prose) => {
    expect(proseOf(markdown)).toEqual(prose);
  });
});

describe("what prose cannot hold", () => {
  test.each([
    ["a heading of level 1", "a\n\n# b", ["8:7 issue/heading-level"]],
    ["a heading of level 1 in a quote", "> # b", ["6:9 issue/heading-level"]],
    ["an underlined heading of level 1", "a\n=", ["6:7 issue/heading-level"]],
    ["HTML in a line", "a <b>b</b>", ["6:9 issue/html-in-prose", "6:13 issue/html-in-prose"]],
    ["a block of HTML", "<div>\nb\n</div>", ["6:7 issue/html-in-prose"]],
    ["HTML between two comments", "<!-- a --> <script>b</script> <!-- c -->", ["6:7 issue/html-in-prose"]],
    ["words behind a comment", "<!-- a --> b", ["6:7 issue/html-in-prose"]],
    ["a picture", "a ![b](c.png)", ["6:9 issue/image-in-prose"]],
    ["a picture named elsewhere", "![b][c]\n\n[c]: https://example.org/c.png", ["6:7 issue/image-in-prose"]],
    [
      "a picture in a link",
      "[![b](c.png)](https://example.org/)",
      ["6:7 issue/link-no-text", "6:8 issue/image-in-prose"],
    ],
    ["a row with more cells than the head", "| a |\n|---|\n| b | c |", ["8:7 issue/table-row"]],
    ["a link in a link", "[<https://example.org/a>](https://example.org/b)", ["6:8 issue/link-in-link"]],
    ["a link whose words nobody sees", "[&nbsp;&shy;](https://example.org/)", ["6:7 issue/link-no-text"]],
    ["a footnote that would be lost", "a[^1]\n\n[^1]: b", ["6:8 issue/footnote", "8:7 issue/footnote"]],
    ["a link without text", "[](https://example.org/)", ["6:7 issue/link-no-text"]],
    ["a link's title", 'a [b](https://example.org/ "c")', ["6:9 issue/link-title"]],
    ["a named link's title", 'a [b]\n\n[b]: https://example.org/ "c"', ["8:7 issue/link-title"]],
    ["a link that nobody names", "a\n\n[b]: https://example.org/", ["8:7 issue/unused-link"]],
    [
      "two links of one name",
      "[a]\n\n[a]: https://example.org/1\n[A]: https://example.org/2",
      ["9:7 issue/same-link"],
    ],
    ["a note behind a fence", "```js title=a\nb\n```", ["6:7 issue/code-note"]],
    ["a character nobody sees", "a\n\n&#x202E;b", ["8:7 issue/invisible"]],
    ["a stand-in written as a reference", "{{city}} &#xFDD0;&#xFDD1;", ["6:7 issue/invisible"]],
    ["nothing but a comment", "<!-- a -->", ["5:13 issue/nothing-said"]],
  ])("%s is a problem at its place", (_, markdown, codes) => {
    const read = readMarkdown(markdown);
    expect(read.codes).toEqual(codes);
    expect(read.issue).toBeUndefined();
  });

  test.each([
    ["[a][b]", "6:10", "b"],
    ["[**a**][b]", "6:14", "b"],
    ["one\ntwo [a][b]", "7:14", "b"],
    ["[a][]", "6:10", "…"],
    ["{{city}} [a][{{city}}]", "6:19", "{{city}}"],
  ])("a link whose name is nowhere is a warning: %j", (markdown, place, name) => {
    const { issue, problems, sentences } = readMarkdown(markdown);
    expect(issue).toBeDefined();
    expect(problems.map((one) => one.severity)).toEqual(["warning"]);
    expect(sentences).toEqual([
      `issues/a.yaml:${place} readers see the brackets, because there is no line "[${name}]: https://…". ` +
        "Add the line, or write \\[ for the character itself. [issue/no-definition]",
    ]);
  });

  test("escaped brackets are no link whose name is nowhere", () => {
    expect(readMarkdown("\\[a\\]\\[b\\] \\[a\\][b] and `c[0][1]`").sentences).toEqual([]);
    expect(readMarkdown("Unsafe[Mutable][Raw]Pointer, Unsafe[Mutable][Raw][Buffer]").sentences).toEqual([]);
  });

  test.each([
    ["<b>", "**words**"],
    ["<blockquote>", ">"],
    ["<img src=x>", '"image" key'],
    ["x</li>", '"- "'],
    ["<div>", "Use Markdown"],
  ])("%s comes with the Markdown that says the same", (html, remedy) => {
    expect(readMarkdown(html).problems[0]?.remedy).toContain(remedy);
  });

  test("HTML is named as the editor wrote it, merge fields and all", () => {
    const [finding] = readMarkdown("<a href={{city}}>").problems;
    expect(finding?.message).toBe("HTML (<a href={{city}}>) cannot stand in Markdown.");
  });
});

describe("the place of a finding", () => {
  test.each([
    ["in the first line", "a {{x}}", "6:9"],
    ["in a later line", "a\nb {{x}}", "7:9"],
    ["behind empty lines", "a\n\n\n\nb {{x}}", "10:9"],
    ["in a list in a list", "- a\n  - b {{x}}", "7:13"],
    ["in a quote", "> a\n> b {{x}}", "7:11"],
    ["in a heading", "## a {{x}}", "6:12"],
    ["behind a code block", "```\n{{x}}\n```\n\nb {{x}}", "10:9"],
    ["behind an escape", "\\*\\* \\{{ {{x}}", "6:16"],
    ["behind another field", "{{city}} {{x}}", "6:16"],
    ["behind an emoji", "😀 {{x}}", "6:10"],
    ["behind a tab", "a\t{{x}}", "6:9"],
  ])("%s is its place in the file", (_, markdown, place) => {
    expect(readMarkdown(markdown).codes).toEqual([`${place} issue/unknown-field`]);
  });

  test("is kept by every part of the prose", () => {
    const { prose } = readMarkdown("a\n\n## b\n\n- c\n\n> d\n\n```\ne\n```\n\n---");
    expect(prose.map(({ type, at }) => `${type} ${at.line}:${at.column}`)).toEqual([
      "paragraph 6:7",
      "heading 8:7",
      "list 10:7",
      "quote 12:7",
      "code 14:7",
      "rule 18:7",
    ]);
  });
});
