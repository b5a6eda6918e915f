import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { rules } from "../../../src/check/rules/all.ts";

test("each rule has an id of its own, and says what readers see of it", () => {
  const ids = rules.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  for (const { id, why } of rules) {
    expect(id).toMatch(/^check\/[a-z]+(?:-[a-z]+)*$/);
    expect(why).toMatch(/^Readers\b.*\.$/);
  }
});

test("docs/rules.md has a line for each rule, in their order", async () => {
  const text = await readFile(join(import.meta.dirname, "../../../docs/rules.md"), "utf8");
  const lines = rules.map(({ id, severity, why }) => `| \`${id}\` | ${severity} | ${why} |`);
  expect(text.split("\n").filter((line) => line.startsWith("| `check/"))).toEqual(lines);
});
