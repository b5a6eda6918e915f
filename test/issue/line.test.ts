import { describe, expect, test } from "@jest/globals";
import { parseIssue } from "../../src/issue/parse-issue.ts";
import { readText } from "../support/issue-text.ts";
import { full } from "./full-issue.ts";

describe("a line of text", () => {
  const partsOf = (subject: string) => readText(full({ subject })).issue?.subjects.en?.[0]?.parts;

  test.each([
    ["Hello", ["Hello"]],
    [
      "Hello {{firstName|Ada}}!",
      ["Hello ", expect.objectContaining({ name: "firstName", fallback: "Ada" }), "!"],
    ],
    ['"{{firstName|Ada}}"', [expect.objectContaining({ name: "firstName", fallback: "Ada" })]],
    [
      '"{{city}}{{city|Rome}}"',
      [expect.objectContaining({ fallback: "your town" }), expect.objectContaining({ fallback: "Rome" })],
    ],
    ["Use \\{{ x }}", ["Use {{ x }}"]],
    ['"**not** _markdown_ & <b>"', ["**not** _markdown_ & <b>"]],
    ["|\n  One\n  two", ["One two"]],
    ["|\n  One\n\n    two\n", ["One two"]],
    [">\n  One\n  two\n", ["One two"]],
    ['"  One  two  "', ["One two"]],
    ['"One\\ttwo\\nthree"', ["One two three"]],
    ["Qui\u00a0?", ["Qui\u00a0?"]],
    ['" {{city}} "', [expect.objectContaining({ name: "city" })]],
    ['"a {{city}} {{city}} b"', ["a ", expect.anything(), " ", expect.anything(), " b"]],
  ])("%j is read", (written, parts) => {
    expect(partsOf(written)).toEqual(parts);
  });

  test.each([
    ["Hi {{nobody|x}}", "1:13 issue/unknown-field"],
    ["Hi {{firstName}}", "1:13 issue/no-fallback"],
    ["Hi {{firstName", "1:13 issue/merge-field"],
    ["Hi {{{firstName}}}", "1:13 issue/merge-field"],
    ["Hi {{}}", "1:13 issue/unknown-field"],
    ["Hi {{constructor}}", "1:13 issue/unknown-field"],
    ['"a \\"b\\" {{nobody}}"', "1:19 issue/unknown-field"],
    ["'it''s {{nobody}}'", "1:17 issue/unknown-field"],
    ["|\n  One\n  two {{nobody}}", "3:7 issue/unknown-field"],
  ])("with a mistake in it says where: %j", (subject, code) => {
    expect(readText(full({ subject })).codes).toEqual([code]);
  });

  test.each([
    [
      "{{frstName|x}}",
      'Did you mean "firstName"? Fields are declared in letterpress.yaml; "\\{{" writes two brackets.',
    ],
    [
      "{{firstName}}",
      "Write a fallback, such as {{firstName|there}}, or declare a default in letterpress.yaml.",
    ],
    ["{{firstName", 'Close it with "}}", or write "\\{{".'],
  ])("with a mistake in it says what to do: %s", (written, remedy) => {
    expect(readText(full({ subject: `Hi ${written}` })).problems[0]?.remedy).toBe(remedy);
  });

  test("knows no field when none is declared", () => {
    const { problems } = parseIssue(
      { file: "a.yaml", text: full({ subject: "Hi {{firstName}}" }) },
      { fields: {} },
    );
    expect(problems[0]?.remedy).toMatch(/^None is declared\./);
  });
});
