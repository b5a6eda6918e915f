import { describe, expect, test } from "@jest/globals";
import type { AudienceExpression } from "../../src/model/audience.ts";
import { mostVariants, possibleVariants } from "../../src/model/possible-variants.ts";
import { type Split, undivided, variantOf, variantWords } from "../../src/model/variant.ts";

const tag = (name: string): AudienceExpression => ({ type: "tag", tag: name });
const city = (...values: string[]): AudienceExpression => ({ type: "in", field: "city", values });

function split(given: Partial<Split>): Split {
  return { ...undivided("a"), ...given };
}

function keysOf(given: Partial<Split>): readonly string[] | undefined {
  return possibleVariants(split(given))?.map(({ key }) => key);
}

describe("the variants that can be", () => {
  test("of an undivided issue are one", () => {
    expect(keysOf({})).toEqual(["all"]);
  });

  test("are every arm in every language with every answer, the fullest first", () => {
    expect(keysOf({ languages: ["en", "de"], arms: 2, conditions: [tag("member")] })).toEqual([
      ...["en.a.1", "en.b.1", "en.a.0", "en.b.0"],
      ...["de.a.1", "de.b.1", "de.a.0", "de.b.0"],
    ]);
  });

  test("leave out what no reader can be: in two cities, or a member who is none", () => {
    expect(keysOf({ conditions: [city("Paris"), city("London")] })).toEqual(["10", "01", "00"]);
    expect(keysOf({ conditions: [tag("member"), { type: "not", of: tag("member") }] })).toEqual(["10", "01"]);
  });

  test("know that the language is a field too", () => {
    const german: AudienceExpression = { type: "in", field: "language", values: ["de"] };
    // A reader of de-AT gets the German edition, and the condition does not hold.
    expect(keysOf({ languages: ["en", "de"], conditions: [german] })).toEqual(["en.0", "de.1", "de.0"]);
  });

  test("of many cities stay few, and of many tags are too many", () => {
    const cities = Array.from({ length: 20 }, (_, index) => city(`City ${index}`));
    expect(keysOf({ conditions: cities })).toHaveLength(21);
    const tags = Array.from({ length: 6 }, (_, index) => tag(`t${index}`));
    expect(keysOf({ conditions: tags })).toHaveLength(mostVariants);
    expect(keysOf({ conditions: [...tags, tag("one-more")] })).toBeUndefined();
    const hundred = Array.from({ length: 100 }, (_, index) => tag(`t${index}`));
    expect(keysOf({ conditions: hundred })).toBeUndefined();
    expect(keysOf({ conditions: [{ type: "or", of: hundred }] })).toEqual(["1", "0"]);
    expect(keysOf({ conditions: [{ type: "and", of: hundred }, tag("t0")] })).toEqual(["11", "01", "00"]);
  });

  test("hold every reader that there is", () => {
    const given = split({
      languages: ["en", "de", "pt-BR"],
      arms: 3,
      conditions: [
        { type: "not", of: { type: "in", field: "language", values: ["de", "DE", "en"] } },
        tag("member"),
        {
          type: "and",
          of: [
            { type: "known", field: "city" },
            { type: "not", of: city("Rome") },
          ],
        },
      ],
    });
    const keys = new Set(possibleVariants(given)?.map(({ key }) => key));
    const values = ["", "en", "de-AT", "DE", "pt_BR", "xx", "Rome", "de", "PT-br", "Paris", "en-GB"];
    for (let id = 1; id < 400; id += 1) {
      const pick = (salt: number) => values[(id * salt) % values.length] ?? "";
      const tags = id % 3 === 0 ? ["member"] : [];
      const reader = { id, tags, lists: [], fields: { language: pick(5), city: pick(3) } };
      expect([variantOf(given, reader).key, keys.has(variantOf(given, reader).key)]).toContain(true);
    }
  });
});

test("a variant is told in words", () => {
  const given = split({ languages: ["en", "de"], arms: 2, conditions: [tag("member"), city("Rome")] });
  const variant = { key: "de.b.10", language: "de", arm: 1, holds: [true, false] };
  expect(variantWords(given, variant)).toBe('language de, subject b, tag "member", not city = "Rome"');
});

test("the arms of a test are drawn evenly, and anew for each issue", () => {
  const armsOf = (issue: string) =>
    Array.from(
      { length: 10_000 },
      (_, id) =>
        variantOf({ ...undivided(issue), arms: 2 }, { id: id + 1, fields: {}, tags: [], lists: [] }).arm,
    );
  const [one, other] = [armsOf("2026-11-27-one"), armsOf("2026-12-04-other")];
  const share = (list: readonly boolean[]) => list.filter(Boolean).length / list.length;
  expect(Math.abs(share(one.map((arm) => arm === 0)) - 0.5)).toBeLessThan(0.02);
  expect(Math.abs(share(one.map((arm, index) => arm === other[index])) - 0.5)).toBeLessThan(0.03);
});
