import { readFile } from "node:fs/promises";
import { describe, expect, test } from "@jest/globals";
import { builtInKinds } from "../../src/issue/blocks/all.ts";
import { issueJsonSchema } from "../../src/issue/json-schema.ts";
import { readYaml } from "../../src/source/read-yaml.ts";
import { head, readText } from "../support/issue-text.ts";
import { faultsUnder, type JsonSchema } from "../support/json-schema.ts";

const schema = issueJsonSchema() as JsonSchema;

function accepts(text: string): boolean {
  const { yaml, problems } = readYaml({ file: "a.yaml", text });
  expect(problems).toEqual([]);
  return faultsUnder(schema, yaml?.value).length === 0;
}

describe("the JSON Schema of an issue", () => {
  test("is of the draft that editors' programs read", () => {
    expect(schema).toMatchObject({
      $schema: "http://json-schema.org/draft-07/schema#",
      title: "Letterpress issue",
    });
  });

  test("accepts the sample issue", async () => {
    const text = await readFile(
      new URL("../../issues/2025-02-14-musk-vs-altman.yaml", import.meta.url),
      "utf8",
    );
    const { yaml } = readYaml({ file: "a.yaml", text });
    expect(faultsUnder(schema, yaml?.value)).toEqual([]);
  });

  test("explains every key at every depth", () => {
    const silent: string[] = [];
    const walk = (node: JsonSchema, path: string): void => {
      for (const [key, inner] of Object.entries(node.properties ?? {})) {
        if (!inner.description?.trim()) silent.push(`${path}.${key}`);
        walk(inner, `${path}.${key}`);
      }
      if (node.items !== undefined) walk(node.items, `${path}[]`);
      for (const choice of node.anyOf ?? []) walk(choice, path);
    };
    walk(schema, "issue");
    expect(silent).toEqual([]);
  });

  test("knows every kind of block", () => {
    const kinds = schema.properties?.blocks?.items?.anyOf?.flatMap((one) =>
      Object.keys(one.properties ?? {}),
    );
    expect(kinds).toEqual(builtInKinds.map(({ name }) => name));
  });

  const agreed = [
    ["a letter", "  - letter: Hello", true],
    ["a letter with a body", "  - letter: {body: Hello}", true],
    ["bare briefs", "  - briefs: [{title: A, body: B}]", true],
    ["briefs with a title", "  - briefs: {title: A, items: [{title: A, body: B}]}", true],
    ["a feature", "  - feature: {title: A, body: B, image: {src: a.png, alt: ''}}", true],
    ["a sponsor", "  - sponsor: {name: A, url: 'https://example.org/', body: B}", true],
    ["a poll", "  - poll: {id: a, question: Q, options: [{id: a, title: A}, {id: b, title: B}]}", true],
    ["an unknown kind", "  - featur: {title: A, body: B}", false],
    ["two kinds in one block", "  - {letter: a, signoff: b}", false],
    ["a block without a kind", "  - {}", false],
    ["a bare text for a block", "  - Hello", false],
    ["an empty letter", "  - letter: ' '", false],
    ["a number for a letter", "  - letter: 7", false],
    ["a feature without a title", "  - feature: {body: B}", false],
    ["a feature with an unknown key", "  - feature: {title: A, body: B, imge: x}", false],
    ["a picture without an alt", "  - feature: {title: A, body: B, image: {src: a.png}}", false],
    ["a poll with one option", "  - poll: {id: a, question: Q, options: [{id: a, title: A}]}", false],
    [
      "a poll with a bad id",
      "  - poll: {id: A b, question: Q, options: [{id: a, title: A}, {id: b, title: B}]}",
      false,
    ],
    ["no briefs", "  - briefs: []", false],
  ] as const;

  test.each(agreed)("says of %s the same as the check itself", (_, block, fine) => {
    const text = `${head}${block}\n`;
    expect(accepts(text)).toBe(fine);
    expect(readText(text).issue !== undefined).toBe(fine);
  });

  test.each([
    ["subject", "7", false],
    ["date", "someday", false],
    ["date", "2026-09-02", true],
    ["status", "redy", false],
    ["status", "ready", true],
    ["number", "0", false],
    ["number", "42", true],
    ["template", "../evil", false],
    ["dir", "rtl", true],
    ["sbject", "x", false],
  ])("says of %s: %s the same as the check itself", (key, value, fine) => {
    const without = head
      .split("\n")
      .filter((line) => !line.startsWith(`${key}:`))
      .join("\n");
    const text = `${key}: ${value}\n${without}  - letter: Hello\n`;
    expect(accepts(text)).toBe(fine);
    expect(readText(text).issue !== undefined).toBe(fine);
  });
});
