import type { Position } from "../base/problem.ts";
import { type HtmlPiece, scanHtml } from "../base/scan-html.ts";
import type { Segments } from "../model/edition.ts";
import type { BlockExtent } from "../render/render-issue.ts";

/** The HTML of an edition as rules look at it, taken apart once for all of them. Slots are left out. */
export interface Page {
  readonly html: string;
  readonly pieces: readonly HtmlPiece[];
  /** The block that a character of the HTML belongs to; undefined in the frame around the blocks. */
  blockAt(offset: number): Position | undefined;
}

export function pageOf(segments: Segments, extents: readonly BlockExtent[]): Page {
  const html = segments.map((segment) => (typeof segment === "string" ? segment : "")).join("");
  return {
    html,
    pieces: scanHtml(html),
    blockAt: (offset) => extents.find(({ start, end }) => start <= offset && offset < end)?.at,
  };
}
