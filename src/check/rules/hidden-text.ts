import { decodeEntities, scanHtml } from "../../base/scan-html.ts";
import { attribute } from "../said-html.ts";
import { htmlLinesOf, placeInHtml } from "../html-lines.ts";
import type { Finding, Rule } from "../rule.ts";

export const hiddenText: Rule = {
  id: "check/hidden-text",
  severity: "warning",
  why: "Readers do not see these words, and filters do: to hide words from one of the two is what spam does.",
  example: {
    wrong: ["- html: { body: '<p>Seen</p><p style=\"display:none\">Not seen</p>', text: Seen }"],
    right: ['- html: { body: "<p>Seen</p><p>Seen, too</p>", text: Seen }'],
  },
  check({ selection }) {
    return htmlLinesOf(selection.blocks).flatMap((html) => {
      return hiddenIn(html.text).map(({ start, how }): Finding => {
        const message = `words are hidden by "${how}".`;
        return { at: placeInHtml(html, start), message, remedy: "Show them, or delete them." };
      });
    });
  },
};

const hiding =
  /display\s*:\s*none|visibility\s*:\s*hidden|opacity\s*:\s*0(?![.\d])|font-size\s*:\s*[01](?:px|pt|em|%)?\s*(?:;|$)/i;

const sized = /font-size\s*:\s*(?![01](?:px|pt|em|%)?\s*(?:;|$))/i;

/** Elements that hide the words in them; of those in each other the outer one. */
function hiddenIn(html: string): readonly { readonly start: number; readonly how: string }[] {
  const found: { start: number; how: string }[] = [];
  let open: { readonly start: number; readonly how: string; depth: number; words: string } | undefined;
  for (const piece of scanHtml(html)) {
    if (piece.kind === "text" && open !== undefined)
      open.words += decodeEntities(html.slice(piece.start, piece.end));
    if (piece.kind !== "tag" || empty.has(piece.name)) continue;
    // Cells without a size close the gaps between the columns in them, which have one.
    if (open !== undefined && /font-size/i.test(open.how) && sized.test(attribute(piece, "style")))
      open = undefined;
    if (open !== undefined) open.depth += piece.closing ? -1 : 1;
    else if (!piece.closing) {
      const how = hiding.exec(attribute(piece, "style"))?.[0];
      if (how !== undefined) open = { start: piece.start, how, depth: 1, words: "" };
    }
    if (open?.depth !== 0) continue;
    if (/[\p{L}\p{N}]/u.test(open.words)) found.push({ start: open.start, how: open.how });
    open = undefined;
  }
  return found;
}

const empty = new Set(["br", "hr", "img", "wbr", "col"]);
