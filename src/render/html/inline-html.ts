import { escapeHtml } from "../../base/html.ts";
import type { Inline } from "../../model/prose.ts";
import { holdSigns } from "../hold-signs.ts";
import { lineMarkup, lineWithTokens } from "../markup.ts";
import { named } from "../template/theme.ts";
import type { ProseLook } from "./prose-look.ts";

/** What stands in a line, as HTML. */
export function inlineHtml(inlines: readonly Inline[], look: ProseLook): string {
  return inlines.map((inline) => oneInline(inline, look)).join("");
}

/** Lets a long word break, so that it does not make a mail wider than a phone. */
export const breaking = "overflow-wrap:anywhere;word-break:break-word";

/**
 * Whether a word stands in it that may be wider than a phone: an address, an identifier, what a reader calls
 * themselves.
 */
export function hasLongWord(inlines: readonly Inline[]): boolean {
  return wordsOf(inlines).some(({ length }) => length >= longest);
}

/** About how many letters wide its longest word must be set; a very long one breaks. */
export function longestWord(inlines: readonly Inline[]): number {
  if (hasLongWord(inlines)) return 14;
  const parts = wordsOf(inlines).flatMap((word) => word.split("-"));
  return Math.max(0, ...parts.map(({ length }) => length));
}

/** What stands in it without its marks; for a field, a long word. */
export function bareText(inlines: readonly Inline[]): string {
  let words = "";
  const walk = (inline: Inline): void => {
    if (inline.type === "text" || inline.type === "code") words += inline.value;
    else if (inline.type === "field") words += "x".repeat(longest);
    else if (inline.type === "break") words += " ";
    else inline.children.forEach(walk);
  };
  inlines.forEach(walk);
  return words;
}

function wordsOf(inlines: readonly Inline[]): readonly string[] {
  return bareText(inlines).split(/[ \t\r\n]+/);
}

const longest = 25;

function isLong(text: string, from = longest): boolean {
  return text.split(/[ \t\r\n]+/).some((word) => word.length >= from);
}

function oneInline(inline: Inline, look: ProseLook): string {
  switch (inline.type) {
    case "text":
      return escapeHtml(holdSigns(inline.value, "\u00A0"));
    case "field":
      return look.book.tokenOf({ kind: "field", name: inline.name, fallback: inline.fallback });
    case "strong":
      return `<strong>${inlineHtml(inline.children, look)}</strong>`;
    case "emphasis":
      return `<em>${inlineHtml(inline.children, look)}</em>`;
    case "strike":
      return `<s>${inlineHtml(inline.children, look)}</s>`;
    case "code":
      return codeHtml(inline.value, look);
    case "link":
      return linkHtml(inline, look);
    case "break":
      return "<br>";
  }
}

function codeHtml(value: string, { theme, direction }: ProseLook): string {
  const font = `font-family:${named(theme.fonts, "code")};font-size:0.85em`;
  const style = `background:${named(theme.colours.light, "tint")};padding:1px 4px;${font}`;
  const breaks = isLong(value) ? `;${breaking}` : "";
  return `<code${apart(direction)} style="${style}${breaks}">${escapeHtml(value)}</code>`;
}

function linkHtml({ url, children }: Inline & { type: "link" }, look: ProseLook): string {
  const colour = named(look.theme.colours.light, "accent");
  const words = children.map((child) => (child.type === "text" ? child.value : " ")).join("");
  const isAddress = /^\S*[^\s.]\.\S+$/.test(words) && lineWithTokens(url, look.book).includes(words);
  // Outlook breaks a word for this value only, but it breaks words anywhere: for those that are wider than Outlook's
  // column.
  const breaks = isLong(words, 50) ? ";word-break:break-all" : "";
  const style = `color:${colour};text-decoration:underline${breaks}`;
  const inside = inlineHtml(children, look);
  return `<a href="${lineMarkup(url, look.book)}" target="_blank"${isAddress ? apart(look.direction) : ""} style="${style}">${inside}</a>`;
}

/** Code and addresses run from left to right in Arabic and Hebrew too, with their full stops where they belong. */
function apart(direction: "ltr" | "rtl"): string {
  return direction === "rtl" ? ' dir="ltr"' : "";
}
