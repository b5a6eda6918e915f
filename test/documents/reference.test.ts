import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { parse } from "yaml";
import { everyRule } from "../../src/check/rules/all.ts";
import { configText } from "../../src/cli/init/config-text.ts";
import { sampleFacts } from "../../src/cli/init/newsletter-facts.ts";
import { configJsonSchema } from "../../src/config/config-schema.ts";
import { configShape } from "../../src/config/shape.ts";
import { readText } from "../architecture/read-repository.ts";
import { faultsUnder, type JsonSchema, unknownKeywords } from "../support/json-schema.ts";
import { root } from "../support/program.ts";
import { referenceFiles } from "../support/reference/reference-files.ts";

const schema = configJsonSchema(everyRule) as JsonSchema;

test("what is made of the code is as the code is now", async () => {
  const old = Object.entries(await referenceFiles())
    .filter(([path, made]) => !existsSync(join(root, path)) || readText(path) !== made)
    .map(([path]) => `${path} is not what the code makes: run "npm run docs" and commit what it writes.`);
  expect(old).toEqual([]);
});

test("every key of letterpress.yaml says what it is", () => {
  expect(silentKeys(schema, "")).toEqual([]);
  expect(Object.keys(schema.properties ?? {})).toEqual(Object.keys(configShape.shape));
});

test("the schema of letterpress.yaml takes the sample and what init writes, and refuses what the command refuses", () => {
  expect(unknownKeywords(schema)).toEqual([]);
  const sample = parse(readText("letterpress.yaml"));
  expect(faultsUnder(schema, sample)).toEqual([]);
  expect(faultsUnder(schema, parse(configText(sampleFacts)))).toEqual([]);
  expect(faultsUnder(schema, { ...sample, sender: "x" })).toEqual(["$.sender is unknown"]);
  expect(faultsUnder(schema, { ...sample, images: "inline" })).toEqual(["$.images is not in the set"]);
  expect(faultsUnder(schema, { ...sample, retry: { giveUp: "a day" } })).toEqual([
    "$.retry.giveUp does not match",
  ]);
  expect(faultsUnder(schema, { ...sample, check: { "issue/link-http": "error" } })).toEqual([]);
  expect(faultsUnder(schema, { ...sample, check: { "check/link-twic": "ignore" } })).toEqual([
    "$.check.check/link-twic is unknown",
  ]);
});

/** The paths of keys without a description. */
function silentKeys(one: JsonSchema, path: string): readonly string[] {
  const inner = [one.items, one.additionalProperties, ...(one.anyOf ?? [])].filter(
    (each): each is JsonSchema => typeof each === "object",
  );
  return [
    ...Object.entries(one.properties ?? {}).flatMap(([name, below]) => [
      ...(below.description === undefined ? [`${path}${name}`] : []),
      ...silentKeys(below, `${path}${name}.`),
    ]),
    ...inner.flatMap((below) => silentKeys(below, path)),
  ];
}
