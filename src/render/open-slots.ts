import { type Position, type Problem, problem } from "../base/problem.ts";
import { decodeEntities, type HtmlAttribute, type HtmlPiece, scanHtml } from "../base/scan-html.ts";
import type { Place, Segments, Slot, SlotValue } from "../model/edition.ts";
import type { FoundToken, TokenBook } from "./tokens.ts";

/**
 * Finds every token in the finished HTML and makes it a slot. Where the token landed decides how a reader's value will
 * be escaped, so the place is read from the HTML itself and not from what a template meant; a place where no escape is
 * safe is a Problem, told at `at`.
 */
export function openHtml(
  html: string,
  book: TokenBook,
  at: Position,
): { readonly segments: Segments; readonly problems: readonly Problem[] } {
  const pieces = scanHtml(html);
  const problems = new Map<string, Problem>();
  let index = 0;
  const segments = opened(html, book, (token) => {
    while ((pieces[index]?.end ?? html.length) <= token.start) index += 1;
    const landing = placeIn(pieces[index], token);
    if ("place" in landing) return landing.place;
    problems.set(landing.message, problem(at, landing.code, landing.message, landing.remedy));
    return "plain";
  });
  return { segments, problems: [...problems.values()] };
}

/**
 * The plain-text part. A field behind `https://host/` in the same word is part of that URL, and a space in its value
 * would end the link; everything else is plain.
 */
export function openText(text: string, book: TokenBook): Segments {
  return opened(text, book, ({ value, start }) =>
    value.kind === "field" && hostIsFixed(/https?:\S*$/i.exec(text.slice(0, start))?.[0] ?? "")
      ? "url"
      : "plain",
  );
}

/** A line for a header: every slot in it is plain. */
export function openLine(text: string, book: TokenBook): Segments {
  return opened(text, book, () => "plain");
}

function opened(text: string, book: TokenBook, place: (token: FoundToken) => Place): Segments {
  const segments: (string | Slot)[] = [];
  let from = 0;
  for (const token of book.find(text)) {
    if (token.start > from) segments.push(text.slice(from, token.start));
    segments.push({ value: token.value, place: place(token) });
    from = token.end;
  }
  if (from < text.length) segments.push(text.slice(from));
  return segments;
}

type Landing =
  | { readonly place: Place }
  | { readonly code: string; readonly message: string; readonly remedy: string };

function placeIn(piece: HtmlPiece | undefined, token: FoundToken): Landing {
  const name = nameOf(token.value);
  if (piece?.kind === "text" || (piece?.kind === "raw" && piece.element === "title"))
    return { place: "text" };
  if (piece?.kind !== "tag")
    return unsafe(name, piece?.kind === "raw" ? `inside <${piece.element}>` : "inside a comment");
  const attribute = piece.attributes.find(({ start, end }) => start <= token.start && token.end <= end);
  if (attribute === undefined) return unsafe(name, `in the name of an attribute or tag, in <${piece.name}>`);
  if (!attribute.quoted) return unsafe(name, `in ${attribute.name}= of <${piece.name}>, which has no quotes`);
  if (attribute.name.startsWith("on") || codeAttributes.has(attribute.name))
    return unsafe(name, `in ${attribute.name}= of <${piece.name}>, where values are code`);
  if (!urlAttributes.has(attribute.name)) return { place: "attribute" };
  return placeInUrl(attribute, piece.name, token);
}

function placeInUrl(attribute: HtmlAttribute, tag: string, token: FoundToken): Landing {
  const before = decodeEntities(attribute.value.slice(0, token.start - attribute.start));
  const where = `${attribute.name}= of <${tag}>`;
  if (token.value.kind !== "field")
    return before.trim() === ""
      ? { place: "attribute" }
      : {
          code: "render/link-inside-url",
          message: `${nameOf(token.value)} is a whole URL, but other text stands before it in ${where}.`,
          remedy: "Let it stand alone in the attribute.",
        };
  return hostIsFixed(before)
    ? { place: "url" }
    : {
        code: "render/slot-begins-url",
        message: `${nameOf(token.value)} stands in the scheme or the host of the URL in ${where}.`,
        remedy: "Readers may only fill what follows https://host/, so that no value can lead elsewhere.",
      };
}

/** True when this beginning of a URL leads to one host, whatever follows it. */
function hostIsFixed(beginning: string): boolean {
  return /^\s*https?:\/\/[^/?#\s\\]+[/?#]/i.test(beginning);
}

function unsafe(name: string, where: string): Landing {
  return {
    code: "render/slot-place",
    message: `${name} stands ${where}, where no value of a reader is safe.`,
    remedy: "Let it stand in text, or in an attribute with quotes.",
  };
}

function nameOf(value: SlotValue): string {
  switch (value.kind) {
    case "field":
      return `the merge field {{${value.name}}}`;
    case "link":
      return `the link {{links.${value.name}}}`;
    case "vote":
      return `the vote link of ${value.poll}/${value.option}`;
  }
}

const urlAttributes = new Set([
  ...["href", "src", "action", "formaction", "background", "cite", "poster", "data", "longdesc"],
  ...["xlink:href", "ping"],
]);
const codeAttributes = new Set(["style", "srcdoc", "srcset", "http-equiv"]);
