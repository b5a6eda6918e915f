import { problem } from "../../base/problem.ts";
import { scanHtml } from "../../base/scan-html.ts";
import type { Segments } from "../../model/edition.ts";
import { gmailStyles } from "../gmail-limits.ts";
import type { Rule } from "../rule.ts";

/** Without its style sheets a mail has no narrow form for phones and no dark colours. */
export const gmailStyleSheets: Rule = {
  id: "check/gmail-styles",
  check({ issue, edition }) {
    const bytes = styleBytes(edition.html);
    if (bytes <= gmailStyles) return [];
    const message = `the style sheets of the mail have ${bytes} bytes, and Gmail reads none that are longer than ${gmailStyles}.`;
    const remedy = "Take rules out of the template's <mj-style>, or write them at the elements.";
    return [problem(issue.templateAt, this.id, message, remedy, "warning")];
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
