import { escapeHtml } from "../base/html.ts";
import type { Line } from "../model/prose.ts";
import { holdSigns } from "./hold-signs.ts";
import type { TokenBook } from "./tokens.ts";

declare const ready: unique symbol;

/** HTML that is safe to stand in a template as it is. Only this, numbers and truth values reach Handlebars. */
export type Markup = string & { readonly [ready]: true };

/** Text as HTML, safe in text and inside a quoted attribute. */
export function markupOf(text: string): Markup {
  return escapeHtml(text) as Markup;
}

/** A line as HTML; its merge fields stand as tokens. */
export function lineMarkup(line: Line, book: TokenBook): Markup {
  return escapeHtml(holdSigns(lineWithTokens(line, book), "\u00A0")) as Markup;
}

/** A line as plain text, trimmed; its merge fields stand as tokens. */
export function lineWithTokens(line: Line, book: TokenBook): string {
  return line.parts
    .map((part) =>
      typeof part === "string"
        ? part.replace(/[ \t\r\n]+/g, " ")
        : book.tokenOf({ kind: "field", name: part.name, fallback: part.fallback }),
    )
    .join("")
    .trim();
}

/** A text as it was written, white space and all; its merge fields stand as tokens. */
export function rawWithTokens({ parts }: Line, book: TokenBook): string {
  return parts
    .map((part) =>
      typeof part === "string"
        ? part
        : book.tokenOf({ kind: "field", name: part.name, fallback: part.fallback }),
    )
    .join("");
}

/** Vouches for HTML that was put together from escaped pieces. */
export function trusted(html: string): Markup {
  return html as Markup;
}
