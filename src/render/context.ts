import { longDay } from "../base/clock.ts";
import type { LinkName } from "../model/edition.ts";
import type { Block, Image, Part, Parts } from "../model/issue.ts";
import { idOf, isPlainOnly, itemsOf, lineOf } from "../model/parts.ts";
import type { Prose } from "../model/prose.ts";
import type { Selection } from "../model/selection.ts";
import type { Sender } from "../model/sender.ts";
import { keptSpace } from "./html/kept-space.ts";
import { proseHtml } from "./html/prose-html.ts";
import type { ProseLook } from "./html/prose-look.ts";
import type { CompileMjml } from "./mjml/mjml.ts";
import { lineMarkup, type Markup, markupOf, rawWithTokens, trusted } from "./markup.ts";
import type { PlacedImage, PlacedImages } from "./place-images.ts";
import type { Template } from "./template/template.ts";
import type { ThemeNames } from "./template/theme.ts";
import type { Context, Value } from "./template/value.ts";
import type { TokenBook } from "./tokens.ts";
import { readingMinutes } from "./words/reading-time.ts";
import { counted, wordsFor } from "./words/words.ts";

/** Everything that setting one issue needs, gathered once. */
export interface Setting {
  /** What the variant's readers get. */
  readonly issue: Selection;
  readonly template: Template;
  readonly sender: Sender;
  readonly book: TokenBook;
  readonly images: PlacedImages;
  /** It is set for everybody to read, and not for readers of a list. */
  readonly isPublic: boolean;
  readonly service?: Service;
  readonly compileMjml: CompileMjml;
}

/** What a mail that belongs to a sign-up lacks of an issue: number, date and web version. */
export interface Service {
  /** Those of the reader's own links that lead somewhere. */
  readonly links: readonly LinkName[];
}

/** Whether the mail may show this link of the reader. */
export function hasLink({ service }: Pick<Setting, "service">, name: LinkName): boolean {
  return service === undefined || service.links.includes(name);
}

/** What every file of a template can name. docs/templates.md lists it for authors. */
export function sharedContext(setting: Setting): Context {
  const { issue, template, sender, book, isPublic, service } = setting;
  const { colours, fonts, sizes, spacing } = template.theme;
  const rtl = issue.direction === "rtl";
  return {
    newsletter: {
      name: markupOf(sender.name),
      site: markupOf(sender.siteUrl),
      postalAddress: sender.postalAddress.map(markupOf),
    },
    issue: {
      subject: lineMarkup(issue.subject, book),
      preheader: lineMarkup(issue.preheader, book),
      number:
        issue.number === undefined || service !== undefined
          ? absent
          : markupOf(counted(template.words, issue.language, "number", issue.number)),
      readingTime:
        service !== undefined
          ? absent
          : markupOf(counted(template.words, issue.language, "readingTime", readingMinutes(issue, book))),
      date: service !== undefined ? absent : markupOf(longDay(issue.date, issue.language)),
      language: markupOf(issue.language),
      direction: trusted(issue.direction),
      rtl,
      start: trusted(rtl ? "right" : "left"),
      end: trusted(rtl ? "left" : "right"),
    },
    links: {
      unsubscribe: linkValue("unsubscribe", setting),
      preferences: linkValue("preferences", setting),
      webVersion: linkValue("webVersion", setting),
    },
    public: isPublic,
    subscriber: Object.fromEntries(
      template.fields.map((name) => [name, trusted(book.tokenOf({ kind: "field", name, fallback: "" }))]),
    ),
    theme: {
      light: verbatim(colours.light),
      dark: verbatim(colours.dark),
      fonts: verbatim(fonts),
      sizes: verbatim(sizes),
      spacing: verbatim(spacing),
    },
    words: mapped(wordsFor(template.words, issue.language), markupOf),
  };
}

function linkValue(name: LinkName, setting: Setting): Value {
  return hasLink(setting, name) ? trusted(setting.book.tokenOf({ kind: "link", name })) : absent;
}

/**
 * What the partial of a block can name besides: its keys. What a block does not have is an empty text, which {{#if}}
 * takes as false.
 */
export function blockContext({ kind, parts }: Block, setting: Setting): Context {
  const titled = ["title", "name", "question"].some((name) => lineOf(parts, name) !== undefined);
  const context = partsContext(parts, { topHeading: titled ? 3 : 2 }, setting);
  return {
    ...context,
    kind: markupOf(kind),
    ...(kind === "poll" ? pollContext(parts, context, setting) : {}),
  };
}

/** Links to vote, and whether two options can stand side by side. */
function pollContext(parts: Parts, { options }: Context, { book }: Setting): Context {
  const votes = itemsOf(parts, "options").map((option) =>
    trusted(book.tokenOf({ kind: "vote", poll: idOf(parts, "id"), option: idOf(option.parts, "id") })),
  );
  const contexts = Array.isArray(options) ? (options as readonly Context[]) : [];
  return {
    pair: votes.length === 2,
    options: contexts.map((option, index) => ({ ...option, vote: votes[index] ?? absent })),
  };
}

/** Where prose stands. */
type Place = Pick<ProseLook, "topHeading" | "small">;

function partsContext(parts: Parts, place: Place, setting: Setting): Context {
  return Object.fromEntries(
    Object.entries(parts).flatMap(([name, part]) =>
      isPlainOnly(parts, name) ? [] : [[name, partValue(part, place, setting)]],
    ),
  );
}

function partValue(part: Part, place: Place, setting: Setting): Value {
  const { book } = setting;
  switch (part.type) {
    case "none":
      return absent;
    case "line":
      return lineMarkup(part.line, book);
    case "link":
      return lineMarkup(part.url, book);
    case "prose":
      return proseValue(part.prose, place, setting);
    case "html":
      // Two brackets would be a merge field to a relay that fills templates of its own.
      return trusted(keptSpace(rawWithTokens(part.html, book)).replaceAll("{{", "&#123;&#123;"));
    case "image":
      return imageContext(part.image, setting);
    case "id":
      return markupOf(part.id);
    case "choice":
      return markupOf(part.value);
    case "list":
      return part.items.map((item, index) => ({
        ...placeInList(index, part.items.length),
        level: place.topHeading,
        ...partsContext(item.parts, { topHeading: place.topHeading + 1, small: true }, setting),
      }));
  }
}

function proseValue(prose: Prose, place: Place, setting: Setting): Value {
  return prose.length === 0 ? absent : proseHtml(prose, { book: setting.book, ...place, ...lookOf(setting) });
}

const absent = trusted("");

function lookOf({ issue, template }: Setting) {
  return { theme: template.theme, direction: issue.direction };
}

function placeInList(index: number, length: number) {
  return { number: index + 1, first: index === 0, last: index === length - 1, odd: index % 2 === 0 };
}

function imageContext(image: Image, { images }: Setting): Value {
  // A picture that could not be read has a Problem of its own; what the template makes of it is looked at all the same.
  const placed: PlacedImage = images.of.get(image) ?? {
    src: "https://example.org/unread.png",
    width: image.width ?? 600,
  };
  return {
    src: markupOf(placed.src),
    alt: markupOf(image.alt),
    width: placed.width,
    height: placed.height ?? absent,
    credit: image.credit === undefined ? absent : markupOf(image.credit),
  };
}

function verbatim(names: ThemeNames): Context {
  return mapped(names, trusted);
}

function mapped(names: ThemeNames, make: (text: string) => Markup): Context {
  return Object.fromEntries(Object.entries(names).map(([name, text]) => [name, make(text)]));
}
