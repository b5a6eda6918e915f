import type { Inline, Prose, ProseNode } from "../../src/model/prose.ts";
import { lineWithTokens } from "../../src/render/markup.ts";
import type { TokenBook } from "../../src/render/tokens.ts";

/** Every text of a prose in its order, as a test looks for it; merge fields stand as tokens. */
export interface ProseString {
  readonly text: string;
  readonly code: boolean;
  /** In a cell, whose order the plain text may change. */
  readonly inTable: boolean;
}

export function stringsOf(prose: Prose, book: TokenBook): readonly ProseString[] {
  return prose.flatMap((node) => nodeStrings(node, book));
}

function nodeStrings(node: ProseNode, book: TokenBook): readonly ProseString[] {
  switch (node.type) {
    case "paragraph":
    case "heading":
      return inlineStrings(node.children, book, false);
    case "list":
      return node.items.flatMap((item) => stringsOf(item, book));
    case "quote":
      return stringsOf(node.children, book);
    case "code":
      return node.value.split("\n").map((text) => ({ text, code: true, inTable: false }));
    case "table":
      return [...node.columns.map(({ title }) => title), ...node.rows.flat()].flatMap((cell) =>
        inlineStrings(cell, book, true),
      );
    case "rule":
      return [];
  }
}

/** The target of every link, each once. */
export function urlsOf(prose: Prose, book: TokenBook): ReadonlySet<string> {
  const urls = new Set<string>();
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) value.forEach(visit);
    else if (typeof value === "object" && value !== null) {
      if ("type" in value && value.type === "link")
        urls.add(lineWithTokens((value as Inline & { type: "link" }).url, book));
      Object.values(value).forEach(visit);
    }
  };
  visit(prose);
  return urls;
}

function inlineStrings(
  inlines: readonly Inline[],
  book: TokenBook,
  inTable: boolean,
): readonly ProseString[] {
  return inlines.flatMap((inline): readonly ProseString[] => {
    if (inline.type === "break") return [];
    if ("children" in inline) return inlineStrings(inline.children, book, inTable);
    const text =
      inline.type === "field"
        ? book.tokenOf({ kind: "field", name: inline.name, fallback: inline.fallback })
        : inline.value;
    return [{ text, code: inline.type === "code", inTable }];
  });
}
