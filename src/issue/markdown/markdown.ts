import type * as Mdast from "mdast";
import { fromMarkdown } from "mdast-util-from-markdown";
import { gfmAutolinkLiteralFromMarkdown } from "mdast-util-gfm-autolink-literal";
import { gfmStrikethroughFromMarkdown } from "mdast-util-gfm-strikethrough";
import { gfmTableFromMarkdown } from "mdast-util-gfm-table";
import { cjkFriendlyExtension } from "micromark-extension-cjk-friendly";
import { gfmAutolinkLiteral } from "micromark-extension-gfm-autolink-literal";
import { gfmStrikethrough } from "micromark-extension-gfm-strikethrough";
import { gfmTable } from "micromark-extension-gfm-table";
import type { Problem } from "../../base/problem.ts";
import type { Prose, ProseNode } from "../../model/prose.ts";
import type { DeclaredFields } from "../merge-fields.ts";
import { reportFootnoteText, reportSkippedLevels, reportTasks } from "./leftover-blocks.ts";
import { reportLines } from "./leftover-lines.ts";
import { collectDefinitions, reportUnused } from "./link-names.ts";
import { type Context, positionOf, report, sourceOf, warn } from "./markdown-context.ts";
import { reportHtml } from "./markdown-html.ts";
import { inlines } from "./markdown-inlines.ts";
import { beyondLimits } from "./markdown-limits.ts";
import { table } from "./markdown-table.ts";
import { type Place, standIn } from "./stand-in.ts";
import { listNumber } from "../../model/noticed/list-number.ts";

/**
 * Reads CommonMark with tables, strike-through and bare addresses (GFM) into Prose. Nothing is dropped: what Prose
 * cannot hold is a Problem.
 */
export function parseMarkdown(
  text: string,
  place: Place,
  fields: DeclaredFields,
): { readonly prose: Prose; readonly problems: readonly Problem[] } {
  const beyond = beyondLimits(text, place);
  if (beyond !== undefined) return { prose: [], problems: [beyond] };
  const disguise = standIn(text, fields, place);
  const tree = markdownTree(disguise.text);
  const context: Context = {
    disguise,
    place,
    fields,
    problems: [],
    definitions: new Map(),
    referred: new Set(),
  };
  collectDefinitions(tree, context);
  const prose = blocks(tree.children, context);
  reportSkippedLevels(prose, context);
  for (const definition of context.definitions.values()) reportUnused(definition, context);
  const seen = [...context.problems, ...disguise.problems()];
  return { prose, problems: seen };
}

/** The nodes of a text that is within the limits (`beyondLimits`). */
export function markdownTree(text: string): Mdast.Root {
  return fromMarkdown(text, {
    // Strong words that end in full-width punctuation are strong words too.
    extensions: [cjkFriendlyExtension(), gfmStrikethrough(), gfmTable(), gfmAutolinkLiteral()],
    mdastExtensions: [
      gfmStrikethroughFromMarkdown(),
      gfmTableFromMarkdown(),
      // The transform would make links that have no place in the file; `linkedText` finds the same addresses.
      { ...gfmAutolinkLiteralFromMarkdown(), transforms: [] },
    ],
  });
}

function blocks(nodes: readonly Mdast.RootContent[], context: Context): Prose {
  return nodes.flatMap((node) => block(node, context) ?? []);
}

function block(node: Mdast.RootContent, context: Context): ProseNode | undefined {
  const at = positionOf(node, context);
  switch (node.type) {
    case "paragraph":
      reportLines(node, context);
      return { type: "paragraph", children: inlines(node.children, context), at };
    case "heading":
      return heading(node, context);
    case "list": {
      reportTasks(node, context);
      reportNumbers(node, context);
      const loose = node.children.some((item) => item.spread === true) || node.spread === true;
      const items = node.children.map((item) => blocks(item.children, context));
      const start = node.ordered ? { start: node.start ?? 1 } : {};
      return { type: "list", ...start, ...(loose ? { loose } : {}), items, at };
    }
    case "blockquote":
      return { type: "quote", children: blocks(node.children, context), at };
    case "code": {
      const value = context.disguise.written(node.value);
      if (node.meta)
        report(
          context,
          at,
          "code-note",
          "only the first word behind ``` is understood.",
          "Delete the others.",
        );
      return { type: "code", value, ...(node.lang ? { language: node.lang } : {}), at };
    }
    case "table":
      return table(node, context);
    case "thematicBreak":
      return { type: "rule", at };
    case "html":
      reportHtml(node, context);
      return undefined;
    case "definition":
      reportFootnoteText(node, context);
      return undefined;
    default:
      throw new Error(`Markdown of the kind "${node.type}" cannot stand here`);
  }
}

function heading(node: Mdast.Heading, context: Context): ProseNode {
  const at = positionOf(node, context);
  if (node.depth === 1)
    report(
      context,
      at,
      "heading-level",
      "a heading with one # belongs to the mail's title.",
      "Start with ##; a note that readers do not see is written <!-- like this -->.",
    );
  return { type: "heading", depth: Math.max(2, node.depth), children: inlines(node.children, context), at };
}

/**
 * Markdown counts on from the first number, whatever the others say; `1. 1. 1.` is how people leave the counting to it.
 */
function reportNumbers(list: Mdast.List, context: Context): void {
  if (list.ordered !== true) return;
  const numbers = list.children.map((item) => Number.parseInt(sourceOf(item, context), 10));
  const [first = 1] = numbers;
  const at = numbers.findIndex((number, index) => number !== first + index);
  const item = list.children[at];
  if (item === undefined || numbers.every((number) => number === first)) return;
  const message = `readers see the number ${first + at} here, since a list counts on from its first one.`;
  warn(
    context,
    positionOf(item, context),
    listNumber,
    message,
    'Write other numbers as text, such as **5** or "5\\.".',
  );
}
