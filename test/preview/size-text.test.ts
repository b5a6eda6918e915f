import { expect, test } from "@jest/globals";
import { gmailShows, gmailStyles } from "../../src/check/gmail-limits.ts";
import { sizeText } from "../../src/preview/page/size-text.ts";

test("a size is said in the unit of Gmail's limits, with a decimal where it says something", () => {
  const said = [0, 1023, 1024, 4300, 102_300, 1_048_063, 1_048_064, 1_258_291].map(sizeText);
  expect(said).toEqual(["0 bytes", "1023 bytes", "1 KB", "4.2 KB", "99.9 KB", "1023 KB", "1.0 MB", "1.2 MB"]);
  expect([gmailShows, gmailStyles].map(sizeText)).toEqual(["100 KB", "16 KB"]);
});
