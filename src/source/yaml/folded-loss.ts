import { Scalar } from "yaml";
import type { Position, Problem } from "../../base/problem.ts";
import { folded } from "../../model/noticed/folded.ts";
import { finding } from "../../model/rule.ts";

/**
 * YAML joins the lines of a value unless it stands behind `|`: a list becomes one line, and paragraphs become one
 * paragraph. A warning, since in a subject nothing is lost.
 */
export function foldedLoss(
  { type, range }: Scalar,
  text: string,
  place: (offset: number) => Position,
): readonly Problem[] {
  if (range == null || type === Scalar.BLOCK_LITERAL) return [];
  const lines = text.slice(range[0], range[1]).trimEnd().split("\n");
  const [first, ...rest] = type === Scalar.BLOCK_FOLDED ? lines.slice(1) : lines;
  if (first === undefined || !rest.some((line) => /^\s*$/.test(line) || startsItem.test(line))) return [];
  const message = "YAML joins the lines of this value, so lists and paragraphs in it run together.";
  const remedy =
    type === Scalar.BLOCK_FOLDED
      ? "Write | instead of >."
      : "Write | behind the key, and the text on the lines below.";
  return [finding(place(range[0]), folded, message, remedy)];
}

// A line that begins a list item, a heading, a quote or code in Markdown.
const startsItem = /^\s*(?:(?:[-*+]|\d{1,9}[.)])\s|#{1,6}\s|>|```)/;
