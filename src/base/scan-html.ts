/** One piece of an HTML document, by its place in the text. Pieces follow each other without a gap. */
export type HtmlPiece =
  | {
      readonly kind: "text" | "comment" | "raw";
      readonly start: number;
      readonly end: number;
      readonly element?: string;
    }
  | {
      readonly kind: "tag";
      readonly start: number;
      readonly end: number;
      readonly name: string;
      readonly closing: boolean;
      readonly attributes: readonly HtmlAttribute[];
    };

export interface HtmlAttribute {
  readonly name: string;
  /** Between the quotes, entities not decoded. */
  readonly value: string;
  readonly start: number;
  readonly end: number;
  readonly quoted: boolean;
}

/**
 * Reads HTML as a browser's tokenizer does, as far as it matters for "where does this character stand": text, tags with
 * their attributes, comments (Outlook's conditions are comments), and the raw inside of style, script and the like.
 */
export function scanHtml(html: string): readonly HtmlPiece[] {
  const pieces: HtmlPiece[] = [];
  let at = 0;
  while (at < html.length) {
    const piece = pieceAt(html, at);
    pieces.push(piece);
    at = piece.end;
    if (piece.kind !== "tag" || piece.closing || !rawElements.has(piece.name)) continue;
    const found = html.slice(at).search(new RegExp(`</${piece.name}[\\s/>]`, "i"));
    const end = found < 0 ? html.length : at + found;
    if (end > at) pieces.push({ kind: "raw", element: piece.name, start: at, end });
    at = end;
  }
  return pieces;
}

/** The five named entities that escaping makes, numbers, and the non-breaking space; others are left alone. */
export function decodeEntities(text: string): string {
  return text.replace(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|(\w+));/gi, (whole, decimal, hex, name) => {
    if (name !== undefined) return namedEntities[name] ?? whole;
    const code = decimal === undefined ? Number.parseInt(hex, 16) : Number(decimal);
    return code > 0x10ffff ? whole : String.fromCodePoint(code);
  });
}

const rawElements = new Set(["style", "script", "title", "textarea", "xmp", "noembed", "noframes", "iframe"]);
const namedEntities: Readonly<Record<string, string>> = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  apos: "'",
  nbsp: "\u00a0",
};

function pieceAt(html: string, start: number): HtmlPiece {
  if (html.startsWith("<!--", start)) return until(html, "comment", start, "-->", start + 2);
  if (/^<[!?]/.test(html.slice(start, start + 2))) return until(html, "comment", start, ">", start + 2);
  if (/^<\/?[a-z]/i.test(html.slice(start, start + 3))) return tagAt(html, start);
  let end = html.indexOf("<", start + 1);
  while (end >= 0 && !/^<[a-z/!?]/i.test(html.slice(end, end + 2))) end = html.indexOf("<", end + 1);
  return { kind: "text", start, end: end < 0 ? html.length : end };
}

function until(html: string, kind: "comment", start: number, stop: string, from: number): HtmlPiece {
  const found = html.indexOf(stop, from);
  return { kind, start, end: found < 0 ? html.length : found + stop.length };
}

function tagAt(html: string, start: number): HtmlPiece {
  const open = /<(\/?)([a-z][^\s/>]*)/iy;
  open.lastIndex = start;
  const [whole = "<", slash = "", name = ""] = open.exec(html) ?? [];
  const attributes: HtmlAttribute[] = [];
  let at = start + whole.length;
  while (at < html.length && html[at] !== ">") {
    const next = attributeAt(html, at);
    if (next.attribute !== undefined) attributes.push(next.attribute);
    at = next.end;
  }
  return {
    kind: "tag",
    start,
    end: Math.min(at + 1, html.length),
    name: name.toLowerCase(),
    closing: slash === "/",
    attributes,
  };
}

function attributeAt(html: string, at: number): { readonly attribute?: HtmlAttribute; readonly end: number } {
  const pattern = /[\s/]+|([^\s/>=][^\s/>=]*)(?:\s*=\s*("[^"]*(?:"|$)|'[^']*(?:'|$)|[^\s>]*))?/y;
  pattern.lastIndex = at;
  const match = pattern.exec(html);
  if (match === null) return { end: at + 1 };
  const end = at + match[0].length;
  const [, name, given] = match;
  if (name === undefined) return { end };
  const quoted = given !== undefined && /^["']/.test(given);
  const value = given === undefined ? "" : quoted ? given.slice(1, -1) : given;
  const first = given === undefined ? end : end - given.length + (quoted ? 1 : 0);
  return {
    attribute: { name: name.toLowerCase(), value, start: first, end: first + value.length, quoted },
    end,
  };
}
