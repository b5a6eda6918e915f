import { isError, type Position, type Problem } from "../base/problem.ts";
import { type Asset, type Edition, editionOf } from "../model/edition.ts";
import type { Hosting, ImageFile, Issue } from "../model/issue.ts";
import { fullestVariant, selectionOf } from "../model/selection.ts";
import type { Sender } from "../model/sender.ts";
import type { Variant } from "../model/variant.ts";
import type { Service, Setting } from "./context.ts";
import { lineWithTokens } from "./markup.ts";
import { collapse } from "./mjml/collapse.ts";
import { cutMarks } from "./mjml/marks.ts";
import { type CompileMjml, compileMjml } from "./mjml/mjml.ts";
import { typeset } from "./mjml/typeset.ts";
import { openHtml, openLine, openText } from "./open-slots.ts";
import { pollsOf } from "./polls.ts";
import { placeImages } from "./place-images.ts";
import { checkSet } from "./survival/check-set.ts";
import { saidBy } from "./survival/said.ts";
import type { Template } from "./template/template.ts";
import { plainText } from "./text/plain-text.ts";
import { tokenBook } from "./tokens.ts";
import { checkLanguage } from "./words/words.ts";

/** How many bytes of HTML a block takes. All of them together are the whole HTML, slots counted at about 16 bytes. */
export interface BlockSize {
  /** `frame` is everything around the blocks. */
  readonly kind: string;
  readonly at: Position;
  readonly bytes: number;
}

/** Where a block stands in the HTML of an edition, in characters of its texts: slots count as nothing. */
export interface BlockExtent extends Pick<BlockSize, "kind" | "at"> {
  readonly start: number;
  readonly end: number;
}

export interface Rendered {
  /** Undefined when a Problem is an error. */
  readonly edition?: Edition;
  /** What the edition's pictures need on the site; none while they are attached. */
  readonly assets: readonly Asset[];
  readonly problems: readonly Problem[];
  readonly sizes: readonly BlockSize[];
  /** In the order of the page. */
  readonly extents: readonly BlockExtent[];
}

export interface RenderInput {
  readonly issue: Issue;
  /** One of the issue's split; left out, the one that shows most. */
  readonly variant?: Variant;
  readonly template: Template;
  readonly images: readonly ImageFile[];
  /** Left out, they are attached. */
  readonly hosting?: Hosting;
  readonly sender: Sender;
  /** For everybody to read: a template leaves out what only readers of a list have a use for. */
  readonly isPublic?: boolean;
  /** Given when it is no issue but a mail that belongs to a sign-up. */
  readonly service?: Service;
  /** Given where MJML runs in a thread. */
  readonly compileMjml?: CompileMjml;
}

/**
 * Sets an issue for the readers of one variant: Handlebars once, MJML once, then the slots are opened. The same input
 * gives the same bytes. What is wrong with the issue or the template comes back as Problems; only bugs throw.
 */
export async function renderIssue(input: RenderInput): Promise<Rendered> {
  const setting = prepare(input);
  const { issue, book, template } = setting;
  const speechless = checkLanguage(template.words, issue);
  const nothing = { assets: [], sizes: [], extents: [] };
  if (speechless.length > 0) return { ...nothing, problems: speechless };
  const said = issue.blocks.map((block) => saidBy(block, book, setting.isPublic));
  // Where MJML runs in a thread, the text is made meanwhile.
  const [set, text] = await Promise.all([typeset(setting), plainText(setting)]);
  const before = [...setting.images.problems, ...set.problems];
  if (set.html === undefined) return { ...nothing, problems: before };
  const marked = collapse(set.html);
  const { html, blocks } = cutMarks(marked, book.prefix);
  const problems = [...before, ...checkSet(setting, said, { marked, text, missing: set.missing })];
  const placed = blocks.flatMap(({ index, ...range }) => {
    const block = issue.blocks[index];
    return block === undefined ? [] : [{ kind: block.kind, at: block.at, ...range }];
  });
  const sizes = sizesOf(setting, html, placed);
  if (problems.some(isError)) return { ...nothing, problems, sizes };
  const edition = editionOf({
    variant: issue.variant.key,
    language: issue.language,
    subject: openLine(lineWithTokens(issue.subject, book), book),
    preheader: openLine(lineWithTokens(issue.preheader, book), book),
    html: openHtml(html, book, startOf(setting)).segments,
    text: openText(text.whole, book),
    attachments: setting.images.attachments,
    ...pollsOf(issue.blocks, book),
  });
  const extents = extentsOf(setting, html, placed);
  return { edition, assets: setting.images.assets, problems, sizes, extents };
}

function prepare({ issue: whole, variant, template, sender, service, ...input }: RenderInput): Setting {
  const issue = selectionOf(whole, variant ?? fullestVariant(whole));
  const files = [template.frame, ...template.parts.values()].map(({ text }) => text);
  const sources = [...files, JSON.stringify([issue, sender, template.theme, template.words])];
  const images = placeImages(issue.blocks, input.images, input.hosting ?? "attached", sender.siteUrl);
  return {
    issue,
    template,
    sender,
    book: tokenBook(sources),
    images,
    isPublic: input.isPublic === true,
    compileMjml: input.compileMjml ?? compileMjml,
    ...(service === undefined ? {} : { service }),
  };
}

function sizesOf(setting: Setting, html: string, placed: readonly BlockExtent[]): readonly BlockSize[] {
  const blocks = placed.map(({ kind, at, start, end }) => ({
    kind,
    at,
    bytes: Buffer.byteLength(html.slice(start, end)),
  }));
  const rest = blocks.reduce((sum, { bytes }) => sum - bytes, Buffer.byteLength(html));
  return [...blocks, { kind: "frame", at: startOf(setting), bytes: rest }];
}

/** The places in the finished HTML, from those in the HTML with tokens. */
function extentsOf({ book }: Setting, html: string, placed: readonly BlockExtent[]): readonly BlockExtent[] {
  const tokens = book.find(html);
  const before = (at: number) =>
    tokens.reduce((place, { start, end }) => (end <= at ? place - (end - start) : place), at);
  return placed.map((one) => ({ ...one, start: before(one.start), end: before(one.end) }));
}

function startOf({ template }: Setting): Position {
  return { file: template.frame.file, line: 1, column: 1 };
}
