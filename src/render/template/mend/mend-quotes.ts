import { type Problem, problem } from "../../../base/problem.ts";
import { type HtmlAttribute, scanHtml } from "../../../base/scan-html.ts";
import { blank, blanked } from "../blanked.ts";
import { placesIn } from "../places.ts";
import type { SourceText } from "./source-text.ts";

/**
 * A quote in a tag that is never closed takes all that follows down to the next quote for its value, and behind it
 * inside and outside have changed places. So its attribute is blanked, down to the end of the tag, and the file looked
 * through once more.
 */
export function mendQuotes(source: SourceText): readonly Problem[] {
  const problems: Problem[] = [];
  while (problems.length < mostFaults) {
    const code = blanked(source.text());
    const open = firstOpen(code);
    if (open === undefined) break;
    const place = placesIn({ file: source.file.file, text: code });
    const message = `a quote in the tag <${open.tag}> is opened and never closed.`;
    problems.push(problem(place(open.at), "render/unclosed", message, "Close it behind its value."));
    // What stands between curly brackets stays, so that every {{#if}} keeps its end.
    for (const { 0: run, index } of code
      .slice(open.start, open.end)
      .matchAll(new RegExp(`[^${blank}]+`, "g")))
      source.blank(open.start + index, open.start + index + run.length);
  }
  return problems;
}

const mostFaults = 50;

function firstOpen(code: string) {
  for (const piece of scanHtml(code)) {
    if (piece.kind !== "tag") continue;
    const open = piece.attributes.find((attribute) => isOpen(attribute, code));
    if (open === undefined) continue;
    const end = code.indexOf(">", open.start);
    return {
      tag: piece.name.split("\0")[0],
      at: piece.start,
      start: nameStart(code, piece.start, open),
      end: end === -1 ? code.length : end,
    };
  }
  return undefined;
}

function isOpen({ name, value, start, end, quoted }: HtmlAttribute, code: string): boolean {
  return /["']/.test(name) || (quoted && (/<[a-z/!]/i.test(value) || code[start - 1] !== code[end]));
}

function nameStart(code: string, tagStart: number, { name, start }: HtmlAttribute): number {
  const before = code.slice(tagStart, start).toLowerCase();
  return tagStart + Math.max(0, before.lastIndexOf(name));
}
