import { describe, expect, test } from "@jest/globals";
import { Sheets } from "../../src/message/sheet.ts";

describe("the sheets of a press", () => {
  test("are never the same for two messages that wait at once, also when one is given back twice", () => {
    const sheets = new Sheets();
    const [one, two] = [sheets.take(), sheets.take()];
    expect(two.sheet).not.toBe(one.sheet);
    one.free();
    one.free();
    expect(sheets.take().sheet).toBe(one.sheet);
    expect([one.sheet, two.sheet]).not.toContain(sheets.take().sheet);
  });

  test("are used again from the one that was free last", () => {
    const sheets = new Sheets();
    const [one, two] = [sheets.take(), sheets.take()];
    one.free();
    two.free();
    expect(sheets.take().sheet).toBe(two.sheet);
    expect(sheets.take().sheet).toBe(one.sheet);
  });
});
