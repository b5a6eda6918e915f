import { describe, expect, test } from "@jest/globals";
import { formatProblem } from "../../src/base/problem.ts";
import { readYaml } from "../../src/source/yaml/read-yaml.ts";

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
