import type { Selection } from "../../model/selection.ts";
import { saidBy } from "../survival/said.ts";
import type { TokenBook } from "../tokens.ts";

/** How long an issue takes to read: whole minutes at 230 words a minute, at least one. */
export function readingMinutes(issue: Selection, book: TokenBook): number {
  const texts = issue.blocks
    .flatMap((block) => saidBy(block, book).texts)
    .filter(({ only }) => only !== "plain");
  const words = texts.reduce((sum, { text }) => sum + wordCount(book.sample(text), issue.language), 0);
  return Math.max(1, Math.round(words / wordsPerMinute));
}

/** Words as the language divides them: Japanese and Chinese put no spaces between them. */
export function wordCount(text: string, language: string): number {
  const segments = new Intl.Segmenter(language, { granularity: "word" }).segment(text);
  return [...segments].filter(({ isWordLike }) => isWordLike === true).length;
}

const wordsPerMinute = 230;
