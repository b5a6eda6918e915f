import type { Position, Problem } from "../base/problem.ts";
import { problem } from "../base/problem.ts";
import { decodeEntities, type HtmlAttribute, type HtmlPiece, scanHtml } from "../base/scan-html.ts";
import { didYouMean } from "../base/suggest.ts";
import type { MergeField } from "../model/prose.ts";
import { linksWithoutWords } from "./html-link-words.ts";
import { checkLinkTarget } from "./link-target.ts";
import type { Place } from "./markdown/stand-in.ts";
import { checkAlt } from "./pictures/check-alt.ts";
import { joinText, mergeFieldPattern } from "./merge-fields.ts";

/**
 * What is wrong with HTML that an editor wrote, for mail: elements and attributes that mail programs remove or that
 * could act, links that lead nowhere safe, pictures that are not there, elements that are not closed (the rest of the
 * mail would end up inside them). Merge fields are checked apart from this.
 */
export function checkHtml(html: string, place: Place): readonly Problem[] {
  const problems: Problem[] = [];
  const open: { readonly name: string; readonly at: Position }[] = [];
  const placeOf = placesIn(html, place);
  const report = (at: Position, code: string, message: string, remedy: string) =>
    problems.push(problem(at, `issue/html-${code}`, message, remedy));
  const pieces = scanHtml(html);
  for (const piece of pieces) {
    const at = placeOf(piece.start);
    if (piece.kind === "comment")
      report(at, "comment", "a comment or a declaration stands in the HTML.", "Delete it.");
    const bracket = piece.kind === "text" ? html.slice(piece.start, piece.end).indexOf("<") : -1;
    if (bracket >= 0)
      report(
        placeOf(piece.start + bracket),
        "bracket",
        "a < stands in the text.",
        "Write &lt; for the character itself.",
      );
    if (piece.kind !== "tag") continue;
    const { name } = piece;
    // Its quote or its bracket is open: whatever follows in the mail would become part of it.
    if (html[piece.end - 1] !== ">") {
      report(
        at,
        "unclosed",
        `the tag <${piece.closing ? "/" : ""}${name} has no end.`,
        "Close its quotes, and end it with >.",
      );
      continue;
    }
    if (!elements.has(name)) {
      const remedy = `${didYouMean(name, [...elements])} Mail programs remove other elements, or act on them.`;
      report(
        at,
        "element",
        `the element <${name}> cannot stand in a mail.`,
        name.length > 3 ? remedy : "Use another element.",
      );
      continue;
    }
    if (piece.closing) closeElement(piece, at);
    else {
      if (!empty.has(name)) open.push({ name, at });
      const seen = new Set<string>();
      for (const attribute of piece.attributes) {
        problems.push(...attributeProblems(attribute, piece, placeOf));
        if (seen.size === seen.add(attribute.name).size)
          report(
            placeOf(attribute.start),
            "attribute",
            `${attribute.name}= is written twice.`,
            "Delete one.",
          );
      }
      if (name === "img") problems.push(...imageProblems(piece, at));
    }
  }
  for (const { name, at } of open) report(at, "unclosed", `<${name}> is never closed.`, `Add </${name}>.`);
  return [...problems, ...linksWithoutWords(html, pieces, placeOf)];

  function closeElement({ name }: { readonly name: string }, at: Position): void {
    const last = open.at(-1);
    if (last?.name === name) open.pop();
    else if (empty.has(name) || last === undefined || !open.some((one) => one.name === name))
      report(at, "unopened", `</${name}> closes nothing.`, "Delete it, or open the element before it.");
    else {
      report(
        at,
        "crossed",
        `</${name}> stands where <${last.name}> is still open.`,
        `Close it with </${last.name}> first.`,
      );
      while (open.length > 0 && open.pop()?.name !== name);
    }
  }
}

function attributeProblems(
  { name, value, start, quoted }: HtmlAttribute,
  tag: HtmlPiece & { kind: "tag" },
  placeOf: (offset: number) => Position,
): readonly Problem[] {
  const at = placeOf(start);
  const found = (code: string, message: string, remedy: string) => [
    problem(at, `issue/html-${code}`, message, remedy),
  ];
  const text = decodeEntities(value);
  if (name === "href" && tag.name === "a") return checkLinkTarget({ parts: linkParts(text.trim(), at), at });
  if (!attributes.has(name) && !/^aria-[a-z]+$/.test(name))
    return found(
      "attribute",
      `the attribute ${name}= of <${tag.name}> cannot stand in a mail.`,
      "Delete it.",
    );
  if (!quoted && value !== "")
    return found("quotes", `the value of ${name}= has no quotes.`, `Write ${name}="…".`);
  if (name === "style" && fetches.test(value.replace(/&(?:quot|#39|#34);/g, " ")))
    return found(
      "style",
      "a style fetches something or runs code.",
      "Use colours, fonts, sizes and borders only.",
    );
  return [];
}

/** Words by which a style fetches or acts, and the two signs with which they can be written unseen. */
const fetches = /[\\&@]|url|image|expression|behavior|binding|javascript|element\s*\(|attr\s*\(|cross-fade/i;

/** A link with its merge fields; which fields there are is checked with the rest of the text. */
function linkParts(text: string, at: Position): readonly (string | MergeField)[] {
  const parts: (string | MergeField)[] = [];
  let end = 0;
  for (const match of text.matchAll(mergeFieldPattern)) {
    parts.push(text.slice(end, match.index), { type: "field", name: "", fallback: "x", at });
    end = match.index + match[0].length;
  }
  return joinText([...parts, text.slice(end)]);
}

function imageProblems(tag: HtmlPiece & { kind: "tag" }, at: Position): readonly Problem[] {
  const attribute = (name: string) => tag.attributes.find((one) => one.name === name)?.value;
  const problems: Problem[] = [];
  const alt = attribute("alt");
  if (alt !== undefined)
    problems.push(...checkAlt({ src: attribute("src") ?? "", alt: decodeEntities(alt) }, at));
  else
    problems.push(
      problem(
        at,
        "issue/html-alt",
        "a picture has no alt=.",
        'Describe it, or write alt="" if it is decoration.',
      ),
    );
  if (!/^https:\/\/[^/?#\s{]+\//i.test(attribute("src") ?? ""))
    problems.push(
      problem(
        at,
        "issue/html-image",
        "the picture's src= is not a whole https:// address.",
        "Use an image block for a file beside the issue.",
      ),
    );
  return problems;
}

/** Where an offset of the text stands in the file. */
function placesIn(text: string, place: Place): (offset: number) => Position {
  const starts = [0];
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
  return (offset) => {
    let [low, high] = [0, starts.length - 1];
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return place(low + 1, offset - (starts[low] ?? 0) + 1);
  };
}

const empty = new Set(["br", "hr", "img", "wbr", "col"]);
const elements = new Set(
  `a abbr address b blockquote br caption center cite code col colgroup dd del div dl dt em figcaption figure font h2 h3 h4
  h5 h6 hr i img ins li mark ol p pre q s small span strong sub sup table tbody td tfoot th thead time tr u ul wbr`.split(
    /\s+/,
  ),
);
const attributes = new Set(
  `abbr align alt bgcolor border cellpadding cellspacing class color colspan datetime dir face height id lang nowrap rel
  role rowspan scope size src start style target title type valign value width`.split(/\s+/),
);
