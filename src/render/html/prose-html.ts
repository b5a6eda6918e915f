import { escapeHtml } from "../../base/html.ts";
import type { Inline, Prose, ProseNode } from "../../model/prose.ts";
import { type Markup, trusted } from "../markup.ts";
import { named } from "../template/theme.ts";
import { breaking, hasLongWord, inlineHtml } from "./inline-html.ts";
import type { ProseLook } from "./prose-look.ts";
import { tableHtml } from "./table-html.ts";

/** Prose as HTML for email: styles are inline, because not every mail program keeps a style sheet. */
export function proseHtml(prose: Prose, look: ProseLook): Markup {
  return trusted(nodesHtml(prose, { ...look, topDepth: topDepthOf(prose) }));
}

interface Page extends ProseLook {
  /** The depth of the highest heading in the text, so that a text that begins with ### leaves no level out. */
  readonly topDepth: number;
}

function topDepthOf(prose: Prose): number {
  const depths = prose.map((node) => {
    if (node.type === "heading") return node.depth;
    if (node.type === "quote") return topDepthOf(node.children);
    return node.type === "list" ? Math.min(6, ...node.items.map(topDepthOf)) : 6;
  });
  return Math.min(6, ...depths);
}

function nodesHtml(prose: Prose, page: Page): string {
  return prose.map((node, index) => nodeHtml(node, page, index, prose.length)).join("\n");
}

function nodeHtml(node: ProseNode, page: Page, index: number, length: number): string {
  const { colours, spacing } = page.theme;
  const after = index === length - 1 ? "0" : named(spacing, "paragraph");
  switch (node.type) {
    case "paragraph":
      return `<p style="margin:0 0 ${after}${breaksOf(node.children)}">${inlineHtml(node.children, page)}</p>`;
    case "heading":
      return headingHtml(node, page, index === 0);
    case "list":
      return listHtml(node, page, `0 0 ${after}`);
    case "quote": {
      const side = page.direction === "rtl" ? "right" : "left";
      const edge = `border-${side}:3px solid ${named(colours.light, "accent")};padding-${side}:18px`;
      const style = `margin:0 0 ${after};${edge};font-style:italic`;
      return `<blockquote style="${style}">${nodesHtml(node.children, page)}</blockquote>`;
    }
    case "code":
      return codeHtml(node.value, page, after);
    case "table":
      return tableHtml(node, page, after);
    case "rule":
      return `<hr style="margin:${named(spacing, "heading")} 0;border:0;border-top:1px solid ${named(colours.light, "rule")}">`;
  }
}

function headingHtml(node: ProseNode & { type: "heading" }, page: Page, first: boolean): string {
  const { fonts, sizes, spacing } = page.theme;
  const level = Math.min(6, node.depth - page.topDepth + page.topHeading);
  const size = named(sizes, page.small === true ? "text" : node.depth === 2 ? "heading" : "subheading");
  const above = first ? "0" : named(spacing, page.small === true ? "paragraph" : "heading");
  const font = `font-family:${named(fonts, "display")};font-size:${size};line-height:1.25;font-weight:bold`;
  const style = `margin:${above} 0 8px;${font}${breaksOf(node.children)}`;
  return `<h${level} style="${style}">${inlineHtml(node.children, page)}</h${level}>`;
}

function codeHtml(value: string, { theme }: Page, after: string): string {
  const back = named(theme.colours.light, "tint");
  const font = `font-family:${named(theme.fonts, "code")};font-size:0.85em;font-style:normal`;
  const style = `margin:0 0 ${after};padding:14px 16px;background:${back};${font};text-align:left;white-space:pre-wrap;${breaking}`;
  // The lines end in &#10;: a real line end would lose the indentation behind it when white space is collapsed. A
  // parser leaves the first one out.
  const lines = value.split("\n").map(escapeHtml).join("&#10;");
  return `<pre dir="ltr" style="${style}">${value.startsWith("\n") ? "&#10;" : ""}${lines}</pre>`;
}

function listHtml(node: ProseNode & { type: "list" }, page: Page, margin: string): string {
  const [tag, start] =
    node.start === undefined ? ["ul", ""] : ["ol", node.start === 1 ? "" : ` start="${node.start}"`];
  const side = page.direction === "rtl" ? "right" : "left";
  const below = node.loose === true ? named(page.theme.spacing, "paragraph") : "6px";
  const items = node.items.map((item) => {
    const breaks = item.some((one) => one.type === "paragraph" && hasLongWord(one.children));
    return `<li style="margin:0 0 ${below}${breaks ? `;${breaking}` : ""}">${itemHtml(item, node.loose === true, page)}</li>`;
  });
  const style = `margin:${margin};padding:0;padding-${side}:26px`;
  return `<${tag}${start} style="${style}">\n${items.join("\n")}\n</${tag}>`;
}

/** The words of an item stand in it without a paragraph of their own, unless several paragraphs follow each other. */
function itemHtml(item: Prose, loose: boolean, page: Page): string {
  if (loose && item.length > 1) return nodesHtml(item, page);
  return item
    .map((node) => {
      if (node.type === "paragraph") return inlineHtml(node.children, page);
      return node.type === "list" ? listHtml(node, page, "6px 0 0") : nodeHtml(node, page, 0, 1);
    })
    .join("\n");
}

function breaksOf(inlines: readonly Inline[]): string {
  return hasLongWord(inlines) ? `;${breaking}` : "";
}
