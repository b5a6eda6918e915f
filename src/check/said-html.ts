import type { Position } from "../base/problem.ts";
import { decodeEntities, type HtmlPiece, scanHtml } from "../base/scan-html.ts";
import { type Line, lineText } from "../model/prose.ts";
import { placeIn } from "./html-lines.ts";

/** A piece of text in HTML that an editor wrote, or a link with its words. */
export interface HtmlSaid {
  readonly texts: readonly { readonly text: string; readonly at: Position }[];
  readonly links: readonly { readonly url: string; readonly words: string; readonly at: Position }[];
}

/** What readers are told by the HTML of a block, as readers of whom nothing is known see it. */
export function saidInHtml(line: Line): HtmlSaid {
  const html = lineText(line);
  const texts: { text: string; at: Position }[] = [];
  const links: { url: string; words: string; at: Position }[] = [];
  let open: { readonly url: string; words: string; readonly at: Position } | undefined;
  for (const piece of scanHtml(html)) {
    const at = placeIn(html, piece.start, line.at);
    if (piece.kind === "text") {
      const text = decodeEntities(html.slice(piece.start, piece.end));
      if (/\S/.test(text)) texts.push({ text, at });
      if (open !== undefined) open.words += text;
    }
    if (piece.kind !== "tag") continue;
    if (open !== undefined && piece.name === "img") open.words += attribute(piece, "alt");
    if (piece.name !== "a") continue;
    if (open !== undefined) links.push({ ...open, words: open.words.trim() });
    const href = piece.attributes.find(({ name }) => name === "href");
    open = href && { url: attribute(piece, "href"), words: "", at: placeIn(html, href.start, line.at) };
  }
  return { texts, links };
}

/** An attribute of a tag with its entities read; empty where it has none. */
export function attribute(tag: HtmlPiece & { kind: "tag" }, name: string): string {
  return decodeEntities(tag.attributes.find((one) => one.name === name)?.value ?? "").trim();
}
