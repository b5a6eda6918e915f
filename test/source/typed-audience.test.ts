import { describe, expect, test } from "@jest/globals";
import { formatProblem } from "../../src/base/problem.ts";
import { audienceText } from "../../src/model/audience.ts";
import { parseAudience } from "../../src/source/audience/parse-audience.ts";
import { known } from "./known-names.ts";

describe("a field with a type", () => {
  const types = {
    age: { type: "number" },
    born: { type: "date" },
    plan: { type: "choice", options: ["Gold", "Silver"] },
  } as const;
  const readTyped = (text: string) =>
    parseAudience(text, (line, column) => ({ file: "send", line, column }), {
      ...known,
      fields: [...known.fields, "age", "born", "plan"],
      types,
    });

  test.each([
    ["age = 042.50", 'age = "42.5"'],
    ["age != 0", 'not age = "0"'],
    ['born in ("31.12.1999", 2000-01-02)', 'born in ("1999-12-31", "2000-01-02")'],
    ["plan = gold", 'plan = "Gold"'],
    ['plan = ""', 'plan = ""'],
    ["city = gold", 'city = "gold"'],
    ["age >= 018", 'age >= "18"'],
    ["not age<2.50", 'not age < "2.5"'],
    ["born > 31.12.1999 and born <= 2001-01-01", 'born > "1999-12-31" and born <= "2001-01-01"'],
  ])("%s is compared as %s", (written, anew) => {
    const { expression, problems } = readTyped(written);
    expect(problems.map(formatProblem)).toEqual([]);
    expect(expression === undefined ? undefined : audienceText(expression)).toBe(anew);
  });

  test.each([
    [
      "plan = Glod",
      'send:1:8 no reader has this value: plan is none of its options ("Glod"); did you mean "Gold"?',
    ],
    ["born = 2000-02-30", 'send:1:8 no reader has this value: born is not a date ("2000-02-30")'],
    ['age in (7, "seven")', 'send:1:12 no reader has this value: age is not a number ("seven")'],
    ["age > seven", 'send:1:7 no reader has this value: age is not a number ("seven")'],
    ['age > ""', 'send:1:7 ">" compares with a number or a date. Write it like 12 or 2026-12-31.'],
    ["age >", "send:1:6 a number or a date is missing before the end."],
    [
      "plan < Gold",
      'send:1:6 "<" compares numbers and dates, and plan is neither. Give plan the type number or date',
    ],
    ["city >= Paris", 'send:1:6 ">=" compares numbers and dates, and city is neither.'],
    ["tag > member", 'send:1:5 a tag is named without ">". Write "tag member".'],
  ])("%s is told as what nobody can have", (written, sentence) => {
    const { expression, problems } = readTyped(written);
    expect(expression).toBeUndefined();
    expect(problems.map(formatProblem)).toEqual([expect.stringContaining(sentence)]);
  });
});
