import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { ruleAnchor } from "../../../src/check/rule-section.ts";
import { everyRule, rules } from "../../../src/check/rules/all.ts";

test("each rule has an id of its own, and says what readers see of it", () => {
  const ids = everyRule.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  for (const { id, why } of everyRule) {
    expect(id).toMatch(/^[a-z]+\/[a-z]+(?:-[a-z]+)*$/);
    expect(why).toMatch(/^Readers\b.*\.$/);
  }
  expect(rules.map(({ id }) => id).filter((id) => !id.startsWith("check/"))).toEqual([]);
});

test("docs/rules.md has a line for each rule, those whose findings are noticed on the way too, and no other", async () => {
  const text = await readFile(join(import.meta.dirname, "../../../docs/rules.md"), "utf8");
  const link = (id: string) => `[\`${id}\`](reference/${ruleAnchor(id).replace("#", ".md#")})`;
  const lines = everyRule.map(({ id, severity, why }) => `| ${link(id)} | ${severity} | ${why} |`);
  expect(
    text
      .split("\n")
      .filter((line) => /^\| \[`[a-z]+\//.test(line))
      .sort(),
  ).toEqual(lines.sort());
});
