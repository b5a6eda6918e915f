import type { Inline, Prose, ProseNode } from "../model/prose.ts";
import { lineWithTokens } from "./markup.ts";
import type { TokenBook } from "./tokens.ts";
import { hang, type Measure, widthOf, wrap } from "./wrap.ts";

/** Collects the links of a block, so that sentences stay readable: `the record [1]`, and the URL below the block. */
export interface Notes {
  /** The mark for a URL; the same URL has the same mark. */
  markOf(url: string): string;
  /** `[1] https://…`, one line each, or nothing. */
  readonly list: () => string;
}

export function notesFrom(): Notes {
  const urls: string[] = [];
  return {
    markOf(url) {
      if (!urls.includes(url)) urls.push(url);
      return `[${urls.indexOf(url) + 1}]`;
    },
    list: () => urls.map((url, index) => `[${index + 1}] ${url}`).join("\n"),
  };
}

/** Prose as plain text: blocks parted by an empty line, each line within the measure unless it holds a URL. */
export function proseText(prose: Prose, measure: Measure, notes: Notes): string {
  return prose.map((node) => nodeText(node, measure, notes)).join("\n\n");
}

/** A title with a rule under it. */
export function underlined(title: string, stroke: string, measure: Measure): string {
  const lines = wrap(title, measure);
  const width = Math.max(...lines.split("\n").map((line) => widthOf(line, measure)));
  return `${lines}\n${stroke.repeat(Math.min(width, measure.columns))}`;
}

function nodeText(node: ProseNode, measure: Measure, notes: Notes): string {
  switch (node.type) {
    case "paragraph":
      return wrap(inlineWithTokens(node.children, measure.book, notes), measure);
    case "heading":
      return underlined(inlineWithTokens(node.children, measure.book, notes), "-", measure);
    case "list": {
      const items = node.items.map((item, index) => {
        const mark = node.start === undefined ? "- " : `${node.start + index}. `;
        return hang(mark, (inner) => proseText(item, inner, notes), measure);
      });
      return items.join(node.items.every((item) => item.length <= 1) ? "\n" : "\n\n");
    }
    case "quote":
      return hang("    ", (inner) => proseText(node.children, inner, notes), measure);
    case "code":
      return node.value.replace(/^(?=.)/gm, "    ");
    case "rule":
      return "-----";
  }
}

function inlineWithTokens(inlines: readonly Inline[], book: TokenBook, notes: Notes): string {
  const text = (inline: Inline): string => {
    switch (inline.type) {
      case "text":
        return inline.value.replace(/[ \t\r\n]+/g, " ");
      case "code":
        return inline.value;
      case "field":
        return book.tokenOf({ kind: "field", name: inline.name, fallback: inline.fallback });
      case "strong":
      case "emphasis":
        return inline.children.map(text).join("");
      case "strike":
        return `~${inline.children.map(text).join("")}~`;
      case "link": {
        const words = inline.children.map(text).join("");
        const url = lineWithTokens(inline.url, book);
        return words === url ? words : `${words} ${notes.markOf(url)}`;
      }
      case "break":
        return "\n";
    }
  };
  return inlines.map(text).join("").trim();
}
