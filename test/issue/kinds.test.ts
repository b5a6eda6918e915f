import { describe, expect, test } from "@jest/globals";
import { formatProblem } from "../../src/base/problem.ts";
import { blockKind } from "../../src/issue/kinds/block-kind.ts";
import { parseKind } from "../../src/issue/kinds/kind-file.ts";
import { readIssue } from "../../src/issue/read-issue.ts";
import { readBlocks, valuesOf, withoutPlaces } from "../support/issue-text.ts";
import { tempFolder } from "../support/temp-folder.ts";

/** Kinds of block that a template adds. */

function parse(text: string) {
  const { kind, problems } = parseKind("event", { file: "event.schema.yaml", text });
  return { kind, codes: problems.map(({ at, code }) => `${at.line}:${at.column} ${code}`), problems };
}

const rules = `description: Something that happens.
keys:
  title: { type: line, required: true }
  url: { type: link }
  level: { type: choice, of: [easy, hard] }
  speakers:
    type: list
    max: 2
    keys:
      name: { type: line, required: true }
      photo: { type: image }
  body: { type: prose }
shorthand: body
`;

describe("a kind with rules", () => {
  const { kind, problems } = parse(rules);
  if (kind === undefined) throw new Error(problems.map(formatProblem).join("\n"));

  test("is read as built-in ones are", () => {
    const { blocks, sentences } = readBlocks(
      '  - event: {title: "For {{firstName|you}}", level: hard, speakers: [{name: Ada}]}',
      [kind],
    );
    expect(sentences).toEqual([]);
    expect(withoutPlaces(blocks.map(valuesOf))).toEqual([
      {
        kind: "event",
        title: { parts: ["For ", { type: "field", name: "firstName", fallback: "you" }] },
        level: "hard",
        speakers: [{ name: { parts: ["Ada"] } }],
      },
    ]);
  });

  test("has its parts in the order of its rules, the first word of a choice when it is left out", () => {
    const { blocks } = readBlocks("  - event: {body: B, title: T}", [kind]);
    expect(Object.keys(blocks[0]?.parts ?? {})).toEqual(["title", "url", "level", "speakers", "body"]);
    expect(blocks[0]?.parts.level).toEqual({ type: "choice", value: "easy" });
  });

  test.each([
    ["{body: B}", "5:5 issue/missing"],
    ["{title: T, levl: hard}", "5:23 issue/unknown-key"],
    ["{title: T, level: medium}", "5:30 issue/unknown-value"],
    ["{title: T, url: x}", "5:28 issue/link-relative"],
    ["{title: T, speakers: [{name: A}, {name: B}, {name: C}]}", "5:33 issue/too-big"],
    ["{title: T, speakers: [{nam: A}]}", "5:35 issue/unknown-key"],
    ["{title: T, only: tag nobody}", "5:33 audience/unknown-tag"],
  ])("tells what is wrong with %s at its place", (value, expected) => {
    const { codes } = readBlocks(`  - event: ${value}`, [kind]);
    expect(codes).toHaveLength(1);
    expect(codes[0]).toContain(expected);
  });

  test("may need a choice to be made", () => {
    const { kind: strict } = parse(
      "description: D\nkeys: {level: {type: choice, of: [a, b], required: true}}\n",
    );
    if (strict === undefined) throw new Error("the rules have a fault");
    expect(readBlocks("  - event: {}", [strict]).codes).toEqual(["5:5 issue/missing"]);
  });

  test("is one of those that a misspelt kind may mean", () => {
    const { sentences } = readBlocks("  - evnt: {title: T}", [kind]);
    expect(sentences[0]).toContain('Did you mean "event"?');
  });
});

describe("the rules of a kind", () => {
  test.each([
    ["keys: {}", "1:1 issue/missing"],
    ["description: D", "1:1 issue/missing"],
    ["description: D\nkeys: {title: {type: text}}", "2:22 issue/unknown-value"],
    ["description: D\nkeys: {title: {type: line, requierd: true}}", "2:28 issue/unknown-key"],
    ["description: D\nkeys: {only: {type: line}}", "2:8 issue/wrong-form"],
    [
      "description: D\nkeys: {a: {type: list, min: 5, max: 2, keys: {b: {type: line}}}}",
      "2:11 issue/invalid",
    ],
    ["description: D\nkeys: {words: {type: line}}", "2:8 issue/wrong-form"],
    ["description: D\nkeys: {toString: {type: line}}", "2:8 issue/wrong-form"],
    ["description: D\nkeys: {level: {type: choice}}", "2:8 issue/missing"],
    ["description: D\nkeys: {level: {type: choice, of: []}}", "2:34 issue/too-small"],
    ["description: D\nkeys: {a: {type: list, keys: {b: {type: list, keys: {}}}}}", "2:34 issue/kind-list"],
    ["description: D\nkeys: {title: {type: id}}\nshorthand: title", "3:12 issue/kind-shorthand"],
    ["description: [", "1:15 yaml/syntax"],
  ])("say what is wrong with %j at its place", (text, expected) => {
    const { kind, codes } = parse(text);
    expect(kind).toBeUndefined();
    expect(codes).toEqual([expected]);
  });
});

describe("a kind without rules", () => {
  const free = blockKind({ name: "event", description: "An event.", keys: {}, free: true });

  test("takes what a block says, by the look of it", () => {
    const { blocks, sentences } = readBlocks(
      [
        "  - event:",
        "      title: T",
        '      url: "https://example.org/{{city}}"',
        '      photo: {src: a.png, alt: ""}',
        "      people: [{name: A, body: '**B**'}, {name: C}]",
        "      only: tag member",
      ].join("\n"),
      [free],
    );
    expect(sentences).toEqual([]);
    const parts = blocks[0]?.parts ?? {};
    expect(Object.entries(parts).map(([name, part]) => `${name} ${part.type}`)).toEqual([
      "title line",
      "url link",
      "photo image",
      "people list",
    ]);
    expect(blocks[0]?.only).toEqual({ type: "tag", tag: "member" });
  });

  test("still tells what is wrong in it", () => {
    expect(readBlocks("  - event: {title: '{{nobody}}', url: x}", [free]).codes).toEqual([
      "5:21 issue/unknown-field",
      "5:39 issue/link-relative",
    ]);
    expect(readBlocks("  - event: {title: 7}", [free]).codes).toEqual(["5:20 issue/wrong-type"]);
  });
});

describe("the kinds on the disk", () => {
  const head = "subject: S\npreheader: P\ndate: 2026-09-01\ntemplate: mine\nblocks:\n";
  const blocks = "templates/mine/blocks";

  test("are those of the issue's own template", async () => {
    await using root = await tempFolder({
      "issues/a.yaml": `${head}  - event: {title: T}\n  - note: {words: W}\n`,
      [`${blocks}/event.mjml`]: "<mj-text>{{title}}</mj-text>",
      [`${blocks}/event.schema.yaml`]: "description: D\nkeys: {title: {type: line, required: true}}\n",
      [`${blocks}/note.mjml`]: "<mj-text>{{words}}</mj-text>",
      "templates/other/blocks/else.mjml": "",
    });
    const { issue, problems } = await readIssue(root.path, "issues/a.yaml", { fields: {} });
    expect(problems.map(formatProblem)).toEqual([]);
    expect(issue?.blocks.map(({ kind }) => kind)).toEqual(["event", "note"]);
  });

  test("cannot be built in, and need a partial", async () => {
    await using root = await tempFolder({
      "issues/a.yaml": `${head}  - letter: Hello\n`,
      [`${blocks}/letter.mjml`]: "",
      [`${blocks}/letter.schema.yaml`]: "description: D\nkeys: {}\n",
      [`${blocks}/event.mjml`]: "",
      [`${blocks}/evnt.schema.yaml`]: "description: D\nkeys: {}\n",
      [`${blocks}/event.schema.yaml`]: "description: D\n",
    });
    const { problems } = await readIssue(root.path, "issues/a.yaml", { fields: {} });
    expect(problems.map(formatProblem)).toEqual([
      `${blocks}/event.schema.yaml:1:1 the schema has no "keys". Add a map of keys and values. [issue/missing]`,
      `${blocks}/evnt.schema.yaml:1:1 there is no evnt.mjml beside this file. Did you mean "event"? [issue/kind-without-partial]`,
      `${blocks}/letter.schema.yaml:1:1 "letter" is built in, and its rules are the same in all templates. Give the kind of your own another name. [issue/kind-built-in]`,
    ]);
  });

  test("are known when their rules have faults, which are told all at once, and nothing else is", async () => {
    await using root = await tempFolder({
      "issues/a.yaml": `${head}  - event: {title: T, when: W, url: "https://example.org/", body: "**B**"}\n  - fair: T\n`,
      [`${blocks}/event.mjml`]: "<mj-text>{{title}}</mj-text>",
      [`${blocks}/event.schema.yaml`]:
        "description: D\nkey:\n  title: {type: line, requird: true}\n  url: {type: lnk, requird: true}\n  body: {type: prose}\n  more: {type: line, required: true}\n",
      [`${blocks}/fair.mjml`]: "<mj-text>{{title}}</mj-text>",
      [`${blocks}/fair.schema.yaml`]:
        "description: D\nkeys: {title: {type: line}, x: {}}\nshorthand: title\n",
    });
    const { issue, problems } = await readIssue(root.path, "issues/a.yaml", { fields: {} });
    expect(problems.map(({ at, code }) => `${at.file}:${at.line}:${at.column} ${code}`)).toEqual([
      `${blocks}/event.schema.yaml:2:1 issue/unknown-key`,
      `${blocks}/event.schema.yaml:3:23 issue/unknown-key`,
      `${blocks}/event.schema.yaml:4:15 issue/unknown-value`,
      `${blocks}/event.schema.yaml:4:20 issue/unknown-key`,
      `${blocks}/fair.schema.yaml:2:29 issue/missing`,
    ]);
    expect(issue?.blocks.map(({ kind }) => kind)).toEqual(["event", "fair"]);
    expect(issue?.blocks[0]?.parts).toMatchObject({
      ...{ title: { type: "line" }, url: { type: "link" }, body: { type: "prose" } },
      ...{ more: { type: "none" }, when: { type: "line" } },
    });
  });
});
