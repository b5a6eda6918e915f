import { describe, expect, test } from "@jest/globals";
import { formatProblem } from "../../src/base/problem.ts";
import { type AudienceExpression, audienceText } from "../../src/model/audience.ts";
import { parseAudience } from "../../src/source/audience/parse-audience.ts";
import { chanceOf, randomAudience } from "../support/random-audience.ts";
import { known } from "./known-names.ts";

function read(text: string) {
  return parseAudience(text, (line, column) => ({ file: "send", line, column }), known);
}

function expressionOf(text: string): AudienceExpression | undefined {
  const { expression, problems } = read(text);
  expect(problems.map(formatProblem)).toEqual([]);
  return expression;
}

/** Each finding as `column code`; a line but the first stands before it. */
function faultsOf(text: string): readonly string[] {
  const { expression, problems } = read(text);
  expect(problems.length === 0).toBe(expression !== undefined);
  return problems.map(({ at, code }) => `${at.line === 1 ? "" : `${at.line}:`}${at.column} ${code.slice(9)}`);
}

const weekly = { type: "list", list: "weekly" } as const;
const member = { type: "tag", tag: "member" } as const;
const beta = { type: "tag", tag: "beta" } as const;
const city = { type: "known", field: "city" } as const;
const inCity = (...values: string[]) => ({ type: "in", field: "city", values }) as const;

describe("an audience expression", () => {
  test.each<[text: string, expression: AudienceExpression]>([
    ["list weekly", weekly],
    ['list "weekly"', weekly],
    ["tag member", member],
    ["tag 'press-2025'", { type: "tag", tag: "press-2025" }],
    ["tag förderer", { type: "tag", tag: "förderer" }],
    ["tag fo\u0308rderer", { type: "tag", tag: "f\u00f6rderer" }],
    ["city", city],
    ["not city", { type: "not", of: city }],
    ['city = "Paris"', inCity("Paris")],
    ["city = Köln", inCity("Köln")],
    ["city=Paris", inCity("Paris")],
    ["city = 75001", inCity("75001")],
    ["city = 'Say \"hi\" \\ there'", inCity('Say "hi" \\ there')],
    ['city = "a \\"b\\" \\\\ \\u00e9"', inCity('a "b" \\ é')],
    ['city = ""', inCity("")],
    ['city != "Paris"', { type: "not", of: inCity("Paris") }],
    ['city in ("Paris", Lyon)', inCity("Paris", "Lyon")],
    ['city not in ("Paris", "Lyon")', { type: "not", of: inCity("Paris", "Lyon") }],
    ["country in (IN, OR, NOT)", { type: "in", field: "country", values: ["IN", "OR", "NOT"] }],
    ["list in (weekly, monthly)", { type: "or", of: [weekly, { type: "list", list: "monthly" }] }],
    ["tag in (member)", member],
    ["tag not in (member, beta)", { type: "not", of: { type: "or", of: [member, beta] } }],
    ["tag member and tag beta and city", { type: "and", of: [member, beta, city] }],
    ["tag member or tag beta and city", { type: "or", of: [member, { type: "and", of: [beta, city] }] }],
    ["(tag member or tag beta) and city", { type: "and", of: [{ type: "or", of: [member, beta] }, city] }],
    ["not tag member and city", { type: "and", of: [{ type: "not", of: member }, city] }],
    ["not (tag member and city)", { type: "not", of: { type: "and", of: [member, city] } }],
    ["not not city", { type: "not", of: { type: "not", of: city } }],
    ["((tag member))", member],
    ["  tag\n  member\n", member],
  ])("%s", (text, expression) => {
    expect(expressionOf(text)).toEqual(expression);
  });

  test("written anew is read as the same expression", () => {
    const chance = chanceOf(3);
    for (let round = 0; round < 400; round += 1) {
      const expression = randomAudience(chance, known, round % 4);
      const text = audienceText(expression);
      if (text.length <= 1000) expect(expressionOf(text)).toEqual(expression);
    }
  });
});

describe("a fault in an audience expression is found at its column", () => {
  test.each<[text: string, ...faults: string[]]>([
    ["", "1 empty"],
    [" \n ", "1 empty"],
    ["tag membr", "5 unknown-tag"],
    ["list weakly", "6 unknown-list"],
    ["ctiy", "1 unknown-field"],
    ["ctiy = Paris and tag membr", "1 unknown-field", "22 unknown-tag"],
    ["tag in (member, bta)", "17 unknown-tag"],
    ['city == "Paris"', "6 sign"],
    ["city = Paris && tag member", "14 sign"],
    ["city = Paris || !tag member", "14 sign", "17 sign"],
    ["city <> Paris", "6 sign"],
    ["city: Paris", "5 sign"],
    ["city is Paris or tag membr", "6 sign", "22 unknown-tag"],
    ["tag member AND NOT city", "12 capitals", "16 capitals"],
    ["TAG member", "1 capitals"],
    ["city NOT IN (Paris)", "6 capitals", "10 capitals"],
    ["tag = member", "5 compared"],
    ["city = 'Paris", "8 quote"],
    ['city = "Paris\\"', "8 quote"],
    ["city = O'Brien", "9 quote"],
    ['city = "a\\qb"', "10 escape"],
    ['city = "a\\nb"', "8 invisible"],
    ["city = “Paris”", "8 curly-quotes"],
    ["city = New York", "8 bare-words"],
    ["city = in", "8 bare-words"],
    ["city = 100%", "11 character"],
    ["city =", "7 no-value"],
    ["city = and tag membr", "8 no-value", "16 unknown-tag"],
    ["tag", "4 no-value"],
    ["tag not member", "5 no-value"],
    ["city in Paris", "9 no-bracket"],
    ["city in ()", "10 no-value"],
    ["city in (Paris Lyon)", "10 bare-words"],
    ['city in ("Paris" "Lyon")', "18 comma"],
    ['city in ("Paris"', "9 bracket"],
    ["(tag member", "1 bracket"],
    ["((tag member)", "1 bracket"],
    ["tag member)", "11 bracket"],
    ["tag member) and tag membr", "11 bracket", "21 unknown-tag"],
    ["tag member tag beta", "12 no-word"],
    ["tag member city = Paris", "12 no-word"],
    ["city (tag member)", "6 no-word"],
    ['"city" = Paris', "1 quoted-field"],
    ["and tag member", "1 no-condition"],
    ["tag member and", "15 no-condition"],
    ["tag member or or tag beta", "15 no-condition"],
    ["()", "2 no-condition"],
    ["= Paris", "1 no-condition"],
    ["tag member in (a)", "12 trailing"],
    ["(tag member, tag beta)", "12 trailing"],
    ["tag member\nand\n  tag membr", "3:7 unknown-tag"],
    ["a".repeat(1001), "1 too-long"],
    [`${"(".repeat(21)}tag member${")".repeat(21)}`, "21 too-deep"],
    [`${"not ".repeat(240)}city`, "81 too-deep"],
    ["(".repeat(1000), "21 too-deep"],
  ])("%s", (text, ...faults) => {
    expect(faultsOf(text)).toEqual(faults);
  });

  test.each<[text: string, remedy: string]>([
    ["tag membr", 'Did you mean "member"? Declare it in letterpress.yaml, under "tags".'],
    ["list weakly", 'Did you mean "weekly"? Declare it in letterpress.yaml, under "lists".'],
    ["ctiy", 'Did you mean "city"? Declare it in letterpress.yaml, under "fields".'],
    ["member", 'Write "tag member".'],
    ["weekly", 'Write "list weekly".'],
    ["tag = member", 'Write "tag member".'],
    ["tag == member", 'Write "tag member".'],
    ["members", 'Did you mean "tag member"?'],
    ["tag member, beta", "Write tag in (member, beta)."],
    ["city = Paris, 'New York'", 'Write city in (Paris, "New York").'],
    ["tag != member", 'Write "not tag member".'],
    ['city == "Paris"', 'A field is compared with =, as in city = "Paris".'],
    ["city && tag member", 'Write "and".'],
    ["city AND tag member", 'Write "and".'],
    ["city = New York", 'Write "New York".'],
    ["city = “Paris”", 'Write "Paris".'],
    ["city = Paris or Lyon", 'For several values write city in ("Paris", "Lyon").'],
    ["city = O'Brien", "Put double quotes round the whole value."],
    ['"city" = Paris', "Write city without quotes."],
  ])("%s: %s", (text, remedy) => {
    expect(read(text).problems.map((one) => one.remedy)).toEqual([remedy]);
  });

  test("whatever the text, reading it ends with an expression or with a finding inside it", () => {
    const chance = chanceOf(11);
    const pieces = [
      "(",
      ")",
      ",",
      "=",
      "!=",
      "not",
      "and",
      "or",
      "in",
      "list",
      "tag",
      "city",
      "Paris",
      '"',
      "'",
    ];
    const others = [
      "member",
      "weekly",
      "\\",
      "\n",
      "“",
      "%",
      "\u0000",
      "\ud800",
      "AND",
      "==",
      "is",
      " ",
      '"a"',
    ];
    for (let round = 0; round < 3000; round += 1) {
      const words = Array.from({ length: 1 + chance(12) }, () => {
        const from = chance(3) === 0 ? others : pieces;
        return from[chance(from.length)] ?? "";
      });
      const text = words.join(chance(2) === 0 ? " " : "");
      const lines = text.split("\n");
      const { expression, problems } = read(text);
      expect(problems.length === 0).toBe(expression !== undefined);
      for (const { at } of problems) {
        expect(at.column).toBeGreaterThan(0);
        expect(at.column).toBeLessThanOrEqual((lines[at.line - 1] ?? "").length + 1);
      }
    }
  });
});

describe("what is accepted", () => {
  test("can be typed again as it is written anew, however it was written", () => {
    const many = `tag in (${Array.from({ length: 300 }, () => "beta").join(", ")})`.slice(0, 900);
    const texts = [
      many.replace(/, ?\w*$/, ")"),
      `${"(city and (country or ".repeat(5)}firstName${"))".repeat(5)}`,
      "city or country and firstName or not city",
    ];
    for (const text of texts) {
      const { expression } = read(text);
      if (expression !== undefined) expect(expressionOf(audienceText(expression))).toEqual(expression);
    }
    expect(read(texts[0] ?? "").problems.map(formatProblem)).toEqual([
      expect.stringMatching(/the audience is \d+ characters long; 1000 are the most\./),
    ]);
    expect(
      audienceText({
        type: "or",
        of: [
          { type: "tag", tag: "a" },
          { type: "tag", tag: "b" },
        ],
      }),
    ).toBe('tag in ("a", "b")');
  });

  test("is not nested deeper when it is written anew", () => {
    const nested = (levels: number) =>
      `${"(city or country and ".repeat(levels)}firstName${")".repeat(levels)}`;
    expect(faultsOf(nested(10))).toEqual([]);
    expect(faultsOf(nested(12))).toEqual(["1 too-deep"]);
  });
});

test("an expression as it was frozen is read when no types are declared any more", () => {
  for (const text of ['city >= "18"', 'city < "1999-12-31"']) {
    const expression = expressionOf(text);
    expect(expression === undefined ? "" : audienceText(expression)).toBe(text);
  }
});
