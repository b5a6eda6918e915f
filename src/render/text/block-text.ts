import type { Block, Image, Item, Part, Parts } from "../../model/issue.ts";
import { idOf, imageOf, itemsOf, lineOf, linkOf, proseOf } from "../../model/parts.ts";
import type { Line } from "../../model/prose.ts";
import { lineWithTokens } from "../markup.ts";
import { named, type ThemeNames } from "../template/theme.ts";
import { type Notes, notesFrom, proseText, underlined } from "./prose-text.ts";
import { hang, type Measure, quoted, wrap } from "./wrap.ts";

/** One block as plain text, written from what the issue says. The links in its prose follow as numbered notes. */
export function blockText({ kind, parts }: Block, words: ThemeNames, measure: Measure): string {
  const page: Page = { words, measure, notes: notesFrom() };
  const write = Object.hasOwn(writers, kind) ? writers[kind] : undefined;
  const written = (write ?? anyText)(parts, page);
  const links = page.notes.list();
  const label = `${named(words, "links")}${measure.colon}`.trimEnd();
  const list = links === "" ? [] : [`${label}\n${links}`];
  return joined([...written, ...list], "\n\n");
}

interface Page {
  readonly words: ThemeNames;
  readonly measure: Measure;
  readonly notes: Notes;
}

type Writer = (parts: Parts, page: Page) => readonly string[];

const writers: Readonly<Record<string, Writer>> = {
  letter: (parts, page) => [body(parts, page)],
  signoff: (parts, page) => [body(parts, page)],
  feature: (parts, page) => [title(parts, page), url(parts, page), picture(parts, page), body(parts, page)],
  briefs: (parts, page) => [title(parts, page), ...listText(parts, "items", page, newsText)],
  links: (parts, page) => [title(parts, page), ...listText(parts, "items", page, newsText)],
  poll: pollText,
  quote: quoteText,
  image: (parts, page) => [
    picture(parts, page),
    proseText(proseOf(parts, "caption"), page.measure, page.notes),
    url(parts, page),
  ],
  button: (parts, page) => [lineText(lineOf(parts, "title"), page) + page.measure.colon + url(parts, page)],
  sponsor: sponsorText,
  divider: () => [],
  html: (parts, page) => [proseText(proseOf(parts, "text"), page.measure, page.notes)],
};

/** A kind that a template adds: its keys in their order, the first line as the title. */
function anyText(parts: Parts, page: Page): readonly string[] {
  const first = Object.keys(parts).find((name) => parts[name]?.type === "line");
  return Object.entries(parts).flatMap(([name, part]) =>
    name === first
      ? [underlined(lineText(lineOf(parts, name), page), "=", page.measure)]
      : anyPart(name, part, parts, page),
  );
}

function anyPart(name: string, part: Part, parts: Parts, page: Page): readonly string[] {
  switch (part.type) {
    case "line":
      return [wrap(lineText(part.line, page), page.measure)];
    case "link":
      return [lineText(part.url, page)];
    case "prose":
      return [proseText(part.prose, page.measure, page.notes)];
    case "image":
      return [imageText(part.image, page)];
    case "list":
      return listText(parts, name, page, (item, inner) =>
        Object.entries(item.parts).flatMap(([key, one]) => anyPart(key, one, item.parts, inner)),
      );
    default:
      return [];
  }
}

function pollText(parts: Parts, page: Page): readonly string[] {
  const choices = listText(parts, "options", page, (option, inner) => {
    const { measure, words } = inner;
    const vote = measure.book.tokenOf({
      kind: "vote",
      poll: idOf(parts, "id"),
      option: idOf(option.parts, "id"),
    });
    return [
      wrap(lineText(lineOf(option.parts, "title"), inner), measure),
      body(option.parts, inner),
      named(words, "vote") + measure.colon + vote,
    ];
  });
  return [underlined(lineText(lineOf(parts, "question"), page), "=", page.measure), ...choices];
}

function quoteText(parts: Parts, page: Page): readonly string[] {
  const words = quoted((measure) => body(parts, { ...page, measure }), page.measure);
  const by = lineText(lineOf(parts, "by"), page);
  return [words, joined([by === "" ? "" : wrap(`\u2014 ${by}`, page.measure), url(parts, page)], "\n")];
}

function sponsorText(parts: Parts, page: Page): readonly string[] {
  const { measure, words } = page;
  const label = wrap(`[${named(words, "sponsor")}] ${lineText(lineOf(parts, "name"), page)}`, measure);
  return [label, picture(parts, page), body(parts, page), url(parts, page)];
}

function newsText({ parts }: Item, page: Page): readonly string[] {
  return [
    wrap(lineText(lineOf(parts, "title"), page), page.measure),
    body(parts, page),
    sourceText(lineText(lineOf(parts, "source"), page), url(parts, page), page.measure),
  ];
}

/** Numbered; each item hangs behind its number. */
function listText(
  parts: Parts,
  name: string,
  page: Page,
  write: (item: Item, page: Page) => readonly string[],
): readonly string[] {
  return itemsOf(parts, name).map((item, index) =>
    hang(`${index + 1}. `, (measure) => joined(write(item, { ...page, measure }), "\n"), page.measure),
  );
}

function title(parts: Parts, page: Page): string {
  const line = lineOf(parts, "title");
  return line === undefined ? "" : underlined(lineText(line, page), "=", page.measure);
}

function url(parts: Parts, page: Page): string {
  return lineText(linkOf(parts, "url"), page);
}

function body(parts: Parts, { measure, notes }: Page): string {
  return proseText(proseOf(parts, "body"), measure, notes);
}

function picture(parts: Parts, page: Page): string {
  const image = imageOf(parts, "image");
  return image === undefined ? "" : imageText(image, page);
}

function lineText(line: Line | undefined, { measure }: Page): string {
  return line === undefined ? "" : lineWithTokens(line, measure.book);
}

function sourceText(name: string, link: string, measure: Measure): string {
  return wrap(name !== "" && link !== "" ? name + measure.colon + link : name + link, measure);
}

function imageText(image: Image, { words, measure }: Page): string {
  if (image.alt === "" && image.credit === undefined) return "";
  const credit = image.credit === undefined ? "" : ` (${image.credit})`;
  return wrap(`[${named(words, "image")}${measure.colon}${image.alt}${credit}]`, measure);
}

function joined(texts: readonly string[], between: string): string {
  return texts.filter((text) => text !== "").join(between);
}
