import { scanHtml } from "../../base/scan-html.ts";
import type { Segments } from "../../model/edition.ts";

/** A part of an edition's HTML, in characters of its texts: slots count as nothing. */
export interface Extent {
  readonly start: number;
  readonly end: number;
}

/**
 * What the tags of a block have in the studio's copy of a mail, and never in one that is sent: the number of their
 * block.
 */
export const blockMark = "data-letterpress-block";

/**
 * The HTML with a mark in every tag of a block, which says the number of its extent. It stands before all other
 * attributes, so a block that brings such a mark along cannot pass for another one: of two attributes with one name the
 * first counts.
 */
export function withBlockMarks(html: Segments, extents: readonly Extent[]): Segments {
  const text = html.map((segment) => (typeof segment === "string" ? segment : "")).join("");
  const marks = scanHtml(text).flatMap((piece) => {
    if (piece.kind !== "tag" || piece.closing) return [];
    const block = extents.findIndex(({ start, end }) => start <= piece.start && piece.start < end);
    return block < 0 ? [] : [{ at: piece.start + 1 + piece.name.length, text: ` ${blockMark}="${block}"` }];
  });
  let at = 0;
  let next = 0;
  return html.map((segment) => {
    if (typeof segment !== "string") return segment;
    let marked = "";
    let from = 0;
    for (let mark = marks[next]; mark !== undefined && mark.at <= at + segment.length; mark = marks[next]) {
      marked += segment.slice(from, mark.at - at) + mark.text;
      from = mark.at - at;
      next += 1;
    }
    at += segment.length;
    return marked + segment.slice(from);
  });
}

/** One part of the HTML. A slot between two parts belongs to the one before it. */
export function segmentsOf(html: Segments, { start, end }: Extent): Segments {
  const found: Segments[number][] = [];
  let at = 0;
  for (const segment of html) {
    if (typeof segment === "string") {
      const part = segment.slice(Math.max(start - at, 0), Math.max(end - at, 0));
      if (part !== "") found.push(part);
      at += segment.length;
    } else if (at > start && at <= end) found.push(segment);
  }
  return found;
}
