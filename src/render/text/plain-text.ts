import { longDay } from "../../base/clock.ts";
import { hasLink, type Setting } from "../context.ts";
import { named } from "../template/theme.ts";
import { readingMinutes } from "../words/reading-time.ts";
import { counted, wordsFor } from "../words/words.ts";
import { blockText } from "./block-text.ts";
import { underlined } from "./prose-text.ts";
import { type Measure, wrap } from "./wrap.ts";

/** Lines of plain text end here, so that they survive being quoted in a reply. */
const columns = 76;

export interface PlainText {
  /** The whole text part; slots stand as tokens. */
  readonly whole: string;
  /** The text of each block, in order. */
  readonly blocks: readonly string[];
}

/** Writes the text part from the blocks of the issue. Subject and preheader are not in it: a mail
 * program shows both next to it. */
export function plainText(setting: Setting): PlainText {
  const { issue, template, book } = setting;
  const words = wordsFor(template.words, issue.language);
  const measure: Measure = { columns, colon: named(words, "colon"), book };
  const blocks = issue.blocks.map((block) => blockText(block, words, measure));
  const rule = "-".repeat(columns);
  const whole = [
    mastheadText(setting, measure),
    blocks.filter((block) => block !== "").join(`\n\n${asterism}\n\n`),
    rule,
    footerText(setting, measure),
  ];
  return { whole: `${whole.join("\n\n").replace(/[ \t]+$/gm, "")}\n`, blocks };
}

const asterism = `${" ".repeat(columns / 2 - 3)}* * *`;

function mastheadText(setting: Setting, measure: Measure): string {
  const { issue, template, sender, book, service } = setting;
  if (service !== undefined) return underlined(sender.name, "=", measure);
  const { language, number } = issue;
  const words = wordsFor(template.words, language);
  const line = [
    ...(number === undefined ? [] : [counted(template.words, language, "number", number)]),
    longDay(issue.date, language),
    counted(template.words, language, "readingTime", readingMinutes(issue, book)),
  ];
  return [
    underlined(sender.name, "=", measure),
    wrap(line.join(" · "), measure),
    named(words, "webVersion") + measure.colon + book.tokenOf({ kind: "link", name: "webVersion" }),
  ].join("\n");
}

function footerText(setting: Setting, measure: Measure): string {
  const { issue, template, sender, book } = setting;
  const words = wordsFor(template.words, issue.language);
  const links = (["unsubscribe", "preferences"] as const)
    .filter((name) => hasLink(setting, name))
    .map((name) => named(words, name) + measure.colon + book.tokenOf({ kind: "link", name }));
  return [
    wrap(named(words, "reason"), measure),
    ...(links.length === 0 ? [] : [links.join("\n")]),
    wrap([sender.name, ...sender.postalAddress].join("\n"), measure),
  ].join("\n\n");
}
