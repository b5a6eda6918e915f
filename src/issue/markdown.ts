import type * as Mdast from "mdast";
import { fromMarkdown } from "mdast-util-from-markdown";
import { gfmStrikethroughFromMarkdown } from "mdast-util-gfm-strikethrough";
import { gfmStrikethrough } from "micromark-extension-gfm-strikethrough";
import type { Position, Problem } from "../base/problem.ts";
import type { Inline, Prose, ProseNode } from "../model/prose.ts";
import { invisibleIn } from "../source/text-faults.ts";
import { collectDefinitions, reportMissingDefinition, reportTitle, reportUnused } from "./link-names.ts";
import { checkLinkTarget } from "./link-target.ts";
import { type Context, positionOf, report } from "./markdown-context.ts";
import type { DeclaredFields } from "./merge-fields.ts";
import { type Place, standIn } from "./stand-in.ts";

/** Reads CommonMark with strike-through into Prose. Nothing is dropped: what Prose cannot hold is a Problem. */
export function parseMarkdown(
  text: string,
  place: Place,
  fields: DeclaredFields,
): { readonly prose: Prose; readonly problems: readonly Problem[] } {
  const disguise = standIn(text, fields, place);
  const tree = fromMarkdown(disguise.text, {
    extensions: [gfmStrikethrough()],
    mdastExtensions: [gfmStrikethroughFromMarkdown()],
  });
  const context: Context = { disguise, place, problems: [], definitions: new Map(), referred: new Set() };
  collectDefinitions(tree, context);
  const prose = blocks(tree.children, context);
  for (const definition of context.definitions.values()) reportUnused(definition, context);
  const seen = [...context.problems, ...disguise.problems()];
  return { prose, problems: seen };
}

function blocks(nodes: readonly Mdast.RootContent[], context: Context): Prose {
  return nodes.flatMap((node) => block(node, context) ?? []);
}

function block(node: Mdast.RootContent, context: Context): ProseNode | undefined {
  const at = positionOf(node, context);
  switch (node.type) {
    case "paragraph":
      return { type: "paragraph", children: inlines(node.children, context), at };
    case "heading":
      if (node.depth === 1)
        report(
          context,
          at,
          "heading-level",
          "a heading with one # belongs to the mail's title.",
          "Start with ##.",
        );
      return {
        type: "heading",
        depth: Math.max(2, node.depth),
        children: inlines(node.children, context),
        at,
      };
    case "list": {
      const items = node.children.map((item) => blocks(item.children, context));
      return { type: "list", ...(node.ordered ? { start: node.start ?? 1 } : {}), items, at };
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
    case "thematicBreak":
      return { type: "rule", at };
    case "html":
      reportHtml(context, at, node.value);
      return undefined;
    case "definition":
      return undefined;
    default:
      throw new Error(`Markdown of the kind "${node.type}" cannot stand here`);
  }
}

function inlines(nodes: readonly Mdast.PhrasingContent[], context: Context): Inline[] {
  return nodes.flatMap((node) => inline(node, context));
}

function inline(node: Mdast.PhrasingContent, context: Context): readonly Inline[] {
  const at = positionOf(node, context);
  switch (node.type) {
    case "text":
      reportMissingDefinition(node, context);
      return text(node.value.replace(/\n/g, " "), at, context);
    case "strong":
    case "emphasis":
      return [{ type: node.type, children: inlines(node.children, context) }];
    case "delete":
      return [{ type: "strike", children: inlines(node.children, context) }];
    case "inlineCode":
      return [{ type: "code", value: context.disguise.written(node.value) }];
    case "break":
      return [{ type: "break" }];
    case "link":
      reportTitle(node, at, context);
      return [link(node.url, node.children, at, context)];
    case "linkReference":
      context.referred.add(node.identifier);
      return [link(context.definitions.get(node.identifier)?.url ?? "", node.children, at, context)];
    case "html":
      reportHtml(context, at, node.value);
      return [];
    case "image":
    case "imageReference":
      if (node.type === "imageReference") context.referred.add(node.identifier);
      report(
        context,
        at,
        "image-in-prose",
        "a picture cannot stand in running text.",
        'Use the block\'s "image" key.',
      );
      return [];
    default:
      throw new Error(`Markdown of the kind "${node.type}" cannot stand here`);
  }
}

function text(value: string, at: Position, context: Context): readonly Inline[] {
  return context.disguise.reveal(value).map((part) => {
    if (typeof part !== "string") return part;
    const hidden = invisibleIn(part);
    if (hidden !== undefined)
      report(context, at, "invisible", `the text holds ${hidden}.`, "Delete its &#…; reference.");
    return { type: "text", value: part };
  });
}

function link(
  target: string,
  children: readonly Mdast.PhrasingContent[],
  at: Position,
  context: Context,
): Inline {
  const url = { parts: context.disguise.reveal(target), at };
  context.problems.push(...checkLinkTarget(url));
  const text = inlines(children, context);
  if (text.length === 0)
    report(
      context,
      at,
      "link-no-text",
      "a link has no text, so no reader can follow it.",
      "Write what it leads to.",
    );
  return { type: "link", url, children: text, at };
}

function reportHtml(context: Context, at: Position, html: string): void {
  // A comment is the editor's own note. Several may stand in a row, but nothing between them.
  if (html.replace(/<!--[\s\S]*?-->/g, "").trim() === "") return;
  const written = context.disguise.written(html);
  const short = written.length > 30 ? `${written.slice(0, 30)}…` : written;
  const message = `HTML (${short.replace(/\s+/g, " ")}) cannot stand in Markdown.`;
  report(context, at, "html-in-prose", message, "Use Markdown, or write \\< for the character itself.");
}
