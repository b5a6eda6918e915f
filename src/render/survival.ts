import { type Problem, problem } from "../base/problem.ts";
import type { Block } from "../model/issue.ts";
import type { Setting } from "./context.ts";
import { lineWithTokens } from "./markup.ts";
import type { Said } from "./said.ts";
import { decodeEntities, scanHtml } from "./scan-html.ts";
import type { TokenBook } from "./tokens.ts";

/** What a reader finds in some HTML: its words without white space, the targets of its links, its pictures. */
interface Shown {
  readonly text: string;
  readonly links: ReadonlySet<string>;
  readonly images: readonly { readonly src: string; readonly alt: string | undefined }[];
}

/**
 * Proves that what a block says is in its HTML and in its plain text. MJML drops some content without an error (text
 * between sections, whatever follows an unclosed tag), and a template may simply forget a value; either would lose words
 * in front of every reader, so each loss is a Problem at the block, naming the file of the template.
 */
export function checkSurvival(input: {
  readonly block: Block;
  readonly book: TokenBook;
  readonly said: Said;
  /** The HTML between the block's marks, or undefined when there were none. */
  readonly html: string | undefined;
  readonly text: string;
  /** The partial that sets the block, and the frame around it. */
  readonly part: string;
  readonly frame: string;
  readonly cids: ReadonlyMap<string, { readonly cid: string }>;
}): readonly Problem[] {
  const { block, book, said, html, part } = input;
  const shortened = (text: string) => shorten(book.sample(text));
  if (html === undefined)
    return [
      problem(
        block.at,
        "render/block-lost",
        `the ${block.kind} is not in the HTML: ${input.frame} does not set it.`,
        "The frame needs {{#each blocks}}{{> block}}{{/each}} inside mj-body.",
      ),
    ];
  const shown = shownBy(html);
  const lost = (message: string) =>
    problem(block.at, "render/lost", message, `Make ${part} show it, and let no text stand outside mj-text.`);
  return [
    ...missingRuns(said.texts, shown.text).map((run) =>
      lost(`the ${block.kind} says "${shortened(run)}", which is not in its HTML.`),
    ),
    ...said.links
      .filter(({ url }) => !shown.links.has(url))
      .map(({ url }) => lost(`the ${block.kind} links to ${shortened(url)}, but its HTML does not.`)),
    ...said.images
      .filter(({ src, alt }) => {
        const cid = input.cids.get(src)?.cid;
        return cid !== undefined && !shown.images.some((one) => one.src === `cid:${cid}` && one.alt === alt);
      })
      .map(({ src }) =>
        lost(`the picture "${src}" of the ${block.kind} is not in its HTML with its alt text.`),
      ),
    ...missingRuns(said.texts, squeezed(input.text)).map((run) =>
      problem(
        block.at,
        "render/lost-text",
        `the ${block.kind} says "${shortened(run)}", which its plain text does not.`,
      ),
    ),
    ...said.links
      .filter(({ url }) => !input.text.includes(url))
      .map(({ url }) =>
        problem(
          block.at,
          "render/lost-text",
          `the plain text of the ${block.kind} lacks the link ${shortened(url)}.`,
        ),
      ),
  ];
}

/** What every message must have around its blocks: the law asks for the postal address and the way out. */
export function checkFrame({ issue, template, sender, book }: Setting, html: string): readonly Problem[] {
  const shown = shownBy(html);
  const at = { file: template.frame.file, line: 1, column: 1 };
  const lacks = (what: string, remedy: string) =>
    problem(at, "render/frame-incomplete", `the template shows no ${what}.`, remedy);
  const missing: Problem[] = [];
  if (!shown.links.has(book.tokenOf({ kind: "link", name: "unsubscribe" })))
    missing.push(lacks("link to unsubscribe", 'Add <a href="{{links.unsubscribe}}"> to the footer.'));
  if (!shown.links.has(book.tokenOf({ kind: "link", name: "webVersion" })))
    missing.push(lacks("link to the web version", 'Add <a href="{{links.webVersion}}"> at the top.'));
  if (!sender.postalAddress.every((line) => shown.text.includes(squeezed(line))))
    missing.push(lacks("postal address", "Show every line of newsletter.postalAddress in the footer."));
  if (!shown.text.includes(squeezed(lineWithTokens(issue.preheader, book))))
    missing.push(lacks("preheader", "Put {{issue.preheader}} into <mj-preview>."));
  return missing;
}

function shownBy(html: string): Shown {
  let text = "";
  const links = new Set<string>();
  const images: Shown["images"][number][] = [];
  for (const piece of scanHtml(html)) {
    if (piece.kind === "text") text += html.slice(piece.start, piece.end);
    if (piece.kind !== "tag") continue;
    const decoded = (name: string) => {
      const found = piece.attributes.find((attribute) => attribute.name === name);
      return found === undefined ? undefined : decodeEntities(found.value);
    };
    if (piece.name === "a") links.add(decoded("href") ?? "");
    if (piece.name === "img") images.push({ src: decoded("src") ?? "", alt: decoded("alt") });
  }
  return { text: squeezed(decodeEntities(text)), links, images };
}

/**
 * Each run must be there as often as the block says it, so that a lost title is missed even when the words of the title
 * occur in the body too.
 */
function missingRuns(runs: readonly string[], shown: string): readonly string[] {
  const said = runs.map(squeezed);
  const whole = said.join("\n");
  return runs.filter((run, index) => {
    const wanted = said[index] ?? "";
    return (
      said.indexOf(wanted) === index && occurrences(shown, wanted) < occurrences(whole, wanted) && run !== ""
    );
  });
}

function occurrences(text: string, part: string): number {
  return part === "" ? 0 : text.split(part).length - 1;
}

function squeezed(text: string): string {
  return text.replace(/\s+/g, "");
}

function shorten(text: string): string {
  const line = text.replace(/\s+/g, " ").trim();
  return line.length > 60 ? `${line.slice(0, 57)}…` : line;
}
