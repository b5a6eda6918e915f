import type { Block, Image } from "../model/issue.ts";
import type { Inline, Line, Prose } from "../model/prose.ts";
import { lineWithTokens } from "./markup.ts";
import type { TokenBook } from "./tokens.ts";

/** Everything a block says that a reader must find again, with tokens for merge fields. */
export interface Said {
  /** Runs of text; one ends where a link or struck text begins or ends. */
  readonly texts: readonly string[];
  readonly links: readonly string[];
  readonly images: readonly Image[];
}

export function saidBy(block: Block, book: TokenBook): Said {
  const said = { texts: [] as string[], links: [] as string[], images: [] as Image[] };
  const line = (given?: Line) => {
    if (given !== undefined) said.texts.push(lineWithTokens(given, book));
  };
  const link = (url?: Line) => {
    if (url !== undefined) said.links.push(lineWithTokens(url, book));
  };
  const prose = (given: Prose) => proseSays(given, book, said.texts, link);
  switch (block.kind) {
    case "letter":
    case "signoff":
      prose(block.body);
      break;
    case "feature":
    case "sponsor":
      line(block.kind === "feature" ? block.title : block.name);
      link(block.url);
      if (block.image !== undefined) said.images.push(block.image);
      prose(block.body);
      break;
    case "poll":
      line(block.question);
      for (const option of block.options) {
        line(option.title);
        prose(option.body);
        said.links.push(book.tokenOf({ kind: "vote", poll: block.id, option: option.id }));
      }
      break;
    case "briefs":
      line(block.title);
      for (const item of block.items) {
        line(item.title);
        link(item.url);
        line(item.source);
        prose(item.body);
      }
      break;
  }
  return { ...said, texts: said.texts.filter((text) => /\S/.test(text)) };
}

function proseSays(prose: Prose, book: TokenBook, texts: string[], link: (url: Line) => void): void {
  for (const node of prose) {
    switch (node.type) {
      case "paragraph":
      case "heading":
        texts.push(...runsOf(node.children, book, link));
        break;
      case "list":
        for (const item of node.items) proseSays(item, book, texts, link);
        break;
      case "quote":
        proseSays(node.children, book, texts, link);
        break;
      case "code":
        texts.push(node.value);
        break;
      case "table":
        for (const cell of [...node.columns.map(({ title }) => title), ...node.rows.flat()])
          texts.push(...runsOf(cell, book, link));
        break;
      case "rule":
        break;
    }
  }
}

function runsOf(inlines: readonly Inline[], book: TokenBook, link: (url: Line) => void): readonly string[] {
  const runs = [""];
  const add = (text: string) => {
    runs.push((runs.pop() ?? "") + text);
  };
  const walk = (inline: Inline): void => {
    switch (inline.type) {
      case "text":
      case "code":
        add(inline.value);
        break;
      case "field":
        add(book.tokenOf({ kind: "field", name: inline.name, fallback: inline.fallback }));
        break;
      case "break":
        add(" ");
        break;
      case "strong":
      case "emphasis":
        inline.children.forEach(walk);
        break;
      case "link":
      case "strike":
        if (inline.type === "link") link(inline.url);
        runs.push("");
        inline.children.forEach(walk);
        runs.push("");
    }
  };
  inlines.forEach(walk);
  return runs;
}
