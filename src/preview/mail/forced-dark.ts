import { scanHtml } from "../../base/scan-html.ts";
import { type Force, invertedColors, invertedDeclarations } from "./inverted-colors.ts";

/**
 * The HTML with its colours turned dark, as programs do that take no notice of what the author says of it. Each does it
 * in a way of its own that nobody documents; this is near to all of them: hue and saturation stay, the lightness is
 * turned, pictures are left alone. Comments stay as they are, so what only Outlook for Windows reads in them is not
 * turned.
 */
export function forcedDark(markup: string, force: Force): string {
  let turned = "";
  for (const piece of scanHtml(markup)) {
    const text = markup.slice(piece.start, piece.end);
    if (piece.kind === "raw" && piece.element === "style") turned += inStyleSheet(text, force);
    else if (piece.kind === "tag" && !piece.closing) turned += inTag(markup, piece, force);
    else turned += text;
  }
  const ground = "<style>html{background-color:#121212;color:#ededed}a{color:#8ab4f8}</style>";
  const head = /<head\b[^>]*>/i.exec(turned);
  const at = head === null ? 0 : head.index + head[0].length;
  return turned.slice(0, at) + ground + turned.slice(at);
}

type Tag = Extract<ReturnType<typeof scanHtml>[number], { readonly kind: "tag" }>;

function inTag(markup: string, { start, end, attributes }: Tag, force: Force): string {
  let turned = "";
  let at = start;
  for (const { name, value, start: from, end: to } of attributes) {
    const next = turnedAttribute(name, value, force);
    if (next === undefined) continue;
    turned += markup.slice(at, from) + next;
    at = to;
  }
  return turned + markup.slice(at, end);
}

function turnedAttribute(name: string, value: string, force: Force): string | undefined {
  if (name === "style") return invertedDeclarations(value, force);
  if (name === "bgcolor") return invertedColors(value, "ground", force);
  if (name === "color" || name === "text" || name === "link") return invertedColors(value, "ink", force);
  return undefined;
}

/** Only what stands in braces without braces in it: a selector such as `#abc` is no colour. */
function inStyleSheet(css: string, force: Force): string {
  return css.replace(/\{([^{}]*)\}/g, (_, inside: string) => `{${invertedDeclarations(inside, force)}}`);
}
