import type * as Mdast from "mdast";
import type { Position } from "../../base/problem.ts";
import type { Inline, MergeField } from "../../model/prose.ts";
import { invisibleIn } from "../../source/yaml/text-faults.ts";
import { checkLinkTarget } from "../link-target.ts";
import { emptiedBy, wordsOfInlines } from "../nothing-said.ts";
import { bareAddress, linkedText } from "./bare-address.ts";
import {
  isFootnote,
  reportEmptyWords,
  reportFootnote,
  reportLeftovers,
  reportMailchimp,
} from "./leftover-text.ts";
import { reportMissingDefinition, reportTitle } from "./link-names.ts";
import { type Context, positionOf, report, sourceOf } from "./markdown-context.ts";
import { isLineBreak, reportHtml } from "./markdown-html.ts";

/** What stands in a line: words, links, emphasis. */
export function inlines(nodes: readonly Mdast.PhrasingContent[], context: Context): Inline[] {
  return nodes.flatMap((node) => inline(node, context));
}

function inline(node: Mdast.PhrasingContent, context: Context): readonly Inline[] {
  const at = positionOf(node, context);
  switch (node.type) {
    case "text":
      reportMissingDefinition(node, context);
      reportLeftovers(node, context);
      if (context.inLink === true) return text(joined(node.value), at, context);
      return linkedText(joined(node.value), sourceOf(node, context)).flatMap((part) =>
        typeof part === "string"
          ? text(part, at, context)
          : [link(part.url, text(part.words, at, context), at, context)],
      );
    case "strong":
    case "emphasis":
      reportMailchimp(node, context);
      return [{ type: node.type, children: inlines(node.children, context) }];
    case "delete":
      return [{ type: "strike", children: inlines(node.children, context) }];
    case "inlineCode":
      return [{ type: "code", value: codeText(node.value, context) }];
    case "break":
      return [{ type: "break" }];
    case "link": {
      if (context.inLink === true) return innerLink(node, context);
      const bare = bareAddress(node, context);
      if (bare !== undefined)
        return [
          ...(bare.url === undefined ? [] : [link(bare.url, text(bare.words, at, context), at, context)]),
          ...text(bare.url === undefined ? bare.words + bare.rest : bare.rest, at, context),
        ];
      reportTitle(node, at, context);
      return [link(node.url, linkWords(node, context), at, context)];
    }
    case "linkReference":
      context.referred.add(node.identifier);
      if (isFootnote(node)) return reportFootnote(node, context);
      return [
        link(context.definitions.get(node.identifier)?.url ?? "", linkWords(node, context), at, context),
      ];
    case "html":
      if (isLineBreak(node)) return [{ type: "break" }];
      reportHtml(node, context);
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

/** CommonMark reads `[<https://…>](https://…)` as a link in a link, which HTML does not have. */
function innerLink(node: Mdast.Link, context: Context): readonly Inline[] {
  const message = "a link stands in the words of another link.";
  if (!/^https?:|^www/i.test(sourceOf(node, context)))
    report(
      context,
      positionOf(node, context),
      "link-in-link",
      message,
      "Leave the brackets of the inner one out.",
    );
  return inlines(node.children, context);
}

function linkWords(node: Mdast.Link | Mdast.LinkReference, context: Context): readonly Inline[] {
  return inlines(node.children, { ...context, inLink: true });
}

/** A line end is a space, but not between the letters of scripts that have none. */
function joined(value: string): string {
  return value.replace(spaceless, "").replace(/\n/g, " ");
}

const spaceless =
  /(?<=[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\u3000-\u303F\uFF00-\uFF60])\n(?=[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\u3000-\u303F\uFF00-\uFF60])/gu;

function codeText(value: string, context: Context): string {
  const written = context.disguise.written(value);
  return context.inTable === true ? written.replaceAll("\\|", "|") : written;
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

function link(target: string, children: readonly Inline[], at: Position, context: Context): Inline {
  const told = context.disguise.problems().length;
  const url = { parts: context.disguise.reveal(target), at };
  context.problems.push(...checkLinkTarget(url, context.disguise.problems().length > told));
  const emptied = emptiedBy(wordsOfInlines(children));
  if (emptied === undefined) reportEmptyWords(children, at, context);
  else if (!hasFault(emptied, context)) reportNoText(emptied, at, context);
  return { type: "link", url, children, at };
}

function hasFault(fields: readonly MergeField[], { disguise }: Context): boolean {
  return fields.some((field) => disguise.problems().some((one) => one.at === field.at));
}

function reportNoText([field]: readonly MergeField[], at: Position, context: Context): void {
  const message =
    field === undefined
      ? "a link has no text, so no reader can follow it."
      : `a link has no text for a reader whose "${field.name}" is not known.`;
  const remedy =
    field === undefined
      ? "Write what it leads to."
      : `Write more, or a fallback such as {{${field.name}|there}}.`;
  report(context, at, "link-no-text", message, remedy);
}
