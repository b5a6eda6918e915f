import { expect, test } from "@jest/globals";
import { shortened } from "../../src/base/shortened.ts";

test.each([
  ["what fits stays", "five!", 5, "five!"],
  ["what is longer ends in …, which counts", "longer", 5, "long…"],
  ["lines become one", " one\n  two ", 10, "one two"],
  ["no half of a character is left", "ab🎉cd", 4, "ab…"],
])("In a text inside a sentence, %s", (_, text, most, short) => {
  expect(shortened(text, most)).toBe(short);
});
