import { describe, expect, test } from "@jest/globals";
import { formatProblem } from "../../src/base/problem.ts";
import { readYaml } from "../../src/source/yaml/read-yaml.ts";

const findingsIn = (text: string): readonly string[] =>
  readYaml({ file: "a.yaml", text }).problems.map((one) => `${one.at.line}:${one.at.column} ${one.code}`);

const parsedValue = (text: string): unknown => {
  const { yaml, problems } = readYaml({ file: "a.yaml", text });
  expect(problems.map(formatProblem)).toEqual([]);
  return yaml?.value;
};

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

describe("characters that nobody sees", () => {
  test.each([
    ["NUL", "\0", "U+0000"],
    ["a bell", "\u0007", "U+0007"],
    ["DEL", "\u007f", "U+007F"],
    ["a C1 control", "\u0085", "U+0085"],
    ["a right-to-left override", "\u202e", "U+202E"],
    ["an isolate", "\u2066", "U+2066"],
    ["a stand-in for merge fields", "\ufdd0", "U+FDD0"],
    ["the last stand-in", "\ufdef", "U+FDEF"],
    ["a byte order mark in the middle", "\ufeff", "U+FEFF"],
    ["half a character", "\ud83d", "U+D83D"],
  ])("such as %s are found where they stand", (_, character, name) => {
    const { problems } = readYaml({ file: "a.yaml", text: `a: b\r\nc: d${character}e\r\n` });
    expect(problems.map(formatProblem)).toEqual([
      `a.yaml:2:5 an invisible control character (${name}) stands here. Delete it. [yaml/invisible]`,
    ]);
  });

  test.each([
    ["NUL", "\\0", "U+0000"],
    ["a line end of a header", "\\r", "U+000D"],
    ["a right-to-left override", "\\u202e", "U+202E"],
    ["a stand-in for merge fields", "\\uFDD0\\uFDD1", "U+FDD0"],
    ["half a character", "\\ud800", "U+D800"],
  ])("such as %s do not come in as an escape either", (_, written, name) => {
    const { yaml, problems } = readYaml({ file: "a.yaml", text: `a: b\nc: "d${written}e"\n` });
    expect(yaml).toBeUndefined();
    expect(problems.map(formatProblem)).toEqual([
      `a.yaml:2:4 the value holds an invisible control character (${name}). Delete its escape. [yaml/invisible]`,
    ]);
  });

  test("are found on every line, once a line", () => {
    expect(findingsIn("a: b\u0007\u0007\r\nc: \u202ed\ne: f\n g\ufffd")).toEqual([
      "1:5 yaml/invisible",
      "2:4 yaml/invisible",
      "4:3 yaml/encoding",
    ]);
  });

  test("bytes that are not UTF-8 are found by what is left of them", () => {
    const text = Buffer.from([0x61, 0x3a, 0x20, 0x62, 0xe4, 0x62]).toString("utf8");
    expect(findingsIn(text)).toEqual(["1:5 yaml/encoding"]);
    expect(readYaml({ file: "a.yaml", text }).problems[0]?.remedy).toBe("Save the file as UTF-8.");
  });

  test("a line end of old Macintoshes is refused before anything is misread", () => {
    expect(findingsIn("a: b\rc: d\r")).toEqual(["1:5 yaml/line-end"]);
  });

  test.each([
    ["Arabic", "مرحبا"],
    ["an emoji made of two", "👩\u200d🚀"],
    ["a no-break space", "10\u00a0km"],
    ["a tab inside a line", "x\ty"],
  ])("but %s is text", (_, text) => {
    expect(parsedValue(`a: ${text}`)).toEqual({ a: text });
  });
});

describe("a file with line ends and marks of other systems", () => {
  test("is read the same with CRLF, with findings on the right line and column", () => {
    expect(parsedValue("a: 1\r\nb: |\r\n  x\r\n  y\r\nc: d\r\n")).toEqual({ a: 1, b: "x\ny\n", c: "d" });
    expect(findingsIn("a: 1\r\n\r\nb:\r\n  - no\r\nc: d # e\r\n")).toEqual([
      "4:5 yaml/trap",
      "5:6 yaml/trap",
    ]);
  });

  test("is read the same with a byte order mark, which takes no column", () => {
    expect(parsedValue("\uFEFFa: 1")).toEqual({ a: 1 });
    expect(findingsIn("\uFEFFa: no")).toEqual(["1:4 yaml/trap"]);
    expect(findingsIn("\uFEFFa: \0")).toEqual(["1:4 yaml/invisible"]);
  });
});

describe("a file made to hurt", () => {
  test("may have one megabyte and not a byte more", () => {
    const mega = 1024 * 1024;
    expect(findingsIn(`a: ${"x".repeat(mega - 3)}`)).toEqual([]);
    expect(findingsIn(`a: ${"x".repeat(mega - 2)}`)).toEqual(["1:1 yaml/too-large"]);
    expect(findingsIn(`a: ${"á".repeat(mega / 2)}`)).toEqual(["1:1 yaml/too-large"]);
  });

  test("may be 40 levels deep and not one more", () => {
    expect(findingsIn(`${"[".repeat(41)}${"]".repeat(41)}`)).toEqual([]);
    expect(findingsIn(`${"[".repeat(42)}${"]".repeat(42)}`)).toEqual(["1:42 yaml/too-deep"]);
  });

  test.each([
    ["brackets", `a: ${"[".repeat(20_000)}${"]".repeat(20_000)}`],
    ["brackets that are never closed", `a: ${"[".repeat(20_000)}`],
    ["braces", `a: ${"{b: ".repeat(20_000)}${"}".repeat(20_000)}`],
    ["list items", `${"- ".repeat(20_000)}x`],
    ["explicit keys", `${"? ".repeat(20_000)}x`],
    ["indented keys", Array.from({ length: 1400 }, (_, depth) => `${" ".repeat(depth)}a:\n`).join("")],
  ])("is refused when %s are nested by the thousand", (_, text) => {
    expect(findingsIn(text).map((one) => one.split(" ")[1])).toEqual(["yaml/too-deep"]);
  });

  test("is refused when its references would grow without end, before they do", () => {
    const lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"];
    for (let level = 1; level < 20; level += 1)
      lines.push(
        `a${level}: &a${level} [${Array(10)
          .fill(`*a${level - 1}`)
          .join(", ")}]`,
      );
    const { yaml, problems } = readYaml({ file: "a.yaml", text: lines.join("\n") });
    expect(yaml).toBeUndefined();
    expect(new Set(problems.map((one) => one.code))).toEqual(new Set(["yaml/trap"]));
  });

  test("cannot change what every object inherits", () => {
    expect(findingsIn("a: 1\n__proto__: {polluted: 1}")).toEqual(["2:1 yaml/trap"]);
    expect(findingsIn("a: {b: [{'__proto__': 1}]}")).toEqual(["1:10 yaml/trap"]);
    const value = parsedValue("constructor: {prototype: {polluted: 2}}\ntoString: 3");
    expect(Object.keys(value as object)).toEqual(["constructor", "toString"]);
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });
});

describe("where a value stands", () => {
  const text = [
    "subject: One",
    "blocks:",
    "  - poll:",
    "      id: team",
    "      options:",
    "        - {id: a, title: First}",
    "        - id: b",
    "  - letter: |",
    "      Hello",
    "",
  ].join("\n");
  const { yaml } = readYaml({ file: "a.yaml", text });
  const show = (at?: { line: number; column: number }) => `${at?.line}:${at?.column}`;

  test.each([
    [[], "1:1"],
    [["subject"], "1:10"],
    [["blocks"], "3:3"],
    [["blocks", 0, "poll"], "4:7"],
    [["blocks", 0, "poll", "options", 0, "title"], "6:26"],
    [["blocks", 0, "poll", "options", 1, "id"], "7:15"],
    [["blocks", 1, "letter"], "8:13"],
  ])("at %j is %s", (path, place) => {
    expect(show(yaml?.at(path))).toBe(place);
  });

  test.each([
    [["nowhere"], "1:1"],
    [["blocks", 0, "poll", "options", 7, "id"], "6:9"],
    [["subject", "deeper"], "1:10"],
  ])("at %j, which is not there, is its nearest parent: %s", (path, place) => {
    expect(show(yaml?.at(path))).toBe(place);
  });

  test.each([
    [["subject"], "1:1"],
    [["blocks", 0, "poll"], "3:5"],
    [["blocks", 0, "poll", "options", 0, "title"], "6:19"],
    [["blocks", 0, "poll", "nowhere"], "4:7"],
    [["blocks", 1], "8:5"],
  ])("with its key at %j is %s", (path, place) => {
    expect(show(yaml?.keyAt(path))).toBe(place);
  });
});

describe("where a place inside a text stands", () => {
  /** The place of the word WORD in the value must be its place in the file. */
  function foundAndReal(text: string): readonly [string, string] {
    const { yaml, problems } = readYaml({ file: "a.yaml", text });
    expect(problems.map(formatProblem)).toEqual([]);
    const value = String((yaml?.value as { b: unknown } | undefined)?.b);
    const [line, column] = lineAndColumn(value.slice(0, value.indexOf("WORD")));
    const at = yaml?.within(["b"], line, column);
    const [realLine, realColumn] = lineAndColumn(text.slice(0, text.indexOf("WORD")));
    return [`${at?.line}:${at?.column}`, `${realLine}:${realColumn}`];
  }

  function lineAndColumn(before: string): readonly [number, number] {
    const lines = before.split("\n");
    return [lines.length, (lines.at(-1) ?? "").length + 1];
  }

  test.each([
    ["a plain value", "a: 1\nb: say WORD\n"],
    ["a plain value far from its key", "a: 1\nb:     say WORD\n"],
    ["a value on the line below its key", "b:\n  say WORD\n"],
    ["a value in braces", "{a: 1, b: say WORD}"],
    ["double quotes", 'b: "say WORD"\n'],
    ["double quotes with escapes before it", 'b: "\\"\\t\\\\ \\x41 \\u00e9 WORD"\n'],
    ["double quotes with an escaped emoji before it", 'b: "\\U0001F600 WORD"\n'],
    ["double quotes with an emoji before it", 'b: "😀 WORD"\n'],
    ["double quotes with an escaped line end before it", 'b: "a\\n\\nb WORD"\n'],
    ["single quotes", "b: 'say WORD'\n"],
    ["single quotes with doubled ones before it", "b: 'it''s ''so'' WORD'\n"],
    ["a text", "b: |\n  say\n  more WORD\n"],
    ["a text that keeps its last line ends", "b: |+\n  say\n  WORD\n\n\n"],
    ["a text that drops its last line end", "b: |-\n  WORD"],
    ["a deeper text", "a:\n  - c\nb: |\n        say\n        WORD\n"],
    ["a text with an inner indentation", "b: |\n  say\n      more WORD\n"],
    ["a text with leading empty lines", "b: |\n\n\n  say\n  WORD\n"],
    ["a text whose first line is indented further", "b: |2\n      say\n  WORD\n"],
    ["a text indented by one", "b: |1\n     say WORD\n x\n"],
    ["a text that begins with an empty line and is indented further", "b: |2\n\n     WORD\n  x\n"],
    ["a text with a comment in its header", "b: |  # a note\n  say\n  WORD\n"],
    ["a text with empty lines", "b: |\n  say\n\n  \n  WORD\n"],
    ["a text with CRLF", "a: 1\r\nb: |\r\n  say\r\n\r\n  more WORD\r\n"],
    ["a text with CRLF and an indentation", "b: |2\r\n      say\r\n  WORD\r\n"],
    ["a value with CRLF", "a: 1\r\nb: say WORD\r\n"],
  ])("is exact in %s", (_, text) => {
    const [found, real] = foundAndReal(text);
    expect(found).toBe(real);
  });

  test.each([
    ["a folded text", "b: >\n  say\n  WORD\n"],
    ["a plain value over two lines", "b: say\n  WORD\n"],
    ["quotes over two lines", 'b: "say\n  WORD"\n'],
  ])("is the start of the value in %s", (_, text) => {
    expect(foundAndReal(text)[0]).toBe("1:4");
  });
});
