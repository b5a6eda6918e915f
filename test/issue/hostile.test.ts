import { readFileSync } from "node:fs";
import { describe, expect, test } from "@jest/globals";
import { type Document, isMap, isScalar, isSeq, parseDocument } from "yaml";
import { parseIssue } from "../../src/issue/parse-issue.ts";
import { head, readBlocks, readMarkdown, readText } from "../support/issue-text.ts";

/*
 * Issue files that are made to hurt, or that no person would write: each ends with a Problem at its place, soon, and
 * without an exception. What is said of pictures and files is in hostile-files.test.ts.
 */

const times = (text: string, count: number) => text.repeat(count);

describe("an issue that is nested without end", () => {
  test.each([
    ["brackets", `blocks: ${times("[", 20_000)}${times("]", 20_000)}`, ["1:49 yaml/too-deep"]],
    ["braces", `blocks: ${times("{a: ", 20_000)}${times("}", 20_000)}`, ["1:169 yaml/too-deep"]],
    ["lists in block style", `blocks:\n  ${times("- ", 20_000)}x`, ["2:83 yaml/too-deep"]],
    [
      "keys in block style",
      Array.from({ length: 1400 }, (_, deep) => `${times(" ", deep)}a:\n`).join(""),
      ["41:41 yaml/too-deep"],
    ],
  ])("%s", (_, text, codes) => {
    expect(readText(text).codes).toEqual(codes);
  });

  test("references", () => {
    const text = aliasBomb();
    const { problems } = readText(text);
    const lines = text.split("\n").length;
    expect(problems.length).toBeGreaterThan(0);
    expect(problems.map(({ code }) => code).filter((one) => !/^(?:issue\/|yaml\/trap$)/.test(one))).toEqual(
      [],
    );
    expect(problems.map(({ at }) => at.line).filter((line) => line > lines)).toEqual([]);
  });

  test.each([
    ["quotes", times(">", 100_000), "6:27 issue/too-deep"],
    ["quotes with spaces", `${times("> ", 40_000)}x`, "6:47 issue/too-deep"],
    ["bullets", `${times("- ", 40_000)}x`, "6:47 issue/too-deep"],
    ["numbers", `${times("1. ", 30_000)}x`, "6:67 issue/too-deep"],
    [
      "bullets over many lines",
      Array.from({ length: 300 }, (_, deep) => `${times("  ", deep)}- x`).join("\n"),
      "26:47 issue/too-deep",
    ],
    ["quotes in bullets", `${times("> - ", 20_000)}x`, "6:47 issue/too-deep"],
    ["emphasis", `${times("*a ", 5000)}${times("b* ", 5000)}`, "6:7 issue/too-dense"],
    ["pictures", `${times("![", 3000)}a${times("](u)", 3000)}`, "6:7 issue/too-dense"],
  ])("Markdown of %s", (_, markdown, code) => {
    expect(readMarkdown(markdown).codes).toEqual([code]);
  });

  test("but 20 levels of Markdown are read, and a line of dashes is no list", () => {
    expect(readMarkdown(`${times("> ", 20)}x`).codes).toEqual([]);
    expect(readMarkdown(`a\n\n${times("- ", 40)}\n\nb`).codes).toEqual([]);
    expect(readMarkdown(Array.from({ length: 60 }, () => "- x\n  - y").join("\n")).codes).toEqual([]);
  });
});

function aliasBomb(): string {
  const lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"];
  for (let level = 1; level < 20; level += 1)
    lines.push(
      `a${level}: &a${level} [${Array(10)
        .fill(`*a${level - 1}`)
        .join(", ")}]`,
    );
  return lines.join("\n");
}

describe("an issue with more of something than a person writes", () => {
  test.each([
    ["*", []],
    ["[", ["6:7 issue/too-dense"]],
    ["]", ["6:7 issue/too-dense"]],
    ["`", ["5:13 issue/nothing-said"]],
    ["![", ["6:7 issue/too-dense"]],
    ["[a](", ["6:7 issue/too-dense"]],
    ["<!--", ["6:7 issue/html-in-prose"]],
    ["<a ", []],
    ["~~a ", ["6:7 issue/too-dense"]],
    ["_a", ["6:7 issue/too-dense"]],
    ["\\", []],
    ["&", []],
    ["{%", []],
    ["www.", ["6:7 issue/link-www"]],
  ])("100,000 characters of %s in Markdown are read, and 100,001 are too many", (sign, codes) => {
    const exact = times(sign, 100_000).slice(0, 100_000);
    expect(readMarkdown(exact).codes).toEqual(codes);
    expect(readMarkdown(`${exact}${exact}`).codes).toEqual(["6:7 issue/too-long"]);
  });

  test("10,000 links in one issue are read", () => {
    const letters = Array.from({ length: 100 }, (_, letter) => {
      const links = Array.from({ length: 100 }, (__, link) => `[a](https://example.org/${letter}/${link})`);
      return `  - letter: |\n      ${links.join("\n      ")}\n`;
    });
    const { blocks, codes } = readBlocks(letters.join(""));
    expect(codes).toEqual([]);
    expect(blocks).toHaveLength(100);
  });

  test("10,000 merge fields that do not exist are told at their places", () => {
    const { codes } = readText(`subject: "${times("{{x}}", 10_000)}"\n`);
    expect(codes.filter((one) => one.endsWith("issue/unknown-field")).slice(0, 2)).toEqual([
      "1:11 issue/unknown-field",
      "1:16 issue/unknown-field",
    ]);
    expect(codes).toContain("1:50006 issue/unknown-field");
  });

  test("10,000 keys, all unknown or all the same", () => {
    const keys = Array.from({ length: 10_000 }, (_, number) => `k${number}: 1`).join("\n");
    expect(readText(keys).codes.at(-1)).toBe("10000:1 issue/unknown-key");
    expect(readText(times("subject: x\n", 10_000)).codes.at(-1)).toBe("10000:1 yaml/syntax");
  });

  test("one megabyte, and not a byte more", () => {
    const long = `${head}  - letter: `;
    const filled = (bytes: number) => `${long}${times("x", bytes - long.length)}`;
    expect(readText(filled(1024 * 1024)).codes).toEqual(["5:13 issue/too-long"]);
    expect(readText(filled(1024 * 1024 + 1)).codes).toEqual(["1:1 yaml/too-large"]);
  });

  test.each([
    ["brackets", times("(", 50_000)],
    ["a chain of not", `${times("not ", 20_000)}tag member`],
    ["a chain of and", `${times("tag member and ", 10_000)}tag member`],
    ["nested conditions", `${times("(not ", 10_000)}tag member${times(")", 10_000)}`],
  ])('an "only" of %s', (_, only) => {
    expect(readBlocks(`  - letter: {body: x, only: '${only}'}`).codes).toEqual(["5:30 audience/too-long"]);
  });

  test.each([
    ["<a ", "8:9 issue/html-unclosed", 1],
    ["<div>", "8:9 issue/html-unclosed", 20_000],
    ["<!--", "8:9 issue/html-comment", 1],
    ['<a b="', "8:9 issue/html-unclosed", 1],
    ["<style>", "8:9 issue/html-element", 1],
    ["<", "8:9 issue/html-bracket", 1],
  ])("a block of HTML of %s", (sign, first, count) => {
    const { codes } = readBlocks(
      `  - html:\n      text: words\n      body: |\n        ${times(sign, 20_000)}`,
    );
    expect(codes[0]).toBe(first);
    expect(codes).toHaveLength(count);
  });

  test("a block of HTML of half an entity is read as it is", () => {
    const html = times("&#", 20_000);
    const { codes, blocks } = readBlocks(`  - html:\n      text: words\n      body: "${html}"`);
    expect(codes).toEqual([]);
    expect(JSON.stringify(blocks[0]?.parts)).toContain(html);
  });
});

describe("characters that nobody sees", () => {
  test.each([
    ["NUL", "Hello\0", "6:12 yaml/invisible"],
    ["a right-to-left override", "Hello\u202e", "6:12 yaml/invisible"],
    ["an isolate", "Hello\u2066", "6:12 yaml/invisible"],
    ["half a character", "Hello\ud83d", "6:12 yaml/invisible"],
    ["a reference to an override", "Hello &#x202e;", "6:7 issue/invisible"],
    ["a reference to NUL", "Hello &#0;", "6:7 issue/invisible"],
    ["a reference to half a character", "Hello &#xd83d;", "6:7 issue/invisible"],
  ])("are told where they stand: %s", (_, written, code) => {
    expect(readMarkdown(written).codes).toEqual([code]);
  });

  test.each(["\\u202e", "\\0", "\\ud83d", "\\x07"])("are told when they come as an escape: %s", (written) => {
    expect(
      readText(`subject: "a${written}b"\npreheader: P\ndate: 2026-09-01\nblocks:\n  - letter: x`).codes,
    ).toEqual(["1:10 yaml/invisible"]);
  });

  test("do not hide what is wrong on other lines", () => {
    expect(readText("subject: a\u202e\npreheader: P\ndate: someday\nblocks:\n  - leter: x").codes).toEqual([
      "1:11 yaml/invisible",
      "3:7 issue/invalid",
      "5:5 issue/unknown-block",
    ]);
  });
});

describe("keys that every object has", () => {
  test.each([
    ["__proto__", "yaml/trap"],
    ["constructor", "issue/unknown-key"],
    ["prototype", "issue/unknown-key"],
    ["toString", "issue/unknown-key"],
    ["hasOwnProperty", "issue/unknown-key"],
  ])("are keys like any other: %s", (key, code) => {
    expect(readText(`${head}  - letter: x\n${key}: {subject: x}\n`).codes).toEqual([`6:1 ${code}`]);
    expect(readBlocks(`  - feature: {title: a, body: b, ${key}: {x: 1}}`).codes).toEqual([`5:34 ${code}`]);
    const [kind] = readBlocks(`  - ${key}: x`).codes;
    expect(kind).toMatch(/^5:5 (?:yaml\/trap|issue\/unknown-block)$/);
    expect(({} as { subject?: unknown }).subject).toBeUndefined();
  });
});

describe("a template of another name", () => {
  test.each(["../x", "/etc", "..", "a/b", "a\\b", "%2e%2e", "weekly\\0", "."])(
    "that leads elsewhere: %s",
    (name) => {
      expect(readText(`template: '${name}'\n${head}  - letter: x`).codes).toEqual(["1:11 issue/wrong-form"]);
    },
  );
});

describe("the sample issue", () => {
  const sample = readFileSync("issues/2025-02-14-musk-vs-altman.yaml", "utf8");
  const short = parseDocument(sample);
  for (const path of paths(short)) {
    const value = short.getIn(path);
    if (typeof value === "string") short.setIn(path, value.slice(0, 60));
  }
  const wrong: readonly unknown[] = [null, 7, true, [], [1], {}, { a: 1 }, "", "x", -1];

  test("with any value of it replaced by any other has Problems inside the file, and never an exception", () => {
    let tried = 0;
    for (const path of paths(short))
      for (const value of wrong) {
        const document = short.clone();
        document.setIn(path, value);
        const text = String(document);
        const lines = text.split("\n");
        const { problems } = parseIssue(
          { file: "issues/a.yaml", text },
          { fields: { firstName: {} }, lists: [], tags: [] },
        );
        for (const { at, message } of problems) {
          expect([at.file, message !== ""]).toEqual(["issues/a.yaml", true]);
          expect(lines[at.line - 1]?.length ?? -1).toBeGreaterThanOrEqual(at.column - 1);
        }
        tried += 1;
      }
    expect(tried).toBeGreaterThan(500);
  });

  test("with any of its lines gone, doubled, cut or moved has Problems inside the file, and never an exception", () => {
    const lines = String(short).split("\n");
    for (const [index, line] of lines.entries())
      for (const others of [
        [],
        [line, line],
        [line.slice(0, line.length / 2)],
        [` ${line}`],
        [`\t${line}`],
        [line.replace(":", "")],
      ]) {
        const text = lines.toSpliced(index, 1, ...others).join("\n");
        const { problems } = parseIssue(
          { file: "a.yaml", text },
          { fields: { firstName: {} }, lists: [], tags: [] },
        );
        const written = text.split("\n");
        for (const { at } of problems)
          expect((written[at.line - 1] ?? "").length + 1).toBeGreaterThanOrEqual(at.column);
      }
  });

  test("is read the same with CRLF and a byte order mark", () => {
    const known = { fields: { firstName: {} }, lists: [], tags: [] };
    const plain = parseIssue({ file: "a.yaml", text: sample }, known);
    const windows = parseIssue({ file: "a.yaml", text: `\uFEFF${sample.replaceAll("\n", "\r\n")}` }, known);
    expect(windows).toEqual(plain);
    expect(plain.problems).toEqual([]);
  });
});

/** The path of every value of a document, maps and lists too. */
function paths(document: Document): readonly (string | number)[][] {
  const found: (string | number)[][] = [];
  const walk = (node: unknown, path: (string | number)[]): void => {
    if (path.length > 0) found.push(path);
    if (isMap(node))
      for (const { key, value } of node.items)
        walk(value, [...path, String(isScalar(key) ? key.value : key)]);
    else if (isSeq(node)) for (const [index, item] of node.items.entries()) walk(item, [...path, index]);
  };
  walk(document.contents, []);
  return found;
}
