import { execFileSync } from "node:child_process";
import { expect, test } from "@jest/globals";
import { quoted } from "../../src/base/quoted.ts";

test("a shell reads back every word that is quoted, and plain ones stay as they are", () => {
  const words = ["", "no blocks", "it's", "a\nb", "$HOME", "`id`", "*", "~", "!", "a\\b", 'tag "é"', "x;y"];
  const echoed = execFileSync("sh", ["-c", `printf '%s\\0' ${words.map(quoted).join(" ")}`]).toString();
  expect(echoed.split("\0").slice(0, -1)).toEqual(words);
  for (const plain of ["2026-09-01-quiet", "issues/a.yaml", "--only"]) expect(quoted(plain)).toBe(plain);
});
