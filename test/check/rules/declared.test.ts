import { readdirSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { everyRule } from "../../../src/check/rules/all.ts";
import { readSources, readText } from "../../architecture/read-repository.ts";
import { root } from "../../support/program.ts";

/** Where rules are declared, each in a file of its own beside a list of all. */
const folders = [
  "src/model/noticed",
  "src/check/rules",
  "src/check/clients/rules",
  "src/check/outside/online/rules",
  "src/check/outside/spam/rules",
];

const declared = folders.flatMap((folder) =>
  readdirSync(join(root, folder))
    .filter((name) => name.endsWith(".ts") && name !== "all.ts")
    .map((name) => `${folder}/${name}`),
);

describe("a rule", () => {
  test("is one file, named after its id, and every such file is in the list of its folder", () => {
    const ids = declared.map((path) => /\bid: "([a-z]+\/[a-z-]+)"/.exec(readText(path))?.[1]);
    expect(declared.filter((path, index) => ids[index]?.split("/")[1] !== basename(path, ".ts"))).toEqual([]);
    expect(ids.toSorted()).toEqual(everyRule.map(({ id }) => id).toSorted());
    for (const path of declared)
      expect(readText(join(dirname(path), "all.ts"))).toContain(`/${basename(path)}"`);
  });

  test("is the only way to a warning", () => {
    const makers = readSources("src")
      .map(({ path }) => path)
      .filter((path) => /severity: "warning"|"warning" as const/.test(readText(path)))
      .filter((path) => !declared.includes(path));
    expect(makers).toEqual([]);
  });
});
