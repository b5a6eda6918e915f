import type { Position } from "../../base/problem.ts";
import { decodeEntities, scanHtml } from "../../base/scan-html.ts";
import type { Block, Image, Part, Parts } from "../../model/issue.ts";
import { idOf, isPlainOnly, itemsOf } from "../../model/parts.ts";
import type { Inline, Line, Prose } from "../../model/prose.ts";
import { lineWithTokens, rawWithTokens } from "../markup.ts";
import { targetText } from "../text/prose-text.ts";
import type { TokenBook } from "../tokens.ts";

/** Everything a block says that a reader must find again, with tokens for merge fields. */
export interface Said {
  /** Runs of text; one ends where a link or struck text begins or ends. */
  readonly texts: readonly SaidText[];
  readonly links: readonly SaidText[];
  readonly images: readonly Image[];
}

export interface SaidText {
  readonly text: string;
  /** Where the editor wrote it. */
  readonly at: Position;
  /** Set when only one of the two parts of the mail says it. */
  readonly only?: "html" | "plain";
  /** Set for a link with words of its own in running text: the plain text has its address in a note. */
  readonly noted?: true;
}

/** In what everybody may read there is nothing to vote with. */
export function saidBy({ kind, parts }: Block, book: TokenBook, isPublic = false): Said {
  const said: Collected = { texts: [], links: [], images: [], book };
  collect(parts, said);
  if (kind === "poll" && !isPublic)
    for (const option of itemsOf(parts, "options")) {
      const vote = book.tokenOf({ kind: "vote", poll: idOf(parts, "id"), option: idOf(option.parts, "id") });
      said.links.push({ text: vote, at: option.at });
    }
  return { ...said, texts: said.texts.filter(({ text }) => /\S/.test(text)) };
}

interface Collected {
  readonly texts: SaidText[];
  readonly links: SaidText[];
  readonly images: Image[];
  readonly book: TokenBook;
  readonly only?: "plain";
}

function collect(parts: Parts, said: Collected): void {
  for (const [name, part] of Object.entries(parts)) {
    collectPart(part, isPlainOnly(parts, name) ? { ...said, only: "plain" } : said);
  }
}

function collectPart(part: Part, said: Collected): void {
  const { book, texts, links } = said;
  switch (part.type) {
    case "line":
      note(texts, lineWithTokens(part.line, book), part.line.at, said);
      break;
    case "link":
      note(links, lineWithTokens(part.url, book), part.url.at, said);
      break;
    case "image":
      said.images.push(part.image);
      // In HTML it is looked for as an attribute of its picture.
      if (part.image.alt !== "") note(texts, part.image.alt, part.image.at, { ...said, only: "plain" });
      if (part.image.credit !== undefined) note(texts, part.image.credit, part.image.at, said);
      break;
    case "prose":
      proseSays(part.prose, said);
      break;
    case "html":
      htmlSays(part.html, said);
      break;
    case "list":
      for (const item of part.items) collect(item.parts, said);
      break;
    case "none":
    case "id":
    case "choice":
      break;
  }
}

function note(list: SaidText[], text: string, at: Position, { only }: Collected): void {
  list.push({ text, at, ...(only === undefined ? {} : { only }) });
}

function htmlSays(html: Line, { book, texts, links }: Collected): void {
  const source = rawWithTokens(html, book);
  const at = html.at;
  for (const piece of scanHtml(source)) {
    if (piece.kind === "text")
      texts.push({ text: decodeEntities(source.slice(piece.start, piece.end)), at, only: "html" });
    if (piece.kind === "tag" && piece.name === "a" && !piece.closing)
      for (const { name, value } of piece.attributes)
        if (name === "href") links.push({ text: decodeEntities(value).trim(), at, only: "html" });
  }
}

function proseSays(prose: Prose, said: Collected): void {
  for (const node of prose) {
    switch (node.type) {
      case "paragraph":
      case "heading":
        for (const run of runsOf(node.children, said)) note(said.texts, run, node.at, said);
        break;
      case "list":
        for (const item of node.items) proseSays(item, said);
        break;
      case "quote":
        proseSays(node.children, said);
        break;
      case "code":
        note(said.texts, node.value, node.at, said);
        break;
      case "table":
        for (const cell of [...node.columns.map(({ title }) => title), ...node.rows.flat()])
          for (const run of runsOf(cell, said)) note(said.texts, run, node.at, said);
        break;
      case "rule":
        break;
    }
  }
}

function runsOf(inlines: readonly Inline[], said: Collected): readonly string[] {
  const { book, links } = said;
  const runs = [""];
  const add = (text: string) => {
    runs.push((runs.pop() ?? "") + text);
  };
  const noteLink = ({ url, children, at }: Inline & { type: "link" }) => {
    const target = lineWithTokens(url, book);
    const [only] = children;
    const isBare = children.length === 1 && only?.type === "text" && only.value === targetText(target);
    const { only: part } = said;
    links.push({
      text: target,
      at,
      ...(part === undefined ? {} : { only: part }),
      ...(isBare ? {} : { noted: true }),
    });
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
        if (inline.type === "link") noteLink(inline);
        runs.push("");
        inline.children.forEach(walk);
        runs.push("");
    }
  };
  inlines.forEach(walk);
  return runs;
}
