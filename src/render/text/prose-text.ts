import type { Inline, Prose, ProseNode } from "../../model/prose.ts";
import { lineWithTokens } from "../markup.ts";
import type { TokenBook } from "../tokens.ts";
import { tableText } from "./table-text.ts";
import { glue, hang, type Measure, quoted, widthOf, wrap } from "./wrap.ts";

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

/** Prose as plain text: blocks parted by an empty line, each line within the measure unless one word fills it. */
export function proseText(prose: Prose, measure: Measure, notes: Notes): string {
  return prose.map((node) => nodeText(node, measure, notes)).join("\n\n");
}

/** A title with a rule under it. */
export function underlined(title: string, stroke: string, measure: Measure): string {
  const lines = wrap(title, measure);
  const width = Math.max(...lines.split("\n").map((line) => widthOf(line, measure)));
  return `${lines}\n${stroke.repeat(Math.min(width, measure.columns))}`;
}

/** A link's target as plain text says it: an address or a number as it is, which mail programs link as well. */
export function targetText(url: string): string {
  return /^(?:mailto:[^?]*|tel:.*)$/i.test(url) ? url.slice(url.indexOf(":") + 1) : url;
}

function nodeText(node: ProseNode, measure: Measure, notes: Notes): string {
  const inline = (children: readonly Inline[]) => inlineWithTokens(children, measure.book, notes);
  switch (node.type) {
    case "paragraph":
      return wrap(inline(node.children), measure);
    case "heading":
      return underlined(inline(node.children), "-", measure);
    case "list":
      return listText(node, measure, notes);
    case "quote":
      return quoted((inner) => proseText(node.children, inner, notes), measure);
    case "code":
      return node.value.replace(/^(?=.)/gm, "    ").replace(/[ \t]+$/gm, "");
    case "table": {
      const titles = node.columns.map(({ title }) => inline(title));
      const rows = node.rows.map((row) => row.map(inline));
      const aligns = node.columns.map(({ align }) => align);
      return tableText({ titles, rows, aligns }, measure);
    }
    case "rule":
      return "-----";
  }
}

function listText(node: ProseNode & { type: "list" }, measure: Measure, notes: Notes): string {
  const marks = node.items.map((_, index) => (node.start === undefined ? "-" : `${node.start + index}.`));
  const width = Math.max(...marks.map((mark) => mark.length));
  const between = node.loose === true ? "\n\n" : "\n";
  const items = node.items.map((item, index) =>
    hang(
      `${(marks[index] ?? "").padStart(width)} `,
      (inner) => item.map((one) => nodeText(one, inner, notes)).join(between),
      measure,
    ),
  );
  return items.join(between);
}

function inlineWithTokens(inlines: readonly Inline[], book: TokenBook, notes: Notes): string {
  const text = (inline: Inline): string => {
    switch (inline.type) {
      case "text":
        return inline.value.replace(/[ \t\r\n]+/g, " ");
      case "code":
        return inline.value.length > longestHeldCode ? inline.value : inline.value.replaceAll(" ", glue);
      case "field":
        return book.tokenOf({ kind: "field", name: inline.name, fallback: inline.fallback });
      case "strong":
      case "emphasis":
        return inline.children.map(text).join("");
      case "strike":
        return `~~${inline.children.map(text).join("")}~~`;
      case "link": {
        const words = inline.children.map(text).join("");
        const url = targetText(lineWithTokens(inline.url, book));
        return words === url ? begins + words + ends : `${words.trimEnd()}${glue}${notes.markOf(url)}`;
      }
      case "break":
        return "\n";
    }
  };
  return inlines.map(text).join("").replace(tooClose, " ").replaceAll(edges, "").trim();
}

/** Where an address begins and ends in a line. A word that touches it there would become a part of it. */
const begins = "\u0002";
const ends = "\u0003";
const edges = new RegExp(`[${begins}${ends}]`, "g");
const tooClose = new RegExp(
  `(?<=[\\p{L}\\p{N}_%+.\\u00AD-]|${ends})${begins}|${ends}(?=[^\\s${begins}${glue}.,;:!?)\\]}"'’”»…、。」』）！，．：；？])`,
  "gu",
);

/** Code of a few words stays on one line. */
const longestHeldCode = 30;
