import type { Position } from "../base/problem.ts";
import type { Block, Image, Part } from "../model/issue.ts";
import { type Inline, type Line, lineText, type Prose, type ProseNode } from "../model/prose.ts";
import type { Selection } from "../model/selection.ts";
import { saidInHtml } from "./said-html.ts";

/** One piece of text that readers see: a paragraph, a heading, a cell, a title. */
export interface SaidText {
  /** As readers of whom nothing is known see it. */
  readonly text: string;
  readonly at: Position;
  /** Somebody else's words. */
  readonly isQuoted?: true;
}

/** A link that an editor wrote. */
export interface SaidLink {
  readonly url: string;
  /** What is to be clicked on; undefined where the template decides that. */
  readonly words?: string;
  readonly at: Position;
  readonly block: Block;
}

/** What the readers of a variant are told, in reading order: subject, preheader, then block by block. */
export function textsOf({ subject, preheader, blocks }: Selection): readonly SaidText[] {
  const lines = [subject, preheader].map((line) => ({ text: lineText(line), at: line.at }));
  return [
    ...lines,
    ...blocks.flatMap((block) => {
      const texts = partsOf(block).flatMap(textsOfPart);
      return block.kind === "quote" ? texts.map(quoted) : texts;
    }),
  ];
}

/** Every link in the blocks of a variant, in reading order. */
export function linksOf({ blocks }: Pick<Selection, "blocks">): readonly SaidLink[] {
  return blocks.flatMap((block) => partsOf(block).flatMap((part) => linksOfPart(part, block)));
}

/** Every picture with its block. */
export function picturesOf({ blocks }: Selection): readonly Image[] {
  return blocks.flatMap((block) =>
    partsOf(block).flatMap((part) => (part.type === "image" ? [part.image] : [])),
  );
}

/** Every text in Markdown, with its nodes. */
export function prosesOf({ blocks }: Selection): readonly Prose[] {
  return blocks.flatMap((block) =>
    partsOf(block).flatMap((part) => (part.type === "prose" ? [part.prose] : [])),
  );
}

/** The parts of a block and of the items in its lists. */
function partsOf({ parts }: { readonly parts: Block["parts"] }): readonly Part[] {
  return Object.values(parts).flatMap((part) =>
    part.type === "list" ? part.items.flatMap((item) => partsOf(item)) : [part],
  );
}

function textsOfPart(part: Part): readonly SaidText[] {
  if (part.type === "line") return [said(part.line)];
  if (part.type === "html") return saidInHtml(part.html).texts;
  return part.type === "prose" ? textsOfProse(part.prose) : [];
}

function said(line: Line): SaidText {
  return { text: lineText(line), at: line.at };
}

function quoted(said: SaidText): SaidText {
  return { ...said, isQuoted: true };
}

function textsOfProse(prose: Prose): readonly SaidText[] {
  return prose.flatMap(textsOfNode);
}

function textsOfNode(node: ProseNode): readonly SaidText[] {
  switch (node.type) {
    case "paragraph":
    case "heading":
      return [{ text: textOf(node.children), at: node.at }];
    case "list":
      return node.items.flatMap(textsOfProse);
    case "quote":
      return textsOfProse(node.children).map(quoted);
    case "table":
      return cellsOf(node).map((cell) => ({ text: textOf(cell), at: node.at }));
    case "code":
    case "rule":
      return [];
  }
}

function cellsOf(node: Extract<ProseNode, { type: "table" }>) {
  return [...node.columns.map(({ title }) => title), ...node.rows.flat()];
}

function linksOfPart(part: Part, block: Block): readonly SaidLink[] {
  if (part.type === "link") return [{ url: lineText(part.url), at: part.url.at, block }];
  if (part.type === "html") return saidInHtml(part.html).links.map((link) => ({ ...link, block }));
  return part.type === "prose" ? linksOfProse(part.prose, block) : [];
}

function linksOfProse(prose: Prose, block: Block): readonly SaidLink[] {
  return prose.flatMap((node) => linksOfNode(node, block));
}

function linksOfNode(node: ProseNode, block: Block): readonly SaidLink[] {
  switch (node.type) {
    case "paragraph":
    case "heading":
      return linksOfInlines(node.children, block);
    case "list":
      return node.items.flatMap((item) => linksOfProse(item, block));
    case "quote":
      return linksOfProse(node.children, block);
    case "table":
      return cellsOf(node).flatMap((cell) => linksOfInlines(cell, block));
    case "code":
    case "rule":
      return [];
  }
}

function linksOfInlines(inlines: readonly Inline[], block: Block): readonly SaidLink[] {
  return inlines.flatMap((inline) => {
    switch (inline.type) {
      case "link":
        return [{ url: lineText(inline.url), words: textOf(inline.children), at: inline.at, block }];
      case "strong":
      case "emphasis":
      case "strike":
        return linksOfInlines(inline.children, block);
      default:
        return [];
    }
  });
}

/** What stands in a line, as a reader of whom nothing is known sees it. */
export function textOf(inlines: readonly Inline[]): string {
  return inlines
    .map((inline) => {
      switch (inline.type) {
        case "text":
        case "code":
          return inline.value;
        case "field":
          return inline.fallback;
        case "break":
          return "\n";
        default:
          return textOf(inline.children);
      }
    })
    .join("");
}
