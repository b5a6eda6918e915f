import { expect, test } from "@jest/globals";
import { problem } from "../../src/base/problem.ts";
import { dataAge } from "../../src/cli/check/data-age.ts";

const found = (code: string) => [problem({ file: "a", line: 1, column: 1 }, code, "x.", "y.")];
const day = "2026-05-13";
const at = (text: string) => Date.parse(`${text}T12:00:00Z`);

test("the day of the data is said beside findings that rest on them, and that they are old when they are", () => {
  expect(dataAge(found("check/link-twice"), day, at("2030-01-01"))).toBeUndefined();
  expect(dataAge(found("check/client-support"), day, at("2026-11-29"))).toBe(
    "What mail programs know is as caniemail.com had it on 2026-05-13.",
  );
  expect(dataAge(found("check/client-partly"), day, at("2027-12-01"))).toBe(
    "What mail programs know is as caniemail.com had it on 2026-05-13, 18 months ago: bring Letterpress up to date for newer findings.",
  );
});
