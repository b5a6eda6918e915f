import { describe, expect, test } from "@jest/globals";
import { formatProblem } from "../../src/base/problem.ts";
import { readYaml } from "../../src/source/yaml/read-yaml.ts";
import { findingsIn, parsedValue } from "./reading-yaml.ts";

describe("a value that YAML reads differently from how it looks", () => {
  test.each([
    ["a # that swallows the rest", "title: Why C # matters", "1:14"],
    ["a # behind a tab", "title: Why C\t# matters", "1:14"],
    ["a # at the end of a value over two lines", "title: Why\n  C # matters", "2:5"],
    ["a # in a list", "- a\n- b # c", "2:5"],
    ["a # in brackets", "a: [x, y # z\n  ]", "1:10"],
    ["an anchor", "title: &more to come", "1:8"],
    ["an anchor alone", "title: &more\nnext: 1", "1:8"],
    ["an anchor on a map", "title: &more\n  a: 1", "1:8"],
    ["an anchor on a list", "a:\n  - &b\n    - c", "2:5"],
    ["an alias", "title: *x", "1:8"],
    ["an emphasis", "title: *really* good", "1:8"],
    ["a strong emphasis", "title: **really** good", "1:8"],
    ["a tag", "title: !important", "1:8"],
    ["a tag with text behind it", "title: !important news", "1:8"],
    ["a standard tag", "title: !!str 7", "1:8"],
    ["a tag on a map", "title: !x\n  a: 1", "1:8"],
    ["a bare yes", "title: yes", "1:8"],
    ["a bare NO", "title: NO", "1:8"],
    ["a bare on", "title: on", "1:8"],
    ["a bare Off", "title: Off", "1:8"],
    ["Norway", "language: no", "1:11"],
    ["a bare no among others", "a: [x, no]", "1:8"],
    ["a bare yes as a key", "a: 1\nyes: 2", "2:1"],
    ["an unquoted merge field", "title: {{firstName}}", "1:8"],
    ["an unquoted merge field with a fallback", "title: {{firstName|there}}", "1:8"],
    ["an unquoted merge field before text", "title: {{firstName}}, hello", "1:8"],
    ["an unquoted merge field in a list", "a:\n  - {{firstName}}", "2:5"],
    ["an unquoted merge field as a key", "{{firstName}}: x", "1:1"],
    ["a word for nothing", "title: null", "1:8"],
    ["a sign for nothing", "title: ~", "1:8"],
    ["a word for nothing in a list", "a: [x, Null]", "1:8"],
    ["an empty key", ": x", "1:1"],
    ["a list as a key", "? [a, b]\n: x", "1:3"],
  ])("%s is found where it stands", (_, text, place) => {
    const { yaml, problems } = readYaml({ file: "a.yaml", text });
    expect(yaml).toBeUndefined();
    expect(findingsIn(text)).toEqual([`${place} yaml/trap`]);
    expect(problems[0]?.remedy).toMatch(/^Put quotes round /);
  });

  test("in typographic quotes is told which quotes to write", () => {
    const { problems } = readYaml({ file: "a.yaml", text: "a:\n  - title: ‘Why C # matters’" });
    expect(problems.map((one) => one.remedy)).toEqual([
      `YAML does not know ‘ as a quote. Write straight quotes: "…" or '…'.`,
    ]);
  });

  test("is explained in a whole sentence", () => {
    const { problems } = readYaml({ file: "issues/a.yaml", text: "title: {{firstName}}" });
    expect(problems.map(formatProblem)).toEqual([
      "issues/a.yaml:1:8 the value starts with {{, which YAML reads as a map and not as a merge field. " +
        "Put quotes round the value. [yaml/trap]",
    ]);
  });

  test("is found each time it stands in the file", () => {
    expect(findingsIn("a: no\nb:\n  - yes\n  - &x y z\nc: d # e\n")).toEqual([
      "1:4 yaml/trap",
      "3:5 yaml/trap",
      "4:5 yaml/trap",
      "5:6 yaml/trap",
    ]);
  });

  test.each([
    ["a comment two spaces away", "a: b  # c", { a: "b" }],
    ["a comment behind a number", "a: 1 # c", { a: 1 }],
    ["a comment behind quotes", 'a: "b" # c', { a: "b" }],
    ["a comment behind a key", "a: # c\n  b: 1", { a: { b: 1 } }],
    ["a comment on its own line", "a: b\n# c\nd: e", { a: "b", d: "e" }],
    ["a # in the middle of a word", "a: C#", { a: "C#" }],
    [
      "quoted traps",
      `a: "no"\nb: 'x # y'\nc: "&x"\nd: "{{x}}"\ne: "*x*"`,
      { a: "no", b: "x # y", c: "&x", d: "{{x}}", e: "*x*" },
    ],
    ["traps in running text", "a: |\n  no # &x *y* !z {{x}}\n", { a: "no # &x *y* !z {{x}}\n" }],
    [
      "words that only begin like a trap",
      "a: nobody\nb: yesterday\nc: Only\nd: R&D\ne: 5*3",
      { a: "nobody", b: "yesterday", c: "Only", d: "R&D", e: "5*3" },
    ],
    ["a merge field behind a word", "a: Hello {{firstName}}", { a: "Hello {{firstName}}" }],
    ["a day", "a: 2025-02-14", { a: "2025-02-14" }],
    ["a time of day", "a: 07:30\nb: 1:2:3", { a: "07:30", b: "1:2:3" }],
    ["an address", "a: https://example.org/x#y", { a: "https://example.org/x#y" }],
    ["a value behind a tab", "a:\tb", { a: "b" }],
    ["nothing behind a key", "a:\nb: 1", { a: null, b: 1 }],
    ["typographic quotes inside a text", "a: “Closed”, he said", { a: "“Closed”, he said" }],
    ["one document between its marks", "---\na: 1\n...\n", { a: 1 }],
  ])("but %s is fine", (_, text, value) => {
    expect(parsedValue(text)).toEqual(value);
  });
});

describe("a value whose lines YAML joins", () => {
  test.each([
    ["a list behind >", "a: >\n  - x\n  - y\n", "Write | instead of >."],
    ["two paragraphs behind >", "a: >-\n  x\n\n  y\n", "Write | instead of >."],
    ["a list below a key", "a:\n  x\n  * y\n", "Write | behind the key"],
    ["paragraphs in quotes", 'a: "x\n\n  y"', "Write | behind the key"],
    ["a heading below text", "a: x\n  1. y\n", "Write | behind the key"],
  ])("is a warning when that changes it: %s", (_, text, remedy) => {
    const { yaml, problems } = readYaml({ file: "a.yaml", text });
    expect(yaml).toBeDefined();
    expect(problems).toEqual([expect.objectContaining({ code: "yaml/folded", severity: "warning" })]);
    expect(problems[0]?.remedy).toContain(remedy);
  });

  test.each([
    ["one sentence over two lines", "a: >\n  x\n  y\n"],
    ["a plain one over two lines", "a: x\n  y\n"],
    ["a text behind |", "a: |\n  - x\n\n  - y\n"],
    ["empty lines behind its end", "a: x\n\nb: z\n"],
  ])("is fine when nothing is lost: %s", (_, text) => {
    expect(readYaml({ file: "a.yaml", text }).problems).toEqual([]);
  });
});

describe("a file that is not YAML", () => {
  test.each([
    ["a tab as indentation", "a:\n\tb: 1", "2:1", "Indent with spaces."],
    ["a key written twice", "a: 1\nb: 2\na: 3", "3:1", "Write each key once."],
    ["a key written twice in a block", "x:\n  - a: 1\n    a: 2", "3:5", "Write each key once."],
    ["a colon in a value", "title: One: two", "1:8", "Put quotes round the value, or"],
    ["a quote that is never closed", 'a: 1\nb: "x\nc: 1\n', "2:4", "Close it."],
    ["an apostrophe that is never closed", "a: 'x\n", "1:4", "Close it."],
    ["text behind a closing quote", 'a: "x" y', "1:8", "Put double quotes round the whole value."],
    ["an apostrophe in single quotes", "a: 'don't'", "1:9", "Put double quotes round the whole value."],
    ["text behind a closing bracket", "a: [x] y", "1:8", "Put double quotes round the whole value."],
    ["an @ at the start", "a: @x", "1:4", "Put quotes round the value."],
    ["a backtick at the start", "a: `x`", "1:4", "Put quotes round the value."],
    ["a line without a colon", "a: 1\nfoo\nb: 2", "2:1", "Write the key, a colon"],
    ["a colon without a space", "a:b\nc: 1", "1:1", "Write the key, a colon"],
    ["a line of words without a colon", "a: 1\nfoo bar\nb: 2", "2:1", "Write a colon and a space"],
    ["a last line without a colon", "a: 1\nfoo", "2:1", "Write a colon and a space"],
    ["an unknown escape", 'a: "x\\q"', "1:6", "Write two backslashes"],
    ["uneven indentation", "a:\n    b: 1\n  c: 2", "3:3", "Line it up"],
    ["two documents", "a: 1\n---\nb: 2", "2:1", "Delete the line above"],
    ["text behind the end of the document", "a: 1\n...\nb: 2", "3:1", "Delete the line above"],
    ["text on the line of a |", "a: | text", "1:6", "Put it on the next line; or"],
    ["text on the line of a >", "a: > 40 percent", "1:6", "Put it on the next line; or"],
    ["a dash at the start", "a: - x", "1:4", "Put double quotes round the whole value."],
    ["a question mark at the start", "a: ? x", "1:4", "Put quotes round the value."],
    ["a percent sign at the start", "a: %x", "1:4", "Put quotes round the value."],
    ["a tab in the text behind a |", "a: |\n  x\n\tz\nb: 1", "3:1", "Indent with spaces."],
    ["a tab at the first line behind a |", "a: |\n\tx\nb: 1", "2:1", "Indent with spaces."],
    ["a tab behind spaces", "b:\n  - a: |\n      x\n    \tz\n", "4:5", "Indent with spaces."],
    ["a key without its colon above a list", "a: 1\nb\n  - c: 2", "2:1", "Write a colon behind the key."],
    ["a key without its colon above a map", "a: 1\nb\n  c: 2", "2:1", "Write a colon behind the key."],
    ["a text that is not indented", "a:\n  b: |\n  text\n", "3:3", "Write a colon and a space behind a key"],
    ["a last colon without a space", "a: 1\nb:2", "2:1", "Write the key, a colon, a space"],
    ["a colon in typographic quotes", "title: “One: two”", "1:8", "YAML does not know “ as a quote."],
  ])("%s is found where it stands", (_, text, place, remedy) => {
    const { yaml, problems } = readYaml({ file: "a.yaml", text });
    expect(yaml).toBeUndefined();
    expect(findingsIn(text)).toEqual([`${place} yaml/syntax`]);
    expect(problems[0]?.remedy).toMatch(new RegExp(`^${remedy}`));
  });

  test("names the key that is written twice", () => {
    expect(readYaml({ file: "a.yaml", text: "subject: a\nsubject: b" }).problems[0]?.message).toBe(
      'the key "subject" is written twice.',
    );
  });

  test.each([
    "password: &hunter2x",
    "password: *hunter2x",
    "password: !hunter2x",
    "password: hunter2x: y",
    'password: "x" hunter2x',
    "password: | hunter2x",
    "password: {{hunter2x}}",
    'password: "hunter2x',
    'password: "hunter2x\\q"',
    "password: x # hunter2x",
    "password: hunter2x # y",
    "password: a\nhunter2x",
    "a: 1\nhunter2x\nb: 2",
    "password: @hunter2x",
    "password: [hunter2x] hunter2x",
    'password: "hunter2x\\0"',
  ])("is never quoted, for it may hold a password: %j", (text) => {
    const { problems } = readYaml({ file: "a.yaml", text });
    expect(problems.length).toBeGreaterThan(0);
    expect(problems.map(formatProblem).join("\n")).not.toContain("hunter2x");
  });

  test.each([
    ["empty", ""],
    ["only white space", "  \n\n"],
    ["only comments", "# a\n# b\n"],
    ["only the start of a document", "---\n"],
    ["only a byte order mark", "\uFEFF"],
  ])("says so when it is %s", (_, text) => {
    expect(findingsIn(text)).toEqual(["1:1 yaml/empty"]);
  });

  test.each([
    ["a list", "- a\n- b", ["a", "b"]],
    ["a text", "hello", "hello"],
    ["a number", "42", 42],
  ])("is left to its schema when it holds %s at the top", (_, text, value) => {
    expect(parsedValue(text)).toEqual(value);
  });

  test("cannot ask for another version of YAML, in which no is false", () => {
    expect(findingsIn("%YAML 1.1\n---\na: nobody")).toEqual(["1:1 yaml/directive"]);
    expect(findingsIn("# hello\n\n%TAG ! tag:example.org,2026:\n---\na: b")).toEqual(["3:1 yaml/directive"]);
  });
});
