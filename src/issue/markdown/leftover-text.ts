import type * as Mdast from "mdast";
import type { Position } from "../../base/problem.ts";
import type { Inline } from "../../model/prose.ts";
import { isGeneric } from "../generic-words.ts";
import { type Leftover, leftoversIn } from "./leftovers.ts";
import { type Context, placeInside, positionOf, sourceOf, warn } from "./markdown-context.ts";
import { reportOpenSigns } from "./open-signs.ts";
import { unknownEntity } from "../../model/noticed/unknown-entity.ts";
import { linkBrackets } from "../../model/noticed/link-brackets.ts";
import { looseStars } from "../../model/noticed/loose-stars.ts";
import { footnote } from "../../model/noticed/footnote.ts";
import { linkWords } from "../../model/noticed/link-words.ts";

/** Warns of what Markdown left in the text and an editor did not mean for readers. */
export function reportLeftovers(node: Mdast.Text, context: Context): void {
  const source = sourceOf(node, context);
  warnAll(node, leftoversIn(source.replace(/\\[!-/:-@[-`{-~]/g, "  "), context.fields), context);
  warnAll(node, marksIn(source), context);
  warnAll(node, unknownEntities(source, node.value), context);
  if (!/(?<![\\*\w/])\*\*(?![*/])[^*\n]+\*\*/.test(source)) reportOpenSigns(node, context);
}

/** `*|FNAME|*` is emphasis to Markdown. */
export function reportMailchimp(node: Mdast.Emphasis | Mdast.Strong, context: Context): void {
  const source = sourceOf(node, context);
  if (/^\*\|\w[\w:]*\|\*$/.test(source)) warnAll(node, leftoversIn(source, context.fields), context);
}

function warnAll(node: Mdast.PhrasingContent, found: readonly Leftover[], context: Context): void {
  for (const { index, rule, message, remedy } of found)
    warn(context, placeInside(node, index, context), rule, message, remedy);
}

/** `&foo;` looks like a character written by name, and stands in the text that was read as it was written. */
function unknownEntities(source: string, value: string): readonly Leftover[] {
  return [...source.matchAll(/(?<!\\)&([a-z][a-z0-9]+);/gi)].flatMap(
    ({ 0: written, 1: name = "", index }) => {
      const known = !value.includes(written) || source.includes(`&amp;${name};`) || /[A-Z]{2}/.test(name);
      if (known) return [];
      const message = `readers see "${written}": there is no character of that name.`;
      return [{ index, rule: unknownEntity, message, remedy: "Write the character itself." }];
    },
  );
}

/** Markdown that almost was. A backslash says that the character is meant. */
function marksIn(source: string): readonly Leftover[] {
  return marks.flatMap(({ pattern, ...one }) =>
    [...source.matchAll(pattern)].map(({ index }) => ({ index, ...one })),
  );
}

const marks = [
  {
    pattern: /(?<!\\)\]\s*\((?=$|\S{0,20}:\/\/|\/|mailto:)|(?<!\\)\]\((?=(?:tel|sms|www\.)\S)/g,
    rule: linkBrackets,
    message: "readers see the brackets of this link.",
    remedy: "Write [words](https://…), without a space between ] and ( or in the address.",
  },
  {
    pattern: /(?<!\\)\)\[(?=https?:)/g,
    rule: linkBrackets,
    message: "the brackets of this link are the wrong way round, and readers see them.",
    remedy: "Write [words](https://…).",
  },
  {
    pattern: /(?<![\\*\w/])\*\*(?![*/])[^*\n]+\*\*(?![*/\w])/g,
    rule: looseStars,
    message: 'readers see "**" here.',
    remedy: "Leave no space inside **bold words**, or write \\*\\* for the stars themselves.",
  },
  {
    pattern: /(?<!\\)\[\^[^\]\s]+\]/g,
    rule: footnote,
    message: "there are no footnotes in a mail, and readers see the brackets.",
    remedy: "Say it in the text, or in brackets (like this).",
  },
];

/** `[^1]` is a link's name to CommonMark when a line `[^1]: …` is one word long. */
export function isFootnote({ identifier }: Mdast.LinkReference | Mdast.Definition): boolean {
  return identifier.startsWith("^");
}

export function reportFootnote(node: Mdast.LinkReference, context: Context): readonly Inline[] {
  const [, , , mark] = marks;
  if (mark !== undefined) warn(context, positionOf(node, context), mark.rule, mark.message, mark.remedy);
  return [{ type: "text", value: context.disguise.written(sourceOf(node, context)) }];
}

/** Who listens to a mail goes from link to link, and hears nothing but its words. */
export function reportEmptyWords(children: readonly Inline[], at: Position, context: Context): void {
  const [only, second] = children;
  if (only?.type !== "text" || second !== undefined || !isGeneric(only.value)) return;
  const message = `a link says only "${only.value}": who goes from link to link does not learn where it leads.`;
  warn(context, at, linkWords, message, "Let the link be the words that name its target.");
}
