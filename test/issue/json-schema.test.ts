import { readFile } from "node:fs/promises";
import { describe, expect, test } from "@jest/globals";
import { builtInKinds } from "../../src/issue/blocks/all.ts";
import { blockKind } from "../../src/issue/kinds/block-kind.ts";
import { parseKind } from "../../src/issue/kinds/kind-file.ts";
import { issueJsonSchema } from "../../src/issue/schema/json-schema.ts";
import type { Snippet } from "../../src/issue/schema/snippets.ts";
import { readYaml } from "../../src/source/yaml/read-yaml.ts";
import { head, readBlocks, readText } from "../support/issue-text.ts";
import { faultsUnder, type JsonSchema, unknownKeywords } from "../support/json-schema.ts";

const schema = issueJsonSchema() as JsonSchema;

/** A value that each key of a built-in kind takes. */
const samples: Readonly<Record<string, unknown>> = {
  title: "A",
  body: "A",
  text: "A",
  url: "https://example.org/",
  name: "A",
  id: "a",
  question: "A",
  items: [{ title: "A", body: "B", url: "https://example.org/" }],
  options: [
    { id: "a", title: "A" },
    { id: "b", title: "B" },
  ],
};

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

  test("asks nothing that the test does not look at", () => {
    expect(unknownKeywords(schema)).toEqual([]);
    expect(unknownKeywords({ properties: { a: { anyOf: [{ multipleOf: 2 }] } } })).toEqual(["multipleOf"]);
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

  test("shows examples of every text, and never one alone, which a program would put in as the value", () => {
    const poor: string[] = [];
    const walk = (node: JsonSchema, path: string): void => {
      for (const [key, inner] of Object.entries(node.properties ?? {})) {
        const { type, enum: words, examples = [] } = inner;
        const isText = (type === "string" || type === "integer") && words === undefined;
        if (isText && (examples as readonly unknown[]).length < 2) poor.push(`${path}.${key}`);
        if ((examples as readonly unknown[]).length === 1) poor.push(`${path}.${key}`);
        walk(inner, `${path}.${key}`);
      }
      if (node.items !== undefined) walk(node.items, `${path}[]`);
      for (const choice of node.anyOf ?? []) walk(choice, path);
    };
    walk(schema, "issue");
    expect(poor).toEqual([]);
  });

  test("has examples that the check itself takes", () => {
    for (const { name, keys } of builtInKinds)
      for (const [key, { type, examples = [] }] of Object.entries(keys))
        for (const example of examples) {
          const others = Object.entries(keys).filter(
            ([other, { type: wanted, optional }]) => other !== key && wanted !== "image" && optional !== true,
          );
          const block = {
            ...(name === "image" ? { src: "a.png", alt: "" } : {}),
            ...Object.fromEntries(others.map(([other]) => [other, samples[other]])),
            [key]: example,
          };
          const { problems } = readBlocks(`  - ${name}: ${JSON.stringify(block)}`);
          expect({ name, key, type, problems }).toEqual({ name, key, type, problems: [] });
        }
  });

  test("explains each word of a closed set", () => {
    expect(schema.properties?.status).toMatchObject({
      enum: ["draft", "ready"],
      enumDescriptions: [/./, /./].map(() => expect.any(String)),
    });
    expect(schema.properties?.dir).toMatchObject({
      enum: ["ltr", "rtl"],
      enumDescriptions: [expect.any(String), expect.any(String)],
    });
  });

  test("offers the templates that there are", () => {
    const of = (...names: readonly string[]) =>
      (issueJsonSchema([], names) as JsonSchema).properties?.template?.examples;
    expect(of("weekly", "mine")).toEqual(["weekly", "mine"]);
    expect(of("mine")).toEqual(["weekly", "letter", "digest"]);
  });

  test("knows every kind of block", () => {
    const kinds = schema.properties?.blocks?.items?.anyOf?.flatMap((one) =>
      Object.keys(one.properties ?? {}),
    );
    expect(kinds).toEqual(builtInKinds.map(({ name }) => name));
  });

  test("has a snippet for every kind that is a sound block once its places are filled, and is caught when they are not", () => {
    const snippets = schema.properties?.blocks?.items?.defaultSnippets as readonly Snippet[];
    expect(snippets.map(({ label }) => label)).toEqual(builtInKinds.map(({ name }) => `${name}: …`));
    for (const { bodyText } of snippets) {
      const block = (fill: (number: string, words: string) => string) =>
        `  - ${bodyText.replace(/\$\{(\d+):([^}]*)\}/g, (_, number: string, words: string) => fill(number, words)).replaceAll("\n", "\n    ")}`;
      const filled = readBlocks(
        block((number, words) => (words === "https://" ? "https://example.org/" : `a${number}`)),
      );
      expect({ bodyText, problems: filled.sentences }).toEqual({ bodyText, problems: [] });
      const untouched = readBlocks(block((_, words) => words));
      expect({ bodyText, found: untouched.codes.length > 0 }).toEqual({
        bodyText,
        found: bodyText !== "divider:",
      });
    }
  });

  test("takes a kind of a template with its rules, and one without rules as it is written", () => {
    const { kind } = parseKind("event", {
      file: "event.schema.yaml",
      text: "description: Something that happens.\nkeys:\n  title: {type: line, required: true, description: What happens., examples: [Pizza]}\n  when: {type: line, examples: [Friday, Today]}\n",
    });
    const free = blockKind({ name: "widget", description: "A widget.", keys: {}, free: true });
    const own = issueJsonSchema(kind === undefined ? [] : [kind, free]) as JsonSchema;
    const items = own.properties?.blocks?.items ?? {};
    const snippets = items.defaultSnippets as readonly Snippet[];
    const text = JSON.stringify(items);
    expect(text).toContain('"What happens. For example: Pizza"');
    expect(text).toContain('"examples":["Friday","Today"]');
    expect(snippets.map(({ label }) => label).at(-1)).toBe("event: …");
    expect(faultsUnder(items, { event: { title: "A", only: "tag member" } })).toEqual([]);
    expect(faultsUnder(items, { event: { titel: "A" } })).not.toEqual([]);
    expect(faultsUnder(items, { widget: { anything: [1, 2], lang: "de" } })).toEqual([]);
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
