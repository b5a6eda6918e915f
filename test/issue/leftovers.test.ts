import { describe, expect, test } from "@jest/globals";
import { parseIssue } from "../../src/issue/parse-issue.ts";
import { readBlocks, readMarkdown } from "../support/issue-text.ts";

/** The warnings about a Markdown text; anything worse fails. */
function warningsOf(markdown: string): readonly string[] {
  const { issue, problems, codes } = readMarkdown(markdown);
  expect(issue).toBeDefined();
  expect(problems.filter(({ severity }) => severity !== "warning")).toEqual([]);
  return codes;
}

/** The findings about a subject. */
function aboutSubject(subject: string) {
  const text = `subject: ${JSON.stringify(subject)}\npreheader: World\ndate: 2026-09-01\nblocks:\n  - letter: Hi\n`;
  const { problems } = parseIssue(
    { file: "a.yaml", text },
    { fields: { firstName: { default: "x" }, city: {} } },
  );
  return problems.map(({ at, code, severity }) => `${severity} ${at.line}:${at.column} ${code}`);
}

describe("a warning tells of what readers would see", () => {
  test.each([
    ["a Liquid tag", "a\n\n{% include sponsor.html %}", ["8:7 issue/template-tag"]],
    ["a Liquid tag with signs of Markdown", "{% if a_b * c_d %} x", ["6:7 issue/template-tag"]],
    ["an ERB tag", "a <% name %>", ["6:9 issue/template-tag"]],
    ["a field in one bracket", "Hi {firstName}", ["6:10 issue/foreign-field"]],
    ["a field in one bracket, misspelt", "Hi {fristName},", ["6:10 issue/foreign-field"]],
    ["a field of a shell", "Hi $\u007bfirst_name}", ["6:11 issue/foreign-field"]],
    ["a field with a fallback in one bracket", "Hi {firstName|you}", ["6:10 issue/foreign-field"]],
    ["a field in square brackets", "Hi [First Name]", ["6:10 issue/foreign-field"]],
    [
      "a field in percent signs",
      "Hi %firstName%, hi %FIRST_NAME%",
      ["6:10 issue/foreign-field", "6:26 issue/foreign-field"],
    ],
    [
      "a field of Mailchimp",
      "Hi *|FNAME|* and *|MC:SUBJECT|*",
      ["6:10 issue/foreign-field", "6:24 issue/foreign-field"],
    ],
    ["a footnote", "As said[^1].\n\n[^1]: By whom?", ["6:14 issue/footnote", "8:7 issue/footnote"]],
    ["a box to tick", "- [ ] a\n- [x] b", ["6:7 issue/task-item"]],
    ["a space in a link", "[a] (https://example.org/)", ["6:9 issue/link-brackets"]],
    ["a space in a link's address", "[a](https://example.org/b c)", ["6:9 issue/link-brackets"]],
    ["brackets the wrong way round", "(a)[https://example.org/]", ["6:9 issue/link-brackets"]],
    ["spaces inside bold words", "a ** b ** c", ["6:9 issue/loose-stars"]],
    ["a level of headings that is left out", "## a\n\n#### b", ["8:7 issue/heading-skip"]],
    ["a link without a name", "[Here](https://example.org/)", ["6:7 issue/link-words"]],
    ["a link to more", "[Read more…](https://example.org/)", ["6:7 issue/link-words"]],
    ["bold words that do not end", "a **bold without end.", ["6:9 issue/open-sign"]],
    ["bold words that begin with a link", "**[a b](https://example.org/)", ["6:7 issue/open-sign"]],
    ["one star", "*one star", ["6:7 issue/open-sign"]],
    ["a star before a merge field", "so *{{city}} is", ["6:10 issue/open-sign"]],
    ["one underline", "_one line", ["6:7 issue/open-sign"]],
    ["one backtick", "say `code now", ["6:11 issue/open-sign"]],
    ["a heading without its space", "a\n\n#Heading without space", ["8:7 issue/heading-space"]],
    ["a heading of the second level without it", "a\n##Heading", ["7:7 issue/heading-space"]],
    ["a table without the line below its head", "> | a | b |\n> | 1 | 2 |", ["6:9 issue/table-head"]],
    ["a table with too short a line below it", "a:\n\n| a | b |\n|---|\n| 1 | 2 |", ["8:7 issue/table-head"]],
    ["spaces in a telephone number", "[us](tel:0049 30 123)", ["6:10 issue/link-brackets"]],
    ["a character of no name", "a &foo; b", ["6:9 issue/unknown-entity"]],
    ["typed bullets", "We have:\n• tea\n• milk", ["7:7 issue/typed-bullets"]],
    ["typed dashes", "– tea\n– milk", ["6:7 issue/typed-bullets"]],
    ["a field in two square brackets", "Hi [[firstName]]", ["6:10 issue/foreign-field"]],
    ["a field behind a dollar sign", "Hi $firstName,", ["6:10 issue/foreign-field"]],
    ["a text in the wrong encoding", "GrÃ¼n and â€™s", ["6:9 issue/garbled"]],
  ])("%s", (_, markdown, codes) => {
    expect(warningsOf(markdown)).toEqual(codes);
  });

  test("and what the field is called here", () => {
    const remedies = readMarkdown("{fristName} *|FNAME|* *|MC:SUBJECT|*").problems.map(
      ({ remedy }) => remedy,
    );
    expect(remedies).toEqual([
      "Did you mean {{firstName|…}}?",
      "Did you mean {{firstName|…}}?",
      "Write {{field|fallback}}, with a field that letterpress.yaml declares.",
    ]);
  });

  test("three brackets are told as what they are, and a note as how notes are written", () => {
    expect(readMarkdown("Hi {{{firstName|you}}}").sentences).toEqual([
      expect.stringContaining("this one has three. Write {{firstName|you}}."),
    ]);
    expect(readMarkdown("# ask Anna").sentences).toEqual([
      expect.stringContaining("Start with ##; a note that readers do not see is written <!-- like this -->."),
    ]);
  });

  test("a text in the wrong encoding is told once, with what was meant", () => {
    const sentences = readMarkdown("GrÃ¼n,\n\nItâ€™s ðŸ˜€").sentences;
    expect(sentences).toHaveLength(1);
    expect(sentences[0]).toContain('readers see "Ã¼" where "ü" was meant, and so in 3 places:');
  });

  test.each([
    "Use {curly} brackets, {name: 1} and f(x) = {x | x > 0}.",
    "50% of 30% off, 100%sure%",
    "He said [sic] so, [in the city] of [Rome] [1]",
    "`{firstName}` `{% if %}` `[^1]` `**`",
    "\\{firstName} \\[^1] \\[ ] \\*\\* a \\*\\*",
    "```\n{% include x %} {firstName}\n```",
    "2 ** 3 and **/*.ts",
    "f(x)[0] and [1](https://example.org/)",
    "### a\n\n#### b\n\n## c\n\n### d",
    "[There](https://example.org/) and [in here](https://example.org/)",
    "a <- b, x <% y",
    "Half off*\n\n*Only on Sunday.",
    "x_y_z, _id, snake_case, __dirname and **/_drafts",
    "\\*one \\_two \\`three 5 * 3 * 2",
    "*over\ntwo lines* and **[a b](https://example.org/) c**",
    "#Swift #News\n\n#1 in the charts",
    "#paris was full of people, and so was Lyon.",
    "| a bar at the start\nand | one inside |",
    "• one\n\n• two\n\n– three\\\n– four",
    "AT&T; R&D; &amp;nbsp; &nbsp; &hellip; &#8217;",
    "[see](tel:+49-30-123) and [sic](see below)",
    "US$20, $5 and $name [[1]] [[see]]",
    "Å, Ä, Ã, Â and “Ä” in SÃO PAULO; «PRÊT À PARTIR»",
  ])("but not of %j", (markdown) => {
    expect(warningsOf(markdown)).toEqual([]);
  });
});

describe("in a text of one line", () => {
  test.each([
    ["**bold**", "markdown-in-line"],
    ["__bold__", "markdown-in-line"],
    ["[a](https://example.org/)", "markdown-in-line"],
    ["`code`", "markdown-in-line"],
    ["a &amp; b", "entity-in-line"],
    ["a&nbsp;b", "entity-in-line"],
    ["&#8217;", "entity-in-line"],
    ["<b>a</b>", "html-in-line"],
    ["a<br/>b", "html-in-line"],
    ["{% x %}", "template-tag"],
    ["{firstName}", "foreign-field"],
    ["*|FNAME|*", "foreign-field"],
  ])("%s is a warning", (subject, code) => {
    expect(aboutSubject(subject)).toEqual([expect.stringMatching(`^warning 1:\\d+ issue/${code}$`)]);
  });

  test("the warning stands at its place", () => {
    expect(aboutSubject("a {{firstName}} **b**")).toEqual(["warning 1:27 issue/markdown-in-line"]);
  });

  test.each([
    "AT&T; R&D",
    "2 * 3 * 4",
    "snake_case__name",
    "Array<Int> and a < b",
    "[sic] (really)",
    "{{firstName|**you**}} \\{{",
    "It’s `here",
    "A* and B**",
  ])("%s is none", (subject) => {
    expect(aboutSubject(subject)).toEqual([]);
  });
});

describe("in an html block", () => {
  const about = (body: string) => readBlocks(`  - html: {body: ${JSON.stringify(body)}, text: Hello}`).codes;

  test("HTML is what it is", () => {
    expect(about("<p><b>a</b> &amp; <i>b</i><br>**c**</p>")).toEqual([]);
  });

  test("the notation of other programs is a warning", () => {
    expect(about("<p>Hello *|FNAME|*</p>")).toEqual([expect.stringMatching(/issue\/foreign-field$/)]);
  });
});

describe("a numbered list", () => {
  test.each([
    ["1. a\n2. b\n3. c", []],
    ["1. a\n1. b\n1. c", []],
    ["7. a\n8. b", []],
    ["5. a\n4. b\n3. c", ["7:7 issue/list-number"]],
    ["1. a\n3. b", ["7:7 issue/list-number"]],
  ])("is told when readers see other numbers: %j", (markdown, codes) => {
    expect(readMarkdown(markdown).codes).toEqual(codes);
  });
});

test("a sign that nobody sees in an address is told", () => {
  expect(readMarkdown("[a](https://example.org/x\u200B)").codes).toEqual(["6:7 issue/link-form"]);
});
