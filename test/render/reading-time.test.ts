import { describe, expect, test } from "@jest/globals";
import { tokenBook } from "../../src/render/tokens.ts";
import { readingMinutes, wordCount } from "../../src/render/words/reading-time.ts";
import { field, letter, paragraph, selection } from "../support/issue-builder.ts";

function minutesOf(words: number): number {
  return readingMinutes(selection({ blocks: [letter("word ".repeat(words))] }), tokenBook([]));
}

describe("the reading time", () => {
  test.each([
    [0, 1],
    [1, 1],
    [344, 1],
    [345, 2],
    [574, 2],
    [575, 3],
    [2300, 10],
  ])("of %d words is %d minutes", (words, minutes) => {
    expect(minutesOf(words)).toBe(minutes);
  });

  test("counts all blocks, and a merge field as what a reader sees", () => {
    const body = paragraph("word ".repeat(344), field("firstName", "dear reader"));
    const blocks = [letter(body)];
    expect(readingMinutes(selection({ blocks }), tokenBook([]))).toBe(2);
    expect(readingMinutes(selection({ blocks: [...blocks, ...blocks] }), tokenBook([]))).toBe(3);
  });
});

describe("words are counted as the language divides them", () => {
  test.each([
    ["en", "It's a small, small world: 3 words more.", 8],
    ["ar", "مرحبا بكم في نشرتنا الأسبوعية.", 5],
    ["ja", "今日は天気がいいですね。", 7],
    ["en", " … – ! ", 0],
  ])("%s: %s", (language, text, count) => {
    expect(wordCount(text, language)).toBe(count);
  });
});
