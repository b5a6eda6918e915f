import { describe, expect, test } from "@jest/globals";
import { isPrintable, printable } from "../../src/base/printable.ts";

const woman = "👩\u200d🚀";

describe("what a reader's value may not contain", () => {
  test.each([
    ["a line break that could start a header", "Ada\r\nBcc: bob@example.org", "Ada Bcc: bob@example.org"],
    ["a bare CR", "Ada\rBob", "Ada Bob"],
    ["a bare LF", "Ada\nBob", "Ada Bob"],
    ["a tab", "Ada\tBob", "Ada Bob"],
    ["a NUL", "Ada\0Bob", "Ada Bob"],
    ["an escape sequence", "Ada\u001b[31mBob", "Ada [31mBob"],
    ["DEL", "Ada\u007fBob", "Ada Bob"],
    ["a C1 control", "Ada\u0085Bob", "Ada Bob"],
    ["a line separator", "Ada\u2028Bob", "Ada Bob"],
    ["a paragraph separator", "Ada\u2029Bob", "Ada Bob"],
    ["a right-to-left override", "Ada\u202egro.elpmaxe", "Ada gro.elpmaxe"],
    ["an isolate", "\u2066Ada\u2069 Bob", "Ada Bob"],
    ["marks of direction", "\u200eAda\u200f\u061cBob", "Ada Bob"],
    ["a byte order mark", "\ufeffAda", "Ada"],
    ["an annotation", "Ada\ufff9Bob", "Ada Bob"],
    ["a lone high surrogate", "Ada\ud83dBob", "Ada Bob"],
    ["a lone low surrogate", "Ada\ude00Bob", "Ada Bob"],
    ["many of them in a row", "Ada\r\n\r\n \u202e Bob", "Ada Bob"],
    ["nothing else", "\r\n", ""],
  ])("%s becomes a space", (_, value, shown) => {
    expect(printable(value)).toBe(shown);
    expect(isPrintable(value)).toBe(false);
  });

  test.each([
    ["letters with marks", "Zalán Borsos"],
    ["decomposed letters", "Zala\u0301n"],
    ["Arabic", "مرحبا يا عالم"],
    ["Hebrew with points", "שָׁלוֹם"],
    ["Persian with a zero-width non-joiner", "می\u200cخواهم"],
    ["an emoji made of two", `${woman} Ada`],
    ["a flag and a skin tone", "🇭🇺 👍🏽"],
    ["Devanagari with a joiner", "क्\u200dष"],
    ["markup", "<b>&amp; {{x}}"],
    ["a no-break space", "10\u00a0km"],
    ["nothing", ""],
  ])("%s stays as it is", (_, value) => {
    expect(printable(value)).toBe(value);
    expect(isPrintable(value)).toBe(true);
  });

  test("outer spaces go, and runs of spaces become one", () => {
    expect(printable("  Ada   Lovelace ")).toBe("Ada Lovelace");
    expect(isPrintable("  Ada   Lovelace ")).toBe(true);
  });

  test("what is printable stays the same when it is made printable again", () => {
    const once = printable(" a\r\n\u202eb \ud800 ");
    expect(printable(once)).toBe(once);
  });
});
