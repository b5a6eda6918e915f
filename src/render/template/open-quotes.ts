import { type Problem, problem } from "../../base/problem.ts";
import { scanHtml } from "../../base/scan-html.ts";
import { blanked } from "./blanked.ts";
import type { TemplateFile } from "./template.ts";

/**
 * A quote in a tag that is never closed: it takes all that follows down to the next quote for its value. Only the first of
 * a file is told, because behind it inside and outside have changed places.
 */
export function openQuotes({ file, text }: TemplateFile): readonly Problem[] {
  const code = blanked(text);
  for (const piece of scanHtml(code)) {
    if (piece.kind !== "tag") continue;
    const open = piece.attributes.find(({ name, value, start, end, quoted }) => {
      if (/["']/.test(name)) return true;
      return quoted && (/<[a-z/!]/i.test(value) || code[start - 1] !== code[end]);
    });
    if (open === undefined) continue;
    const before = code.slice(0, piece.start).split("\n");
    const at = { file, line: before.length, column: (before.at(-1) ?? "").length + 1 };
    const name = piece.name.split("\0")[0];
    const message = `a quote in the tag <${name}> is opened and never closed.`;
    return [problem(at, "render/unclosed", message, "Close it behind its value.")];
  }
  return [];
}
