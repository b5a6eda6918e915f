import { decodeEntities, scanHtml } from "../../base/scan-html.ts";

/**
 * The first words of a mail as lists of mails show them: what programs find in the body, hidden or not, one line. So a
 * short preheader is followed by whatever comes next.
 */
export function snippetOf(html: string): string {
  let words = "";
  let isBody = !/<body\b/i.test(html);
  for (const piece of scanHtml(html)) {
    if (piece.kind === "tag") {
      if (piece.name === "body") isBody = true;
      if (!inline.has(piece.name)) words += " ";
    } else if (piece.kind === "text" && isBody) words += html.slice(piece.start, piece.end);
    if (words.length > mostSource) break;
  }
  return decodeEntities(
    words.replace(/&([a-z]+);/gi, (whole, name: string) => signs[name.toLowerCase()] ?? whole),
  )
    .replace(/\s+/g, " ")
    .trim()
    .slice(0, mostShown);
}

const inline = new Set(["a", "b", "strong", "i", "em", "span", "font", "u", "s", "code", "sup", "sub"]);

/** Names of signs that templates write; `decodeEntities` knows those that escaping makes. */
const signs: Readonly<Record<string, string>> = {
  bull: "•",
  copy: "©",
  emsp: " ",
  ensp: " ",
  hellip: "…",
  laquo: "«",
  ldquo: "“",
  lsquo: "‘",
  mdash: "—",
  middot: "·",
  ndash: "–",
  raquo: "»",
  rarr: "→",
  rdquo: "”",
  rsquo: "’",
  shy: "",
  thinsp: " ",
  times: "×",
  zwj: "\u200d",
  zwnj: "\u200c",
};

const mostSource = 4_000;
const mostShown = 300;
