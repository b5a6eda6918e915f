import { expect, test } from "@jest/globals";
import { durationWords } from "../../src/base/duration-words.ts";

test.each([
  [-5, "1 second"],
  [0, "1 second"],
  [1_400, "1 second"],
  [89_000, "89 seconds"],
  [90_000, "2 minutes"],
  [3_600_100, "60 minutes"],
  [5_400_000, "1.5 hours"],
  [7_200_000, "2 hours"],
  [172_800_000, "2 days"],
  [315_360_000_000, "3,650 days"],
])("%s ms are about %s", (ms, words) => {
  expect(durationWords(ms)).toBe(words);
});
