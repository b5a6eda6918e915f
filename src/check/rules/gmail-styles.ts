import { scanHtml } from "../../base/scan-html.ts";
import type { Segments } from "../../model/edition.ts";
import { gmailStyles } from "../gmail-limits.ts";
import type { Rule } from "../rule.ts";

export const gmailStyleSheets: Rule = {
  id: "check/gmail-styles",
  severity: "warning",
  why: "Readers in Gmail see the wide form on their phones, in the light colours.",
  check({ issue, edition }) {
    const bytes = styleBytes(edition.html);
    if (bytes <= gmailStyles) return [];
    const message = `the style sheets of the mail have ${bytes} bytes, and Gmail reads none that are longer than ${gmailStyles}.`;
    const remedy = "Take rules out of the template's <mj-style>, or write them at the elements.";
    return [{ at: issue.templateAt, message, remedy }];
  },
};

/** How many bytes stand in the `<style>` elements of some HTML; no slot can. */
export function styleBytes(html: Segments): number {
  const text = html.map((segment) => (typeof segment === "string" ? segment : "")).join("");
  return scanHtml(text).reduce(
    (sum, piece) =>
      piece.kind === "raw" && piece.element === "style"
        ? sum + Buffer.byteLength(text.slice(piece.start, piece.end))
        : sum,
    0,
  );
}
