import { type HtmlPiece, scanHtml } from "../../base/scan-html.ts";

/**
 * HTML with the white space written out that a reader sees: in `<pre>`, and where a style says so. What follows,
 * Handlebars' indentation and the collapsing of MJML's, changes white space round line ends; so there a line ends in
 * `&#10;`, which a browser reads as the same.
 */
export function keptSpace(html: string): string {
  let set = "";
  let inside: { readonly name: string; depth: number } | undefined;
  for (const piece of scanHtml(html)) {
    const source = html.slice(piece.start, piece.end);
    set += piece.kind === "text" && inside !== undefined ? source.replace(/\r\n?|\n/g, "&#10;") : source;
    if (piece.kind !== "tag") continue;
    if (inside === undefined) {
      if (keepsSpace(piece)) inside = { name: piece.name, depth: 1 };
    } else if (piece.name === inside.name) {
      inside.depth += piece.closing ? -1 : 1;
      if (inside.depth === 0) inside = undefined;
    }
  }
  return set;
}

function keepsSpace(tag: HtmlPiece & { kind: "tag" }): boolean {
  if (tag.closing) return false;
  const style = tag.attributes.find(({ name }) => name === "style")?.value ?? "";
  return tag.name === "pre" || /white-space\s*:\s*(?:pre|break-spaces)/i.test(style);
}
