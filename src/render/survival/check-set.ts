import { type Position, type Problem, problem } from "../../base/problem.ts";
import { hasLink, type Setting } from "../context.ts";
import { lineWithTokens } from "../markup.ts";
import { markedBlocks, withoutBlocks } from "../mjml/marks.ts";
import { swallowedBy } from "../mjml/swallowed.ts";
import type { Missing } from "../mjml/typeset.ts";
import { openHtml } from "../open-slots.ts";
import type { PlainText } from "../text/plain-text.ts";
import { checkFit } from "./check-fit.ts";
import type { Said } from "./said.ts";
import { type Shown, shownBy, squeezed } from "./shown.ts";
import { checkSurvival } from "./survival.ts";

/**
 * Looks at what MJML made, block by block: is everything there that the issue says, does each slot stand in a safe
 * place, does each link lead somewhere. What is wrong inside a block is told at the block, the rest at the frame. What
 * is missing for another fault is not looked at.
 */
export function checkSet(
  setting: Setting,
  said: readonly Said[],
  set: { readonly marked: string; readonly text: PlainText; readonly missing: Missing },
): readonly Problem[] {
  const { marked, text, missing } = set;
  const { issue, template, book, images } = setting;
  const found = markedBlocks(marked, book.prefix);
  const swallowed = swallowedBy(setting, missing);
  const blocks = issue.blocks.flatMap((block, index) => {
    if (missing.blocks.has(index)) return [];
    const html = found.find((one) => one.index === index)?.html;
    const part = template.parts.get(block.kind)?.file ?? template.folder;
    const says = said[index];
    if (html === undefined || says === undefined)
      return [blockLost(block.kind, block.at, template.frame.file)];
    const shown = shownBy(html);
    return [
      ...checkSurvival({
        block,
        book,
        said: says,
        shown,
        text: text.blocks[index] ?? "",
        part,
        images,
        swallowed: (run) => swallowed(index, run),
      }),
      ...checkFit(says.images, images, shown),
      ...checkPlaces(
        html,
        shown,
        block.at,
        part,
        setting,
        says.links.map(({ text: url }) => url),
      ),
    ];
  });
  if (missing.frame) return blocks;
  return [...blocks, ...checkFrame(setting, withoutBlocks(marked, book.prefix))];
}

function blockLost(kind: string, at: Position, frame: string): Problem {
  const message = `the ${kind} is not in the HTML: ${frame} does not set it.`;
  const remedy = "The frame needs {{#each blocks}}{{> block}}{{/each}} inside mj-body.";
  return problem(at, "render/block-lost", message, remedy);
}

/**
 * Where slots stand and where links lead, in one part of the HTML that `file` made. A template links to https:// only;
 * what `said` holds are the links of the issue, which may also lead to a mailbox, a telephone, or an old site.
 */
function checkPlaces(
  html: string,
  shown: Shown,
  at: Position,
  file: string,
  { book }: Setting,
  said: readonly string[] = [],
): readonly Problem[] {
  const { problems } = openHtml(html, book, at);
  const left = html.split(book.prefix).length - 1 - book.find(html).length;
  const message = `a slot did not come through ${file} whole.`;
  const broken =
    left > 0 ? [problem(at, "render/slot-broken", message, "Show the value as it is, not cut.")] : [];
  const dead = [...new Set(shown.links)]
    .filter((url) => !/^https:\/\/[^/?#\s\\]\S*$/i.test(url) && book.find(url)[0]?.start !== 0)
    .filter(
      (url) => !(said.includes(url) && /^(?:http:\/\/[^/?#\s\\]|mailto:[^\s@]+@|tel:\+?\d)\S*$/i.test(url)),
    )
    .map((url) => {
      const sentence = `${file} makes a link to "${book.sample(url)}", which is not a whole https:// address.`;
      return problem(
        at,
        "render/link-dead",
        sentence,
        "Correct it, or put {{#if}} round it if it may be absent.",
      );
    });
  return [...problems, ...broken, ...dead];
}

/** What every message must have around its blocks: the law asks for the postal address and the way out. */
function checkFrame(setting: Setting, html: string): readonly Problem[] {
  const { issue, template, sender, book, isPublic } = setting;
  const { file } = template.frame;
  const at = { file, line: 1, column: 1 };
  const shown = shownBy(html);
  const linksTo = (name: "unsubscribe" | "webVersion") =>
    !hasLink(setting, name) || shown.links.includes(book.tokenOf({ kind: "link", name }));
  const lacks = (what: string, remedy: string) =>
    problem(at, "render/frame-incomplete", `the template shows no ${what}.`, remedy);
  const missing: Problem[] = [];
  if (!isPublic && !linksTo("unsubscribe"))
    missing.push(lacks("link to unsubscribe", 'Add <a href="{{links.unsubscribe}}"> to the footer.'));
  if (!isPublic && !linksTo("webVersion"))
    missing.push(lacks("link to the web version", 'Add <a href="{{links.webVersion}}"> at the top.'));
  if (!sender.postalAddress.every((line) => shown.text.includes(squeezed(line))))
    missing.push(lacks("postal address", "Show every line of newsletter.postalAddress in the footer."));
  if (!shown.text.includes(squeezed(lineWithTokens(issue.preheader, book))))
    missing.push(lacks("preheader", "Put {{issue.preheader}} into <mj-preview>."));
  return [...missing, ...checkPlaces(html, shown, at, file, setting)];
}
