import type * as Mdast from "mdast";
import { type Context, placeInside, sourceOf, warn } from "./markdown-context.ts";
import { openSign } from "../../model/noticed/open-sign.ts";

/**
 * Warns of a sign that opens emphasis or code and that nothing closes: Markdown leaves it in the text. Once for each
 * sign in a piece of text. A backslash says that it is meant.
 */
export function reportOpenSigns(node: Mdast.Text, context: Context): void {
  const start = node.position?.start.offset ?? 0;
  const whole = context.disguise.text;
  const before = whole.slice(Math.max(0, start - 1), start);
  const source = sourceOf(node, context);
  const around = before + source + whole.charAt(start + source.length);
  for (const { sign, pattern, written } of signs) {
    const found = [...around.matchAll(pattern)].find(({ index }) => {
      const inside = index - before.length;
      return inside >= 0 && inside < source.length && !(sign === "*" && isNote(whole, start + inside));
    });
    if (found === undefined) continue;
    const message = `readers see "${sign}" here, because nothing closes it.`;
    const remedy = `Write ${written}, or \\${sign[0]} for the sign itself.`;
    warn(context, placeInside(node, found.index - before.length, context), openSign, message, remedy);
  }
}

const signs = [
  {
    sign: "**",
    pattern: /(?<![\\*\p{L}\p{N}/])\*\*(?=[\p{L}\p{N}"'“„‘«([{¿¡\uFDD0])(?!.*\*\*)/gsu,
    written: "**bold words**",
  },
  {
    sign: "*",
    pattern: /(?<![\\*\p{L}\p{N}/|])\*(?=[\p{L}\p{N}"'“„‘«([{¿¡\uFDD0])/gu,
    written: "*italic words*",
  },
  // A name such as _id is no phrase.
  {
    sign: "_",
    pattern: /(?<![\p{L}\p{N}_\\/.@#$-])_(?=[\p{L}\p{N}][\p{L}\p{N}'’-]*[ \n]+[\p{L}\p{N}])/gu,
    written: "_italic words_",
  },
  { sign: "`", pattern: /(?<=\S)(?<![\\`])`(?!`)|(?<![\\`])`(?=[^\s`])/g, written: "`code`" },
];

/** "*Terms apply." below "for free*" is a note of its own, and the star is meant. */
function isNote(whole: string, offset: number): boolean {
  const startsLine = /(?:^|\n)[ \t>]*$/.test(whole.slice(Math.max(0, offset - 20), offset));
  return startsLine && /[\p{L}\p{N}\p{P}]\*(?![*\p{L}\p{N}])/u.test(whole.slice(0, offset));
}
