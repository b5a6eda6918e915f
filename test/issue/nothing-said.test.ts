import { describe, expect, test } from "@jest/globals";
import { readBlocks, readMarkdown, readText } from "../support/issue-text.ts";

/** Texts and links of which some reader would see nothing. */

const url = "https://example.org/";

describe("a link in a text", () => {
  test.each([
    ["a merge field that may be empty", `[{{firstName|}}](${url})`],
    ["one in bold", `[**{{firstName|}}**](${url})`],
    ["one beside a sign that nobody sees", `[{{firstName|}}&#x200B;](${url})`],
    ["a sign that nobody sees", `[&#x200B;](${url})`],
    ["a cell of Braille without a dot", `[&#x2800;](${url})`],
    ["an invisible filler", `[&#x3164;](${url})`],
    ["a space in code", `[\` \`](${url})`],
  ])("cannot say nothing but %s", (_, markdown) => {
    expect(readMarkdown(`See ${markdown}.`).codes).toEqual(["6:11 issue/link-no-text"]);
  });

  test.each([
    ["a word beside a field that may be empty", `[{{firstName|}} here it is](${url})`],
    ["a field with a fallback", `[{{firstName|there}}](${url})`],
    ["a field with a default", `[{{city}}](${url})`],
    ["code", `[\`x\`](${url})`],
  ])("may say %s", (_, markdown) => {
    expect(readMarkdown(markdown).codes).toEqual([]);
  });

  test("is told once when its field has a fault of its own", () => {
    expect(readMarkdown(`[{{firstName}}](${url})`).codes).toEqual(["6:8 issue/no-fallback"]);
    expect(readMarkdown("[&#x202E;](https://example.org/)").codes).toEqual(["6:8 issue/invisible"]);
  });

  test("names the field in the remedy", () => {
    expect(readMarkdown(`[{{firstName|}}](${url})`).sentences).toEqual([
      'issues/a.yaml:6:7 a link has no text for a reader whose "firstName" is not known. Write more, or a fallback such as {{firstName|there}}. [issue/link-no-text]',
    ]);
  });
});

describe("a line", () => {
  test.each([
    ['"{{firstName|}}"', ["6:14 issue/nothing-said"]],
    ['"{{firstName|}} {{first_name|}}"', ["6:14 issue/nothing-said"]],
    ['"\\u200b"', ["6:14 issue/nothing-said"]],
    ['"\\u00ad\\u2060 "', ["6:14 issue/nothing-said"]],
    ['"{{firstName}}"', ["6:15 issue/no-fallback"]],
    ['"{{firstName|}}, go"', []],
    ['"{{firstName|Go}}"', []],
    ['"❤️"', []],
  ])("%s as the title of a button", (title, codes) => {
    expect(readBlocks(`  - button:\n      title: ${title}\n      url: ${url}`).codes).toEqual(codes);
  });

  test("of the head says something to every reader too", () => {
    const head = 'subject: "{{firstName|}}"\npreheader: "\\u200b"\ndate: 2026-09-01\n';
    expect(readText(`${head}blocks:\n  - letter: Hello\n`).codes).toEqual([
      "1:10 issue/nothing-said",
      "2:12 issue/nothing-said",
    ]);
  });

  test("that is an address is not told twice", () => {
    expect(readBlocks('  - button:\n      title: Go\n      url: " "').codes).toEqual([
      "7:13 issue/link-empty",
    ]);
  });
});

describe("a whole text", () => {
  test.each([
    ["the mark of a heading", "##"],
    ["the mark of a quote", ">"],
    ["the mark of a list", "-"],
    ["the marks of a list", "1.\n2."],
    ["marks in each other", "> - ##"],
    ["code without a line", "```\n```"],
    ["a table of empty cells", "| | |\n|---|---|\n| | |"],
    ["a space by name", "&nbsp;"],
    ["a field that may be empty", "{{firstName|}}"],
    ["a struck field that may be empty", "~~{{firstName|}}~~"],
  ])("cannot be %s", (_, markdown) => {
    expect(readMarkdown(markdown).codes).toEqual(["5:13 issue/nothing-said"]);
  });

  test.each([
    ["a rule", "---"],
    ["a word in a list", "- a"],
    ["a line of code", "    x"],
    ["the head of a table", "| a | b |\n|---|---|\n| | |"],
    ["an exclamation mark", "!"],
  ])("may be %s", (_, markdown) => {
    expect(readMarkdown(markdown).codes).toEqual([]);
  });
});

describe("a link in an html block", () => {
  const read = (body: string) =>
    readBlocks(`  - html:\n      body: |-\n        ${body}\n      text: Hello`).codes;

  test.each([
    ["nothing", `<a href="${url}"></a>`],
    ["an empty element", `<a href="${url}"><b> </b></a>`],
    ["a sign that nobody sees", `<a href="${url}">&#8203;&nbsp;</a>`],
    ["a field that may be empty", `<a href="${url}">{{firstName|}}</a>`],
    ["a picture that says nothing", `<a href="${url}"><img src="https://example.org/a.png" alt=""></a>`],
  ])("cannot hold %s", (_, body) => {
    expect(read(body)).toEqual(["7:9 issue/link-no-text"]);
  });

  test.each([
    ["words", `<a href="${url}"><b>words</b></a>`],
    ["a field with a fallback", `<a href="${url}">{{firstName|you}}</a>`],
    [
      "a picture that says something",
      `<a href="${url}"><img src="https://example.org/a.png" alt="A map"></a>`,
    ],
    ["a name for who listens", `<a href="${url}" aria-label="The map"></a>`],
    [
      "a name for who listens beside one for the eye",
      `<a href="${url}" aria-label="More of the map">More</a>`,
    ],
  ])("may hold %s", (_, body) => {
    expect(read(body)).toEqual([]);
  });

  test.each([
    ["IMG_2041.jpg", "issue/alt-file-name"],
    ["Picture of a press", "issue/alt-picture-of"],
  ])("should hold no picture that is called %s", (alt, code) => {
    expect(read(`<img src="https://example.org/press.jpg" alt="${alt}">`)).toEqual([`7:9 ${code}`]);
  });

  test.each(["here", "<b>Read more</b> »", "Weiterlesen …"])("should not hold only %s", (words) => {
    expect(read(`<a href="${url}">${words}</a>`)).toEqual(["7:9 issue/link-words"]);
  });
});

test.each([
  ['""', ["8:15 issue/wrong-form"]],
  ['" "', ["8:15 issue/wrong-form"]],
  ['"\\u200b"', ["8:15 issue/nothing-said"]],
  ["J. Doe", []],
])("the credit %s of a picture", (credit, codes) => {
  const block = `  - image:\n      src: a.png\n      alt: A map\n      credit: ${credit}`;
  expect(readBlocks(block).codes).toEqual(codes);
});

test("an alt text that nobody sees is that of decoration", () => {
  const { blocks, codes } = readBlocks('  - image:\n      src: a.png\n      alt: "\\u200b "');
  expect(codes).toEqual([]);
  expect(blocks[0]?.parts.image).toMatchObject({ image: { alt: "" } });
});
