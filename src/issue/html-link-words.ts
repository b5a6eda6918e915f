import type { Position, Problem } from "../base/problem.ts";
import { problem } from "../base/problem.ts";
import { decodeEntities, type HtmlPiece } from "../base/scan-html.ts";
import { isGeneric } from "./generic-words.ts";
import { isBlank } from "./nothing-said.ts";
import { linkWords } from "../model/noticed/link-words.ts";
import { finding } from "../model/rule.ts";

/**
 * Links in an editor's HTML that no reader can follow: they hold no words, and no picture that says anything; or only
 * "here".
 */
export function linksWithoutWords(
  html: string,
  pieces: readonly HtmlPiece[],
  placeOf: (offset: number) => Position,
): readonly Problem[] {
  const problems: Problem[] = [];
  let open: { readonly start: number; words: string } | undefined;
  for (const piece of pieces) {
    if (piece.kind === "text" && open !== undefined) open.words += html.slice(piece.start, piece.end);
    if (piece.kind !== "tag") continue;
    const { name, closing } = piece;
    if (open !== undefined && !closing)
      open.words += attribute(piece, "aria-label") + attribute(piece, "alt");
    if (name !== "a") continue;
    if (!closing && attribute(piece, "href") !== "")
      open = { start: piece.start, words: attribute(piece, "aria-label") };
    if (!closing || open === undefined) continue;
    const isEmptied = !isBlank(decodeEntities(open.words));
    if (isBlank(decodeEntities(open.words.replace(emptyField, ""))))
      problems.push(
        problem(
          placeOf(open.start),
          "issue/link-no-text",
          isEmptied
            ? "a link has no text for a reader whose merge field is empty."
            : "a link has no text, so no reader can follow it.",
          isEmptied ? "Write more, or a fallback such as {{firstName|there}}." : "Write what it leads to.",
        ),
      );
    else if (isGeneric(decodeEntities(open.words)))
      problems.push(
        finding(
          placeOf(open.start),
          linkWords,
          `a link says only "${decodeEntities(open.words).trim()}": who goes from link to link does not learn where it leads.`,
          "Let the link be the words that name its target.",
        ),
      );
    open = undefined;
  }
  return problems;
}

function attribute(tag: HtmlPiece & { kind: "tag" }, name: string): string {
  return tag.attributes.find((one) => one.name === name)?.value ?? "";
}

const emptyField = /\{\{[^{}|\n]*\|\s*\}\}/g;
