import type { Block, BriefsBlock, FeatureBlock, Image, PollBlock, SponsorBlock } from "../model/issue.ts";
import type { Line } from "../model/prose.ts";
import { lineWithTokens } from "./markup.ts";
import { type Notes, notesFrom, proseText, underlined } from "./prose-text.ts";
import { named, type ThemeNames } from "./theme.ts";
import { hang, type Measure, wrap } from "./wrap.ts";

/** One block as plain text, written from what the issue says. The links in its prose follow as numbered notes. */
export function blockText(block: Block, words: ThemeNames, measure: Measure): string {
  const notes = notesFrom();
  const parts = partsOf(block, { words, measure, notes });
  const links = notes.list();
  const list = links === "" ? [] : [`${named(words, "links")}\n${links}`];
  return [...parts, ...list].filter((part) => part !== "").join("\n\n");
}

interface Page {
  readonly words: ThemeNames;
  readonly measure: Measure;
  readonly notes: Notes;
}

function partsOf(block: Block, page: Page): readonly string[] {
  switch (block.kind) {
    case "letter":
    case "signoff":
      return [proseText(block.body, page.measure, page.notes)];
    case "feature":
      return featureParts(block, page);
    case "poll":
      return pollParts(block, page);
    case "briefs":
      return briefsParts(block, page);
    case "sponsor":
      return sponsorParts(block, page);
  }
}

function featureParts({ title, url, image, body }: FeatureBlock, page: Page): readonly string[] {
  const { measure, notes } = page;
  return [titleText(title, page), lineOf(url, page), imageText(image, page), proseText(body, measure, notes)];
}

function pollParts({ id: poll, question, options }: PollBlock, page: Page): readonly string[] {
  const { measure, notes, words } = page;
  const choices = options.map(({ id, title, body }, index) => {
    const vote = measure.book.tokenOf({ kind: "vote", poll, option: id });
    return hang(
      `${index + 1}. `,
      (inner) =>
        [
          wrap(lineWithTokens(title, inner.book), inner),
          proseText(body, inner, notes),
          `${named(words, "vote")}: ${vote}`,
        ]
          .filter((part) => part !== "")
          .join("\n"),
      measure,
    );
  });
  return [titleText(question, page), ...choices];
}

function briefsParts({ title, items }: BriefsBlock, page: Page): readonly string[] {
  const { measure, notes } = page;
  const briefs = items.map((item, index) =>
    hang(
      `${index + 1}. `,
      (inner) =>
        [
          wrap(lineWithTokens(item.title, inner.book), inner),
          proseText(item.body, inner, notes),
          sourceText(item.source, item.url, inner),
        ]
          .filter((part) => part !== "")
          .join("\n"),
      measure,
    ),
  );
  return [title === undefined ? "" : titleText(title, page), ...briefs];
}

function sponsorParts({ name, url, image, body }: SponsorBlock, page: Page): readonly string[] {
  const { measure, notes, words } = page;
  return [
    wrap(`[${named(words, "sponsor")}] ${lineWithTokens(name, measure.book)}`, measure),
    imageText(image, page),
    proseText(body, measure, notes),
    lineOf(url, page),
  ];
}

function titleText(title: Line, { measure }: Page): string {
  return underlined(lineWithTokens(title, measure.book), "=", measure);
}

function lineOf(url: Line | undefined, { measure }: Page): string {
  return url === undefined ? "" : lineWithTokens(url, measure.book);
}

function sourceText(source: Line | undefined, url: Line | undefined, measure: Measure): string {
  const name = source === undefined ? "" : lineWithTokens(source, measure.book);
  const link = url === undefined ? "" : lineWithTokens(url, measure.book);
  return wrap(name !== "" && link !== "" ? `${name}: ${link}` : name + link, measure);
}

function imageText(image: Image | undefined, { words, measure }: Page): string {
  if (image === undefined || (image.alt === "" && image.credit === undefined)) return "";
  const credit = image.credit === undefined ? "" : ` (${image.credit})`;
  return wrap(`[${named(words, "image")}: ${image.alt}${credit}]`, measure);
}
