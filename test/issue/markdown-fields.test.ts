import { describe, expect, test } from "@jest/globals";
import { readMarkdown } from "../support/issue-text.ts";
import { code, emphasis, field, link, paragraph, proseOf, says, strong, text } from "./prose.ts";

describe("merge fields in Markdown", () => {
  const ada = field("firstName", "Ada");

  test.each([
    ["in a line", "Hi {{firstName|Ada}}!", [paragraph(text("Hi "), ada, text("!"))]],
    ["with spaces", "{{ firstName | Ada }}", [paragraph(ada)]],
    ["twice", "{{firstName|Ada}}{{firstName|Bob}}", [paragraph(ada, field("firstName", "Bob"))]],
    ["with a declared default", "{{city}}", [paragraph(field("city", "your town"))]],
    ["with a fallback instead of the default", "{{city|Rome}}", [paragraph(field("city", "Rome"))]],
    ["with an empty fallback", "a{{firstName|}}b", [paragraph(text("a"), field("firstName", ""), text("b"))]],
    [
      "with spaces, pipes, quotes and Markdown in the fallback",
      `{{firstName|dear "a" | *b* _c_ [d](e) <f> \`g\`}}`,
      [paragraph(field("firstName", 'dear "a" | *b* _c_ [d](e) <f> `g`'))],
    ],
    [
      "with underscores in the name",
      "_a_ {{first_name|b}} _c_",
      [paragraph(emphasis(text("a")), text(" "), field("first_name", "b"), text(" "), emphasis(text("c")))],
    ],
    [
      "in strong words",
      "**Hi {{firstName|Ada}}**, *{{city}}*",
      [paragraph(strong(text("Hi "), ada), text(", "), emphasis(field("city", "your town")))],
    ],
    ["as a whole strong word", "**{{firstName|Ada}}**!", [paragraph(strong(ada), text("!"))]],
    [
      "next to emphasis on both sides",
      "*a*{{firstName|Ada}}*b*",
      [paragraph(emphasis(text("a")), ada, emphasis(text("b")))],
    ],
    [
      "next to struck words",
      "~~a~~{{firstName|Ada}}",
      [paragraph({ type: "strike", children: [text("a")] }, ada)],
    ],
    [
      "in a heading",
      "## For {{firstName|Ada}}",
      [{ type: "heading", depth: 2, children: [text("For "), ada] }],
    ],
    ["in a list", "- {{firstName|Ada}}", [{ type: "list", items: [[paragraph(ada)]] }]],
    [
      "at the start of a line that could be a list",
      "{{firstName|-}} a",
      [paragraph(field("firstName", "-"), text(" a"))],
    ],
    [
      "in a link's text",
      "[for {{firstName|Ada}}](https://example.org/)",
      [paragraph(link(["https://example.org/"], text("for "), ada))],
    ],
    [
      "in a link's target",
      "[a](https://example.org/?n={{firstName|Ada}}&c={{city}})",
      [paragraph(link(["https://example.org/?n=", ada, "&c=", field("city", "your town")], text("a")))],
    ],
    [
      "in an address in angle brackets",
      "<https://example.org/{{firstName|Ada}}>",
      [paragraph(link(["https://example.org/", ada], text("https://example.org/"), ada))],
    ],
    [
      "in a link that is named elsewhere",
      "[a][x] [b][x]\n\n[x]: https://example.org/{{firstName|Ada}}",
      [
        paragraph(
          link(["https://example.org/", ada], text("a")),
          text(" "),
          link(["https://example.org/", ada], text("b")),
        ),
      ],
    ],
  ])("%s", (_, markdown, prose) => {
    expect(proseOf(markdown)).toEqual(prose);
  });

  test("by the hundred keep their order", () => {
    const markdown = Array.from({ length: 900 }, (_, index) => `{{firstName|n${index}}}`).join("");
    const { prose } = readMarkdown(markdown);
    const [first] = prose;
    const names =
      first?.type === "paragraph"
        ? first.children.map((one) => (one.type === "field" ? one.fallback : "?"))
        : [];
    expect(names).toEqual(Array.from({ length: 900 }, (_, index) => `n${index}`));
  });

  test("by the hundred before an open pair of brackets keep their places", () => {
    const fields = Array.from({ length: 30 }, () => "{{city}}").join(" ");
    const { codes } = readMarkdown(`${fields} {{ and {{nobody}}`);
    expect(codes).toEqual(["6:277 issue/merge-field", "6:284 issue/unknown-field"]);
  });
});

describe("curly brackets that are no merge field", () => {
  test.each([
    ["in a code span", "Use `{{ x }}` here", [paragraph(text("Use "), code("{{ x }}"), text(" here"))]],
    ["of a declared field in a code span", "`{{firstName}}`", [paragraph(code("{{firstName}}"))]],
    [
      "in a fenced block",
      "```\n{{ x }} {{#if y}} {{firstName}} \\{{ {{\n```",
      [code("{{ x }} {{#if y}} {{firstName}} \\{{ {{")],
    ],
    ["in an indented block", "    {{ x }}", [code("{{ x }}")]],
    [
      "in a code span in a link",
      "[`{{x}}`](https://example.org/)",
      [paragraph(link(["https://example.org/"], code("{{x}}")))],
    ],
    ["in a code span in a heading", "## `{{x}}`", [{ type: "heading", depth: 2, children: [code("{{x}}")] }]],
    ["behind a backslash", "\\{{ x }}", [says("{{ x }}")]],
    ["behind a backslash, with a declared field", "\\{{firstName}}", [says("{{firstName}}")]],
    [
      "behind a backslash, between fields",
      "\\{{ {{firstName|a}} }}",
      [paragraph(text("{{ "), field("firstName", "a"), text(" }}"))],
    ],
    ["alone", "a { b } } c", [says("a { b } } c")]],
    ["closing only", "a }} b", [says("a }} b")]],
  ])("%s stay as they are", (_, markdown, prose) => {
    expect(proseOf(markdown)).toEqual(prose);
  });

  test("do not disturb the fields around them", () => {
    expect(proseOf("`{{a}}` {{firstName|x}} `{{b}}` {{city}} \\{{c}}")).toEqual([
      paragraph(
        code("{{a}}"),
        text(" "),
        field("firstName", "x"),
        text(" "),
        code("{{b}}"),
        text(" "),
        field("city", "your town"),
        text(" {{c}}"),
      ),
    ]);
  });
});
