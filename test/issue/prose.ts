import { expect } from "@jest/globals";
import { readMarkdown, withoutPlaces } from "../support/issue-text.ts";

/** The prose of Markdown in which nothing is found, without its places. */
export function proseOf(markdown: string): unknown {
  const { prose, sentences } = readMarkdown(markdown);
  expect(sentences).toEqual([]);
  return withoutPlaces(prose);
}

export const text = (value: string) => ({ type: "text", value });
export const paragraph = (...children: unknown[]) => ({ type: "paragraph", children });
export const says = (value: string) => paragraph(text(value));
export const field = (name: string, fallback: string) => ({ type: "field", name, fallback });
export const strong = (...children: unknown[]) => ({ type: "strong", children });
export const emphasis = (...children: unknown[]) => ({ type: "emphasis", children });
export const code = (value: string) => ({ type: "code", value });
export const link = (url: unknown[], ...children: unknown[]) => ({
  type: "link",
  url: { parts: url },
  children,
});
