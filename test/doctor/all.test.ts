import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { examinations } from "../../src/doctor/all.ts";

test("each examination has an id of its own, and says in sentences why and what helps", () => {
  const ids = examinations.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  for (const { id, why, helps } of examinations) {
    expect(id).toMatch(/^(?:here|relay|dns|service|probe)\/[a-z]+(?:-[a-z0-9]+)*$/);
    expect(why).toMatch(/^[A-Z].*\.$/);
    expect(helps).toMatch(/^[A-Z].*/);
  }
});

test("docs/doctor.md has a line for each examination, in their order", async () => {
  const text = await readFile(join(import.meta.dirname, "../../docs/doctor.md"), "utf8");
  const lines = examinations.map(({ id, why, helps }) => `| \`${id}\` | ${why} | ${helps} |`);
  expect(text.split("\n").filter((line) => /^\| `[a-z]+\//.test(line))).toEqual(lines);
});
