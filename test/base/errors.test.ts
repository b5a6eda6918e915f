import { readFile } from "node:fs/promises";
import { describe, expect, test } from "@jest/globals";
import { faultText, LetterpressError, systemCode } from "../../src/base/errors.ts";

describe("an error a person can do something about", () => {
  test("keeps its code, its remedy and its cause", () => {
    const cause = new Error("deep down");
    const error = new LetterpressError("config/x", "It is wrong.", "Mend it.", { cause });
    expect(error).toMatchObject({
      name: "LetterpressError",
      code: "config/x",
      message: "It is wrong.",
      remedy: "Mend it.",
      cause,
    });
    expect(error).toBeInstanceOf(Error);
  });
});

describe("what was thrown, as a sentence", () => {
  test("is our own words for a fault of the system", async () => {
    const fault = await readFile("/nowhere/at/all").catch((caught: unknown) => caught);
    expect(systemCode(fault)).toBe("ENOENT");
    expect(faultText(fault)).toBe("there is no such file or folder");
  });

  test.each([
    [new Error("it burns"), "it burns"],
    [Object.assign(new Error("odd"), { code: "EODD" }), "odd"],
    [Object.assign(new Error("inherited"), { code: "constructor" }), "inherited"],
    ["a bare text", "a bare text"],
    [undefined, "undefined"],
  ])("of %p is %j", (fault, text) => {
    expect(faultText(fault)).toBe(text);
  });

  test("has a code only when it is a fault of the system", () => {
    expect(systemCode(new Error("x"))).toBeUndefined();
    expect(systemCode(Object.assign(new Error("x"), { code: 7 }))).toBeUndefined();
    expect(systemCode("ENOENT")).toBeUndefined();
  });
});
