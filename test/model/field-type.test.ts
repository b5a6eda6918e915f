import { describe, expect, test } from "@jest/globals";
import { fieldValue, type TypedField } from "../../src/model/field-type.ts";

function storedAs(field: TypedField, written: string): string | undefined {
  const read = fieldValue(field, written);
  return read.status === "valid" ? read.value : undefined;
}

const plan = { type: "choice", options: ["Gold", "silver", "Ärztin"] } as const;

describe("a value of a field", () => {
  test.each<[field: TypedField, written: string, stored: string | undefined]>([
    [{}, " Ada\r\nBcc: x ", "Ada Bcc: x"],
    [{}, "x".repeat(201), undefined],
    [{}, "🎉".repeat(200), "🎉".repeat(200)],
    [{ type: "number" }, "12", "12"],
    [{ type: "number" }, "+007.500", "7.5"],
    [{ type: "number" }, "-0.0", "0"],
    [{ type: "number" }, "-3.20", "-3.2"],
    [{ type: "number" }, "999999999999999", "999999999999999"],
    [{ type: "number" }, "1,5", undefined],
    [{ type: "number" }, "1e3", undefined],
    [{ type: "number" }, "NaN", undefined],
    [{ type: "number" }, "0x10", undefined],
    [{ type: "number" }, ".5", undefined],
    [{ type: "date" }, "2000-02-29", "2000-02-29"],
    [{ type: "date" }, "2000-02-29T23:59:59Z", "2000-02-29"],
    [{ type: "date" }, "2000-02-29 07:00:00", "2000-02-29"],
    [{ type: "date" }, "1.2.2000", "2000-02-01"],
    [{ type: "date" }, "2001-02-29", undefined],
    [{ type: "date" }, "02/03/2000", undefined],
    [{ type: "date" }, "2000-02-29x", undefined],
    [plan, "Gold", "Gold"],
    [plan, "GOLD", "Gold"],
    [plan, "a\u0308rztin", "Ärztin"],
    [plan, "bronze", undefined],
  ])("%j takes %j as %j", (field, written, stored) => {
    expect(storedAs(field, written)).toBe(stored);
  });

  test("that is empty is valid for every type, and means not known", () => {
    for (const field of [{}, { type: "number" }, { type: "date" }, plan] as const)
      expect(storedAs(field, " \t")).toBe("");
  });

  test("stays as it is when it is read again", () => {
    for (const [field, written] of [
      [{ type: "number" }, "-00.10"],
      [{ type: "date" }, "31.12.1999"],
      [plan, "SILVER"],
    ] as const) {
      const stored = storedAs(field, written) ?? "";
      expect(storedAs(field, stored)).toBe(stored);
    }
  });

  test("is refused with what was meant", () => {
    expect(fieldValue(plan, "Glod")).toEqual({
      status: "invalid",
      reason: 'is none of its options ("Glod"); did you mean "Gold"?',
    });
    expect(fieldValue(plan, "x".repeat(99))).toEqual({
      status: "invalid",
      reason: `is none of its options ("${"x".repeat(39)}…"); it is one of: Gold, silver, Ärztin`,
    });
  });
});
