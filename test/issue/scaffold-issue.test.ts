import { describe, expect, test } from "@jest/globals";
import { isError } from "../../src/base/problem.ts";
import { builtInKinds } from "../../src/issue/blocks/all.ts";
import { blockKind } from "../../src/issue/kinds/block-kind.ts";
import { type NewIssue, scaffoldIssue } from "../../src/issue/scaffold/scaffold-issue.ts";
import { lineText } from "../../src/model/prose.ts";
import { readYaml } from "../../src/source/yaml/read-yaml.ts";
import { readText, testFields } from "../support/issue-text.ts";

function scaffold(changes: Partial<NewIssue> = {}) {
  return scaffoldIssue({
    title: "Two founders, one feud",
    day: "2026-09-04",
    template: "weekly",
    kinds: [],
    fields: testFields,
    isTaken: () => false,
    ...changes,
  });
}

function valueIn(text: string): Readonly<Record<string, unknown>> {
  const { yaml, problems } = readYaml({ file: "a.yaml", text });
  expect(problems).toEqual([]);
  return yaml?.value as Readonly<Record<string, unknown>>;
}

/** The YAML value of an issue with these blocks. */
function like(blocks: string, head = "") {
  return valueIn(`subject: a\npreheader: b\ndate: 2026-08-28\n${head}blocks:\n${blocks}\n`);
}

/** The new issue as it is read; nothing about it but its blanks may be told. */
function soundly(text: string, kinds: NewIssue["kinds"] = []) {
  const { issue, codes, sentences } = readText(text, kinds);
  expect({ text, other: sentences.filter((one) => !one.includes("[issue/blank]")) }).toEqual({
    text,
    other: [],
  });
  expect(codes.length).toBeGreaterThan(0);
  return issue;
}

describe("A new issue", () => {
  test("that is the first one is small, friendly and sound", () => {
    const { text } = scaffold({ number: 1 });
    const issue = soundly(text);
    expect(issue?.blocks.map(({ kind }) => kind)).toEqual(["letter", "feature", "briefs", "signoff"]);
    expect(issue).toMatchObject({
      number: 1,
      date: "2026-09-04",
      status: "draft",
      template: "weekly",
      language: "en",
    });
    expect(text).toContain("# yaml-language-server: $schema=../.letterpress/issue.schema.json\n");
    expect(text).toContain("Hello {{firstName|there}},\n");
    expect(scaffold({ fields: {} }).text).not.toContain("{{");
  });

  test("has the blocks of another in their order, their keys and nothing of their texts", () => {
    const blocks = `  - letter: "Hello {{firstName|there}},\\n\\nold words"
  - divider:
  - links: [{title: Old, url: "https://example.org/old", source: Old}]
  - feature: {title: Old, url: "https://example.org/old", body: Old}
  - briefs: {title: This week in tech, items: [{title: Old, body: Old}, {title: Old, body: Old}, {title: Old, body: Old}, {title: Old, body: Old}]}
  - poll: {id: old, question: Old, options: [{id: old, title: Old}, {id: older, title: Old}]}
  - quote: {body: Old, by: Old}
  - button: {title: Old, url: "https://example.org/old", only: tag member, lang: de}
  - html: {body: <p>Old</p>, text: Old}
  - signoff: Old`;
    const { text, leftOut } = scaffold({ like: like(blocks), number: 43 });
    const issue = soundly(text);
    expect(leftOut).toEqual([]);
    expect(issue?.blocks.map(({ kind }) => kind)).toEqual([
      "letter",
      "divider",
      "links",
      "feature",
      "briefs",
      "poll",
      "quote",
      "button",
      "html",
      "signoff",
    ]);
    expect(text.toLowerCase()).not.toContain("old");
    expect(text).toContain("Hello {{firstName|there}},\n\n      ✎ The letter\n");
    expect(text).toContain("title: This week in tech\n");
    expect(text).toContain("only: tag member\n      lang: de\n");
    expect(text).toContain("id: poll-43\n");
    expect(text.match(/- title: ✎ The news in one line/g)).toHaveLength(3);
  });

  test("of every kind of block is sound, whatever keys the last one had", () => {
    for (const { name } of builtInKinds) {
      const bare = scaffold({
        like: { blocks: [{ letter: "x" }, { [name]: {} }, { [name]: null }, { [name]: 7 }, { [name]: [1] }] },
      });
      soundly(bare.text);
    }
  });

  test("has advertisements and pictures as comments that become blocks when the signs are taken away", () => {
    const blocks = `  - letter: x
  - sponsor: {name: A, url: "https://example.org/", image: {src: a.png, alt: ""}, body: B}
  - image: {src: a.png, alt: "", caption: C}`;
    const { text } = scaffold({ like: like(blocks) });
    expect(soundly(text)?.blocks.map(({ kind }) => kind)).toEqual(["letter"]);
    const opened = text.replace(/^ {2}# (?=[- ])/gm, "  ");
    expect(soundly(opened)?.blocks.map(({ kind }) => kind)).toEqual(["letter", "sponsor", "image"]);
  });

  test("whose blocks would all be comments has those of a first one too", () => {
    const { text } = scaffold({ like: like('  - sponsor: {name: A, url: "https://example.org/", body: B}') });
    expect(soundly(text)?.blocks.map(({ kind }) => kind)).toEqual(["letter", "feature", "briefs", "signoff"]);
  });

  test("has template, language and direction of the last, and a text for each of its languages", () => {
    const head = "language: ar\ndir: rtl\n";
    const before = {
      ...like("  - letter: x", head),
      subject: { ar: ["a", "b"], de: "c", "pt-BR": "d" },
      preheader: { ar: "a", de: "b" },
    };
    const { text } = scaffold({ like: before, template: "letter", title: "قصة" });
    const issue = soundly(text);
    expect(issue).toMatchObject({ template: "letter", language: "ar", direction: "rtl" });
    expect(Object.keys(issue?.subjects ?? {})).toEqual(["ar", "de", "pt-BR"]);
    expect(Object.keys(issue?.preheaders ?? {})).toEqual(["ar", "de"]);
    expect(issue?.subjects.ar?.map(lineText)).toEqual(["قصة"]);
  });

  test("never has the id of a poll that was there, and gives each of its own polls another", () => {
    const poll = "  - poll: {id: a, question: Q, options: [{id: a, title: A}, {id: b, title: B}]}";
    const { text } = scaffold({
      like: like(`${poll}\n${poll.replace("id: a", "id: b")}`),
      number: 7,
      isTaken: (id) => id === "poll-7",
    });
    expect(text.match(/id: poll-\S+/g)).toEqual(["id: poll-7-2", "id: poll-7-3"]);
    soundly(text);
    expect(scaffold({ like: like(poll) }).text).toContain("id: poll-2026-09-04\n");
  });

  test("says which blocks the template does not have, and has those that it adds", () => {
    const event = blockKind({
      name: "event",
      description: "Something\nthat happens.",
      keys: {
        title: { type: "line", description: "What happens." },
        tone: { type: "choice", of: ["plain", "boxed"], description: "How." },
      },
    });
    const widget = blockKind({ name: "widget", description: "A widget.", keys: {}, free: true });
    const blocks = `  - letter: x\n  - event: {title: A, tone: boxed}\n  - gone: {a: b}\n  - widget: {title: A, url: "https://example.org/", body: B, rows: [{title: A}]}`;
    const { text, leftOut } = scaffold({ like: like(blocks), kinds: [event, widget] });
    expect(leftOut).toEqual(["gone"]);
    expect(soundly(text, [event, widget])?.blocks.map(({ kind }) => kind)).toEqual([
      "letter",
      "event",
      "widget",
    ]);
    expect(text).toContain("# Something that happens.\n");
    expect(text).toContain("tone: boxed\n");
  });

  test.each([
    'Musk: a #life, "again" 🎉',
    "No",
    "1.10",
    "null",
    "- item",
    "[Update] it works",
    "{{firstName|there}}, hello",
    "&more to come",
    "!important",
    "@home",
    "“Musk: a life”",
    "C:\\new\\table",
    "it's 'quoted'",
    "قصة اليوم: جديد",
    "今週の話",
    "% off",
    "| pipe",
    "key: value",
    "trailing:",
    "#1",
    "x".repeat(200),
  ])("has the title %j as it was given", (title) => {
    const { text } = scaffold({ title });
    expect(valueIn(text).subject).toBe(title);
    expect(readText(text).problems.filter(isError)).toEqual([]);
  });

  test("does not carry what is wrong with the last one into the next", () => {
    for (const before of [
      7,
      null,
      [],
      { blocks: "x" },
      { blocks: [] },
      { blocks: [7, null, {}, { letter: "a", feature: "b" }] },
      { language: "not a language", dir: 3, subject: [], blocks: [{ letter: "x" }] },
    ])
      soundly(scaffold({ like: before }).text);
  });
});
