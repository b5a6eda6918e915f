import { shortened } from "../../base/shortened.ts";
import type * as Mdast from "mdast";
import { type Context, positionOf, report } from "./markdown-context.ts";

/** HTML is refused in prose, with the Markdown that says the same. A comment is the editor's own note. */
export function reportHtml(node: Mdast.Html, context: Context): void {
  if (isComments(node.value)) return;
  const written = context.disguise.written(node.value);
  const message = `HTML (${shortened(written, 30)}) cannot stand in Markdown.`;
  const tag = /<\/?([a-z][a-z0-9]*)/i.exec(written)?.[1]?.toLowerCase() ?? "";
  report(context, positionOf(node, context), "html-in-prose", message, remedyFor(tag));
}

/** `<br>` in a line is a break: a cell of a table has no other. */
export function isLineBreak(node: Mdast.Html): boolean {
  return /^<br\s*\/?>$/i.test(node.value);
}

/**
 * Several comments may stand in a row, but nothing between them. DANGER: to an expression that looks for comments, each
 * of 25,000 that never end is a search to the end of the text.
 */
function isComments(html: string): boolean {
  let rest = html.trim();
  while (rest.startsWith("<!--")) {
    const end = rest.indexOf("-->", "<!--".length);
    if (end === -1) return false;
    rest = rest.slice(end + "-->".length).trimStart();
  }
  return rest === "";
}

function remedyFor(tag: string): string {
  const [, remedy] = remedies.find(([tags]) => tags.includes(tag)) ?? [];
  return remedy ?? "Use Markdown, or write \\< for the character itself.";
}

const remedies: readonly (readonly [tags: readonly string[], remedy: string])[] = [
  [["b", "strong"], "Write **words** for bold ones."],
  [["i", "em", "cite"], "Write *words* for italic ones."],
  [["s", "del", "strike"], "Write ~~words~~ for struck ones."],
  [["code", "pre", "tt", "kbd", "samp"], "Write `words` for code, or a block between lines of ```."],
  [["a"], "Write [words](https://…) for a link."],
  [["img", "picture", "figure", "video"], 'Use the block\'s "image" key.'],
  [["br"], "Leave an empty line for a new paragraph, or end the line before with \\."],
  [["hr"], "Write a line of --- with an empty line before it."],
  [["blockquote"], "Begin each line of a quote with >."],
  [["ul", "ol", "li"], 'Begin each item with "- " or "1. ".'],
  [["h1", "h2", "h3", "h4", "h5", "h6"], "Begin a heading with ##."],
  [["table", "thead", "tbody", "tr", "td", "th"], "Write a table with | between its cells."],
];
