import type * as Mdast from "mdast";
import type { Inline } from "../model/prose.ts";
import { leftoversIn } from "./leftovers.ts";
import { type Context, placeInside, positionOf, sourceOf, warn } from "./markdown-context.ts";

/** Warns of what Markdown left in the text and an editor did not mean for readers. */
export function reportLeftovers(node: Mdast.Text, context: Context): void {
  const source = sourceOf(node, context);
  for (const { index, code, message, remedy } of [
    ...leftoversIn(source.replace(/\\[!-/:-@[-`{-~]/g, "  "), context.fields),
    ...marksIn(source),
  ])
    warn(context, placeInside(node, index, context), code, message, remedy);
}

/** Markdown that almost was. A backslash says that the character is meant. */
function marksIn(source: string) {
  return marks.flatMap(({ pattern, ...one }) =>
    [...source.matchAll(pattern)].map(({ index }) => ({ index, ...one })),
  );
}

const marks = [
  {
    pattern: /(?<!\\)\]\s*\((?=$|\S*:\/\/|\/|mailto:)/g,
    code: "link-brackets",
    message: "readers see the brackets of this link.",
    remedy: "Write [words](https://…), without a space between ] and ( or in the address.",
  },
  {
    pattern: /(?<!\\)\)\[(?=https?:)/g,
    code: "link-brackets",
    message: "the brackets of this link are the wrong way round, and readers see them.",
    remedy: "Write [words](https://…).",
  },
  {
    pattern: /(?<![\\*\w/])\*\*(?![*/])[^*\n]+\*\*(?![*/\w])/g,
    code: "loose-stars",
    message: 'readers see "**" here.',
    remedy: "Leave no space inside **bold words**, or write \\*\\* for the stars themselves.",
  },
  {
    pattern: /(?<!\\)\[\^[^\]\s]+\]/g,
    code: "footnote",
    message: "there are no footnotes in a mail, and readers see the brackets.",
    remedy: "Say it in the text, or in brackets (like this).",
  },
];

/** `[^1]` is a link's name to CommonMark when a line `[^1]: …` is one word long. */
export function isFootnote({ identifier }: Mdast.LinkReference | Mdast.Definition): boolean {
  return identifier.startsWith("^");
}

export function reportFootnote(node: Mdast.LinkReference, context: Context): readonly Inline[] {
  const [, , , footnote] = marks;
  if (footnote !== undefined)
    warn(context, positionOf(node, context), footnote.code, footnote.message, footnote.remedy);
  return [{ type: "text", value: context.disguise.written(sourceOf(node, context)) }];
}
