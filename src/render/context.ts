import { longDay } from "../base/clock.ts";
import type { Block, Image, Issue } from "../model/issue.ts";
import type { Line, Prose } from "../model/prose.ts";
import type { Sender } from "../model/sender.ts";
import type { Attached } from "./attach.ts";
import type { Context, Value } from "./fill.ts";
import { lineMarkup, type Markup, markupOf, trusted } from "./markup.ts";
import { proseHtml } from "./prose-html.ts";
import { readingMinutes } from "./reading-time.ts";
import type { Template } from "./template.ts";
import type { ThemeNames } from "./theme.ts";
import type { TokenBook } from "./tokens.ts";
import { counted, wordsFor } from "./words.ts";

/** Everything that setting one issue needs, gathered once. */
export interface Setting {
  readonly issue: Issue;
  readonly template: Template;
  readonly sender: Sender;
  readonly book: TokenBook;
  readonly attached: Attached;
}

/** What every file of a template can name. docs/templates.md lists it for authors. */
export function sharedContext({ issue, template, sender, book }: Setting): Context {
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
        issue.number === undefined
          ? absent
          : markupOf(counted(template.words, issue.language, "number", issue.number)),
      readingTime: markupOf(
        counted(template.words, issue.language, "readingTime", readingMinutes(issue, book)),
      ),
      date: markupOf(longDay(issue.date, issue.language)),
      language: markupOf(issue.language),
      direction: trusted(issue.direction),
      rtl,
      start: trusted(rtl ? "right" : "left"),
      end: trusted(rtl ? "left" : "right"),
    },
    links: {
      unsubscribe: trusted(book.tokenOf({ kind: "link", name: "unsubscribe" })),
      preferences: trusted(book.tokenOf({ kind: "link", name: "preferences" })),
      webVersion: trusted(book.tokenOf({ kind: "link", name: "webVersion" })),
    },
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

/** What the partial of a block can name besides, by kind. What a block does not have is an empty text, which {{#if}} takes as false. */
export function blockContext(block: Block, setting: Setting): Context {
  const { book } = setting;
  const line = (given: Line | undefined): Value => (given === undefined ? absent : lineMarkup(given, book));
  const body = (prose: Prose, topHeading: number): Value =>
    prose.length === 0 ? absent : proseHtml(prose, { book, topHeading, ...lookOf(setting) });
  const { kind } = block;
  switch (kind) {
    case "letter":
    case "signoff":
      return { kind: trusted(kind), body: body(block.body, 2) };
    case "feature": {
      const { title, url, image } = block;
      const picture = imageContext(image, setting);
      return {
        kind: trusted(kind),
        title: line(title),
        url: line(url),
        image: picture,
        body: body(block.body, 3),
      };
    }
    case "sponsor": {
      const { name, url, image } = block;
      const picture = imageContext(image, setting);
      return {
        kind: trusted(kind),
        name: line(name),
        url: line(url),
        image: picture,
        body: body(block.body, 3),
      };
    }
    case "poll": {
      const options = block.options.map(({ id, title, body: text }, index) => ({
        ...placeInList(index, block.options.length),
        title: line(title),
        body: body(text, 4),
        vote: trusted(book.tokenOf({ kind: "vote", poll: block.id, option: id })),
      }));
      return { kind: trusted(kind), question: line(block.question), pair: options.length === 2, options };
    }
    case "briefs": {
      const items = block.items.map(({ title, url, source, body: text }, index) => ({
        ...placeInList(index, block.items.length),
        title: line(title),
        url: line(url),
        source: line(source),
        body: body(text, 4),
      }));
      return { kind: trusted(kind), title: line(block.title), items };
    }
  }
}

const absent = trusted("");

function lookOf({ issue, template }: Setting) {
  return { theme: template.theme, direction: issue.direction };
}

function placeInList(index: number, length: number) {
  return { number: index + 1, first: index === 0, last: index === length - 1, odd: index % 2 === 0 };
}

function imageContext(image: Image | undefined, { attached }: Setting): Value {
  const found = image === undefined ? undefined : attached.cids.get(image.src);
  if (image === undefined || found === undefined) return absent;
  return {
    src: markupOf(`cid:${found.cid}`),
    alt: markupOf(image.alt),
    width: found.width,
    credit: image.credit === undefined ? absent : markupOf(image.credit),
  };
}

function verbatim(names: ThemeNames): Context {
  return mapped(names, trusted);
}

function mapped(names: ThemeNames, make: (text: string) => Markup): Context {
  return Object.fromEntries(Object.entries(names).map(([name, text]) => [name, make(text)]));
}
