import { describe, expect, test } from "@jest/globals";
import { type ComparisonSign, comparisonSigns, compares, valuesAround } from "../../src/model/comparison.ts";
import { possibleVariants } from "../../src/model/possible-variants.ts";

describe("a comparison", () => {
  test.each<[value: string, holding: readonly ComparisonSign[], bound: string]>([
    ["9", ["<", "<="], "10"],
    ["10", ["<=", ">="], "10"],
    ["10.5", [">", ">="], "10"],
    ["-2", ["<", "<="], "-1.5"],
    ["1999-12-31", ["<", "<="], "2000-01-01"],
    ["2000-01-01", ["<=", ">="], "2000-01-01"],
    ["10000-01-01", [], "2000-01-01"],
    ["", [], "10"],
    ["ten", [], "10"],
    ["1e9", [], "10"],
    ["2000", [], "2000-01-01"],
    ["2000-01-01", [], "2000"],
  ])("of %j holds for %j %s", (value, holding, bound) => {
    expect(comparisonSigns.filter((sign) => compares(value, sign, bound))).toEqual(holding);
  });

  test("has a value on either side of its bound", () => {
    for (const bound of ["0", "-7.25", "999999999", "999999999999999", "1999-12-31", "2000-03-01"]) {
      const [below = "", equal = "", above = ""] = valuesAround(bound);
      expect([
        compares(below, "<", bound),
        compares(equal, ">=", bound),
        compares(above, ">", bound),
      ]).toEqual([true, true, true]);
    }
  });

  test("makes as many variants as there are sides to it", () => {
    const age = (sign: ComparisonSign, value: string) =>
      ({ type: "compare", field: "age", sign, value }) as const;
    const variants = possibleVariants({
      issue: "hello",
      arms: 1,
      languages: ["en"],
      conditions: [age("<", "18"), age(">=", "18"), age(">", "64")],
    });
    expect(variants?.map(({ key }) => key).toSorted()).toEqual(["000", "010", "011", "100"]);
  });
});
