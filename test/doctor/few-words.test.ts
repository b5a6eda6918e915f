import { expect, test } from "@jest/globals";
import { fewWords } from "../../src/doctor/few-words.ts";

test("Ten are named, and how many more there are", () => {
  const words = Array.from({ length: 1_210 }, (_, index) => String(index));
  expect(fewWords(words.slice(0, 10))).toBe("0, 1, 2, 3, 4, 5, 6, 7, 8, 9");
  expect(fewWords(words, "; ")).toBe("0; 1; 2; 3; 4; 5; 6; 7; 8; 9 and 1,200 more");
});
