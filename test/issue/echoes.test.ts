import { readFileSync } from "node:fs";
import { describe, expect, test } from "@jest/globals";
import { parseIssue } from "../../src/issue/parse-issue.ts";
import { readText } from "../support/issue-text.ts";

/*
 * A fault of the YAML hides nothing that an editor could mend in the same run, and is told once: no finding about the
 * content is only its echo.
 */

const sample = readFileSync("issues/2025-02-14-musk-vs-altman.yaml", "utf8");
const linesOf = sample.split("\n");
const fields = { firstName: {} };
const found = (text: string) =>
  parseIssue({ file: "a.yaml", text }, { fields }).problems.map(({ at, code }) => `${at.line} ${code}`);

/** The lines of the sample that are a key with a value on the same line: `subject: …`, `- { id: …`. */
const values = linesOf.flatMap((line, index) =>
  /^ *(?:- )?\w+: [^|{[]/.test(line) ? [[index, line] as const] : [],
);
const spoilt = (index: number, line: string) => linesOf.with(index, line).join("\n");

describe("a trap and the content of the same file", () => {
  test("are told in one run", () => {
    const text = [
      "subject: Why C # matters",
      "preheader: &more to come",
      "date: someday",
      "status: redy",
      "blocks:",
      "  - feature:",
      "      title: {{firstName|there}}",
      "      titel: x",
      "      body: |",
      "        [a](javascript:x)",
    ].join("\n");
    expect(readText(text).codes).toEqual([
      "1:16 yaml/trap",
      "2:12 yaml/trap",
      "3:7 issue/invalid",
      "4:9 issue/unknown-value",
      "7:14 yaml/trap",
      "8:7 issue/unknown-key",
      "10:9 issue/link-scheme",
    ]);
  });

  test.each([
    "&a b",
    "!a b",
    "*a*",
    "**a** b",
    "a # b",
    "{{firstName|there}}",
    "{{firstName",
    "~",
    "no",
    '"\\0"',
  ])("are told once when a value is %s, wherever it stands", (trap) => {
    expect(values.length).toBeGreaterThan(10);
    for (const [index, line] of values) {
      const text = spoilt(index, line.replace(/: .*/, `: ${trap}`));
      const lines = found(text).map((one) => Number.parseInt(one, 10));
      // A bracket that is never closed is only noticed on the line below.
      expect([...new Set(lines)]).toEqual([trap === "{{firstName" ? lines[0] : index + 1]);
    }
  });

  test("are told once when the whole list of blocks is a reference", () => {
    expect(readText("subject: S\npreheader: P\ndate: 2026-09-01\nblocks: *x\n").codes).toEqual([
      "4:9 yaml/trap",
    ]);
  });
});

describe("what YAML cannot read", () => {
  test("does not hide what is wrong above it", () => {
    const text = [
      "subject: Hi {{nobody}}",
      "preheader: P",
      "date: someday",
      "blocks:",
      "  - letter: |",
      "      <b>you</b>",
      "  - feature:",
      "      body: x",
      "      image: {src: x.png}",
      '      title: "One: two',
      "extra: 1",
    ].join("\n");
    expect(readText(text).codes).toEqual([
      "1:13 issue/unknown-field",
      "3:7 issue/invalid",
      "6:7 issue/html-in-prose",
      "6:13 issue/html-in-prose",
      "10:14 yaml/syntax",
    ]);
  });

  test("because of a second colon hides nothing at all", () => {
    const text = [
      "subject: Musk: a life",
      "preheader: 10:30: an hour later:",
      "date: someday",
      "blocks:",
      "  - leter: Hi",
      "  - feature:",
      "      title: One: two",
      "      body: Hi {{fristName|x}}",
      "extra: 1",
    ].join("\n");
    expect(readText(text).codes).toEqual([
      "1:10 yaml/syntax",
      "2:12 yaml/syntax",
      "3:7 issue/invalid",
      "5:5 issue/unknown-block",
      "7:14 yaml/syntax",
      "8:16 issue/unknown-field",
      "9:1 issue/unknown-key",
    ]);
  });

  test("in one line alone does not hide what is wrong below it", () => {
    expect(readText("subject: @home\npreheader: [x] y\ndate: someday\nblocks:\n  - x\n").codes).toEqual([
      "1:10 yaml/syntax",
      "2:16 yaml/syntax",
      "3:7 issue/invalid",
      "5:5 issue/block-form",
    ]);
  });

  test("does not hide the faults of other lines, but those that come of losing the thread", () => {
    const text = [
      "subject: Hi {{nobody}}",
      "preheader: @home",
      "date: someday",
      "blocks:",
      "  - feature:",
      "\t  title: x",
      "      body: a: b",
      "      url: `x`",
      "  - letter: no",
      "extra: 1",
    ].join("\n");
    expect(readText(text).codes).toEqual([
      "1:13 issue/unknown-field",
      "2:12 yaml/syntax",
      "3:7 issue/invalid",
      "6:1 yaml/syntax",
      "7:13 yaml/syntax",
      "8:12 yaml/syntax",
      "9:13 yaml/trap",
    ]);
  });

  test.each([
    ["a second colon", (line: string) => line.replace(/: .*/, ": a: b")],
    ["no colon", (line: string) => line.replace(/:.*/, "")],
    ["no space behind the colon", (line: string) => line.replace(": ", ":")],
    ["an open quote", (line: string) => line.replace(/: .*/, ': "a')],
    ["an open bracket", (line: string) => line.replace(/: .*/, ": [a")],
    ["a tab", (line: string) => `\t${line.trimStart()}`],
    ["a dash", (line: string) => line.replace(": ", ": - ")],
    ["an @", (line: string) => line.replace(": ", ": @")],
    ["text behind a |", (line: string) => line.replace(": ", ": | ")],
  ])("has no echo in the content, wherever it stands: %s", (_, spoil) => {
    for (const [index, line] of values) {
      const codes = found(spoilt(index, spoil(line))).map((one) => one.replace(/^\d+ /, ""));
      expect([index, ...new Set(codes)]).toEqual([index, "yaml/syntax"]);
    }
  });
});
