import { describe, expect, test } from "@jest/globals";
import { parseIssue } from "../../src/issue/parse-issue.ts";
import { lineText } from "../../src/model/prose.ts";
import { selectionOf, splitOf } from "../../src/model/selection.ts";
import { variantFor } from "../../src/model/variant.ts";
import { readBlocks, readText, valuesOf } from "../support/issue-text.ts";

/** What an issue says about who gets what. */

const blocks = "blocks:\n  - letter: Hello\n";

function issueWith(head: string) {
  const date = head.includes("date:") ? "" : "date: 2026-09-01\n";
  const preheader = head.includes("preheader:") ? "" : "preheader: World\n";
  return readText(`${head}\n${preheader}${date}${blocks}`);
}

describe("the subject", () => {
  test("is one for everybody", () => {
    const { issue } = issueWith("subject: Hello");
    expect(issue?.subjects).toMatchObject({ en: [{ parts: ["Hello"] }] });
  });

  test("may be a list, and each of its texts keeps its place and its merge fields", () => {
    const { issue, codes } = issueWith('subject:\n  - Hello\n  - "Hi, {{firstName|you}}"');
    expect(codes).toEqual([]);
    expect(issue?.subjects.en).toMatchObject([
      { parts: ["Hello"], at: { line: 2, column: 5 } },
      { parts: ["Hi, ", { name: "firstName", fallback: "you", at: { line: 3, column: 10 } }] },
    ]);
  });

  test("may be one for each language, and the tags are written as everybody writes them", () => {
    const { issue, codes } = issueWith(
      "subject: {EN: Hello, pt-br: Olá}\npreheader: {en: World, pt-BR: Mundo}",
    );
    expect(codes).toEqual([]);
    expect(Object.keys(issue?.subjects ?? {})).toEqual(["en", "pt-BR"]);
    expect(Object.keys(issue?.preheaders ?? {})).toEqual(["en", "pt-BR"]);
  });

  test.each([
    ["a list of one", "subject: [Hello]", ["1:10 issue/subject-arms"]],
    ["an empty list", "subject: []", ["1:10 issue/subject-arms"]],
    ["six texts", "subject: [a1, a2, a3, a4, a5, a6]", ["1:10 issue/subject-arms"]],
    ["an empty text in a list", 'subject: [Hello, " "]', ["1:18 issue/wrong-form"]],
    ["a number in a list", "subject: [Hello, 7]", ["1:18 issue/wrong-type"]],
    ["an unknown field in a list", 'subject: [Hello, "{{name|x}}"]', ["1:19 issue/unknown-field"]],
    ["no text in the issue's language", "subject: {de: Hallo}", ["1:1 issue/language-missing"]],
    ["a map of no languages", "subject: {en: Hello, english words: x}", ["1:22 issue/language"]],
    ["as many texts as not in another language", "subject: {en: [a, b], de: c}", ["1:10 issue/subject-arms"]],
    ["a map in a map", "subject: {en: {de: x}}", ["1:15 issue/wrong-type"]],
    ["one language written twice", "subject: {en: One, EN: Two}", ["1:20 issue/language"]],
    ["nothing", "subject:", ["1:9 issue/wrong-type"]],
  ])("cannot be %s", (_, head, expected) => {
    const { codes, issue } = issueWith(head);
    expect(codes).toEqual(expected);
    expect(issue).toBeUndefined();
  });
});

describe("the sender", () => {
  test("may be another one for this issue", () => {
    const { issue, codes } = issueWith(
      "subject: S\nfrom: {name: Ada, email: Ada@Example.org}\nreplyTo: desk@example.org",
    );
    expect(codes).toEqual([]);
    expect(issue?.sender).toMatchObject({
      fromName: "Ada",
      fromEmail: "Ada@example.org",
      replyTo: "desk@example.org",
      at: { from: { line: 2 }, replyTo: { line: 3 } },
    });
  });

  test.each([
    ["from: Ada", "2:7 issue/wrong-type"],
    ["from: {mail: a@example.org}", "2:8 issue/unknown-key"],
    ["from: {email: nobody}", "2:15 issue/invalid"],
    ['from: {name: " "}', "2:14 issue/wrong-form"],
    ["replyTo: a b@example.org", "2:10 issue/invalid"],
    ["replyTo: ädä@example.org", "2:10 issue/invalid"],
  ])("cannot be %s", (line, code) => {
    expect(issueWith(`subject: S\n${line}`).codes).toEqual([code]);
  });
});

describe("a block", () => {
  test("may be for some readers only", () => {
    const { blocks: read, sentences } = readBlocks(
      '  - letter: {body: Hello, only: "tag member and not city = Paris", lang: DE}',
    );
    expect(sentences).toEqual([]);
    expect(read.map(valuesOf)).toMatchObject([
      {
        language: "de",
        only: {
          type: "and",
          of: [
            { type: "tag", tag: "member" },
            { type: "not", of: { type: "in", field: "city", values: ["Paris"] } },
          ],
        },
      },
    ]);
  });

  test.each([
    ["names a tag that is not declared", "only: tag membr", "5:37 issue/", 'Did you mean "member"?'],
    ["names a field that is not declared", "only: ctiy", "5:33 issue/", 'Did you mean "city"?'],
    ["is for no language", "lang: deutsch!", "5:33 issue/language", 'Write it like "en" or "pt-BR".'],
  ])("that %s is told at the word", (_, key, place, remedy) => {
    const { problems, issue } = readBlocks(`  - letter: {body: Hello, ${key}}`);
    const [found, ...others] = problems;
    expect(others).toEqual([]);
    expect(`${found?.at.line}:${found?.at.column} ${found?.code}`).toContain(place.split(" ")[0]);
    expect(found?.remedy).toContain(remedy);
    expect(issue).toBeUndefined();
  });

  test.each([
    [
      "a block",
      "subject: S\npreheader: P\ndate: 2026-09-01\nblocks:\n  - letter: {body: B, lang: de}\n",
      "5:29",
    ],
    ["a subject", "subject: {en: S, de: T}\npreheader: P\ndate: 2026-09-01\nblocks:\n  - letter: B\n", "1:1"],
  ])("cannot be told apart by language where no field says it: %s", (_, text, place) => {
    const { problems } = parseIssue({ file: "issues/a.yaml", text }, { fields: {} });
    expect(problems.map(({ at, code }) => `${at.line}:${at.column} ${code}`)).toEqual([
      `${place} issue/no-language-field`,
    ]);
  });

  test("of a language with an extension is for all who read that language", () => {
    const { blocks: read, sentences } = readBlocks("  - letter: {body: B, lang: de-u-co-phonebk}");
    expect(sentences).toEqual([]);
    expect(read[0]?.language).toBe("de");
  });

  test("and another with one id may be two languages of one poll", () => {
    const poll = (lang: string) =>
      `  - poll: {id: p, question: Q, lang: ${lang}, options: [{id: a, title: A}, {id: b, title: B}]}`;
    expect(readBlocks(`${poll("en")}\n${poll("de")}`).codes).toEqual([]);
    expect(readBlocks(`${poll("de")}\n${poll("de")}`).codes).toEqual(["6:5 issue/same-id"]);
    // A reader of de-AT would get both.
    expect(readBlocks(`${poll("de")}\n${poll("de-AT")}`).codes).toEqual(["6:5 issue/same-id"]);
  });
});

describe("a selection", () => {
  const { issue } = readText(`subject: {en: [Hello, Hi], de: [Hallo, Tag]}
preheader: {en: World, de: Welt}
date: 2026-09-01
blocks:
  - letter: Everybody
  - letter: {body: English, lang: en}
  - letter: {body: Deutsch, lang: de}
  - letter: {body: Austrian, lang: de-AT}
  - letter: {body: Members, only: tag member}
`);
  if (issue === undefined) throw new Error("the issue cannot be read");
  const split = splitOf(issue);
  const said = (language: string, arm: number, member: boolean) => {
    const selection = selectionOf(issue, variantFor(split, { language, arm, holds: [member] }));
    const words = selection.blocks.map((block) => JSON.stringify(block.parts).match(/"value":"(\w+)"/)?.[1]);
    return [lineText(selection.subject), lineText(selection.preheader), ...words].join(" ");
  };

  test("has the language, the arm and the blocks of its variant", () => {
    expect(split).toMatchObject({ languages: ["en", "de", "de-AT"], arms: 2 });
    expect(said("en", 0, false)).toBe("Hello World Everybody English");
    expect(said("en", 1, true)).toBe("Hi World Everybody English Members");
    expect(said("de", 1, false)).toBe("Tag Welt Everybody Deutsch");
  });

  test("of a narrower language has what is said in the broader one", () => {
    expect(said("de-AT", 0, false)).toBe("Hallo Welt Everybody Deutsch Austrian");
  });
});
