import { describe, expect, test } from "@jest/globals";
import type { Problem } from "../../src/base/problem.ts";
import { parseMarkdown } from "../../src/issue/markdown/markdown.ts";
import type { Prose } from "../../src/model/prose.ts";
import { type RandomMarkdown, sensibleMarkdown, wildMarkdown } from "../support/random-markdown.ts";

/** Findings that say that what stands at their place is left out. */
const leavingOut = [
  "html-in-prose",
  "image-in-prose",
  "link-title",
  "unused-link",
  "same-link",
  "code-note",
  "footnote",
  "table-row",
];

/** The words of a text that are neither in the prose nor where a finding says that something is left out. */
function lostWords({ text, words }: RandomMarkdown): readonly string[] {
  const { prose, problems } = parseMarkdown(text, (line, column) => ({ file: "a.yaml", line, column }), {
    firstName: { default: "x" },
  });
  const kept = everyString(prose).join("\n");
  const lineOf = (word: string) => text.slice(0, text.indexOf(word)).split("\n").length;
  return words.filter(
    (word) =>
      text.includes(word) && !kept.includes(word) && !problems.some((one) => names(one, word, lineOf(word))),
  );
}

function names({ code, message, at }: Problem, word: string, line: number): boolean {
  if (message.includes(word)) return true;
  // HTML and a picture's description may go over several lines; the others end on the line they begin on.
  const over = code === "issue/html-in-prose" || code === "issue/image-in-prose";
  return leavingOut.includes(code.replace("issue/", "")) && (over ? at.line <= line : at.line === line);
}

function everyString(value: Prose | unknown): readonly string[] {
  if (typeof value === "string") return [value];
  if (Array.isArray(value)) return value.flatMap(everyString);
  if (typeof value === "object" && value !== null)
    return Object.entries(value).flatMap(([key, inner]) => (key === "at" ? [] : everyString(inner)));
  return [];
}

function seedsThatLose(make: (seed: number) => RandomMarkdown, count: number): readonly string[] {
  return Array.from({ length: count }, (_, seed) => seed).flatMap((seed) => {
    const lost = lostWords(make(seed));
    return lost.length === 0 ? [] : [`seed ${seed} loses ${lost.join(", ")}`];
  });
}

describe("no word of an editor is lost in silence", () => {
  test("in Markdown that makes sense", () => {
    expect(seedsThatLose(sensibleMarkdown, 1000)).toEqual([]);
  });

  test("in Markdown that makes none", () => {
    expect(seedsThatLose(wildMarkdown, 3000)).toEqual([]);
  });

  test("and the same seed always makes the same text", () => {
    expect(sensibleMarkdown(7)).toEqual(sensibleMarkdown(7));
    expect(sensibleMarkdown(7).text).not.toBe(sensibleMarkdown(8).text);
    expect(wildMarkdown(7)).toEqual(wildMarkdown(7));
  });

  test("and the search would notice if one were", () => {
    const text = "word0001 word0002";
    expect(lostWords({ text: "word0001 <!-- word0002 -->", words: ["word0001", "word0002"] })).toEqual([
      "word0002",
    ]);
    expect(lostWords({ text, words: ["word0001", "word0002"] })).toEqual([]);
  });
});
