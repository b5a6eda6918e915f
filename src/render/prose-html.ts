import { escapeHtml } from "../base/html.ts";
import type { Inline, Prose, ProseNode } from "../model/prose.ts";
import { lineMarkup, type Markup, trusted } from "./markup.ts";
import { named, type Theme } from "./theme.ts";
import type { TokenBook } from "./tokens.ts";

export interface ProseLook {
  readonly book: TokenBook;
  readonly theme: Theme;
  readonly direction: "ltr" | "rtl";
  /** The HTML heading that `##` becomes: one below the title of the block it stands in. */
  readonly topHeading: number;
}

/** Prose as HTML for email: styles are inline, because not every mail program keeps a style sheet. */
export function proseHtml(prose: Prose, look: ProseLook): Markup {
  return trusted(prose.map((node, index) => nodeHtml(node, look, index, prose.length)).join("\n"));
}

function nodeHtml(node: ProseNode, look: ProseLook, index: number, length: number): string {
  const { colours, fonts, sizes, spacing } = look.theme;
  const after = index === length - 1 ? "0" : named(spacing, "paragraph");
  switch (node.type) {
    case "paragraph":
      return `<p style="margin:0 0 ${after}">${inlineHtml(node.children, look)}</p>`;
    case "heading": {
      const level = Math.min(6, node.depth - 2 + look.topHeading);
      const size = node.depth === 2 ? named(sizes, "heading") : named(sizes, "subheading");
      const above = index === 0 ? "0" : named(spacing, "heading");
      const font = `font-family:${named(fonts, "display")};font-size:${size};line-height:1.25;font-weight:bold`;
      return `<h${level} style="margin:${above} 0 8px;${font}">${inlineHtml(node.children, look)}</h${level}>`;
    }
    case "list":
      return listHtml(node, look, after);
    case "quote": {
      const side = look.direction === "rtl" ? "right" : "left";
      const edge = `border-${side}:3px solid ${named(colours.light, "accent")};padding-${side}:18px`;
      const style = `margin:0 0 ${after};${edge};font-style:italic`;
      return `<blockquote style="${style}">${proseHtml(node.children, look)}</blockquote>`;
    }
    case "code": {
      const box = `margin:0 0 ${after};padding:14px 16px;background:${named(colours.light, "tint")}`;
      // The lines end in &#10;: a real line end would lose the indentation behind it when white space is collapsed.
      const lines = node.value.split("\n").map(escapeHtml).join("&#10;");
      return `<pre dir="ltr" style="${box};${codeFont(look)};text-align:left;white-space:pre-wrap">${lines}</pre>`;
    }
    case "rule":
      return `<hr style="margin:${named(spacing, "heading")} 0;border:0;border-top:1px solid ${named(colours.light, "rule")}">`;
  }
}

function listHtml(node: ProseNode & { type: "list" }, look: ProseLook, after: string): string {
  const [tag, start] =
    node.start === undefined ? ["ul", ""] : ["ol", node.start === 1 ? "" : ` start="${node.start}"`];
  const side = look.direction === "rtl" ? "right" : "left";
  const items = node.items.map((item) => {
    const [only] = item;
    const inside =
      item.length === 1 && only?.type === "paragraph"
        ? inlineHtml(only.children, look)
        : proseHtml(item, look);
    return `<li style="margin:0 0 6px">${inside}</li>`;
  });
  const style = `margin:0 0 ${after};padding:0;padding-${side}:26px`;
  return `<${tag}${start} style="${style}">\n${items.join("\n")}\n</${tag}>`;
}

function inlineHtml(inlines: readonly Inline[], look: ProseLook): string {
  return inlines.map((inline) => oneInline(inline, look)).join("");
}

function oneInline(inline: Inline, look: ProseLook): string {
  switch (inline.type) {
    case "text":
      return escapeHtml(inline.value);
    case "field":
      return look.book.tokenOf({ kind: "field", name: inline.name, fallback: inline.fallback });
    case "strong":
      return `<strong>${inlineHtml(inline.children, look)}</strong>`;
    case "emphasis":
      return `<em>${inlineHtml(inline.children, look)}</em>`;
    case "strike":
      return `<s>${inlineHtml(inline.children, look)}</s>`;
    case "code": {
      const back = named(look.theme.colours.light, "tint");
      return `<code style="background:${back};padding:1px 4px;${codeFont(look)}">${escapeHtml(inline.value)}</code>`;
    }
    case "link": {
      const colour = named(look.theme.colours.light, "accent");
      const href = lineMarkup(inline.url, look.book);
      const inside = inlineHtml(inline.children, look);
      return `<a href="${href}" target="_blank" style="color:${colour};text-decoration:underline">${inside}</a>`;
    }
    case "break":
      return "<br>";
  }
}

function codeFont({ theme }: ProseLook): string {
  return `font-family:${named(theme.fonts, "code")};font-size:0.85em`;
}
