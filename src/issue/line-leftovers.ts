import { type Problem, withFix } from "../base/problem.ts";
import { decodeEntities } from "../base/scan-html.ts";
import { type Leftover, leftoversIn } from "./markdown/leftovers.ts";
import type { Place } from "./markdown/stand-in.ts";
import { type DeclaredFields, mergeFieldPattern } from "./merge-fields.ts";
import { entityInLine } from "../model/noticed/entity-in-line.ts";
import { markdownInLine } from "../model/noticed/markdown-in-line.ts";
import { htmlInLine } from "../model/noticed/html-in-line.ts";
import { finding } from "../model/rule.ts";

/**
 * Warns of what readers would see in a text of one line, which is shown as it is: no Markdown, no HTML, no entities.
 */
export function lineLeftovers(text: string, place: Place, fields: DeclaredFields): readonly Problem[] {
  const words = withoutFields(text);
  const found = marks.flatMap(({ pattern, rule, sentence, remedy }) =>
    [...words.matchAll(pattern)].map(({ 0: written, index }) => ({
      rule,
      index,
      message: `readers see "${written}" as it stands, ${sentence}.`,
      remedy,
      ...(pattern === entity ? readEntity(written, words.slice(index)) : {}),
    })),
  );
  return [...rawLeftovers(text, place, fields), ...warnings(found, text, place)];
}

/** Warns of the notation of other programs, and of `&amp;` in an address that was copied from HTML. */
export function urlLeftovers(text: string, place: Place, fields: DeclaredFields): readonly Problem[] {
  const found = [...withoutFields(text).matchAll(entity)].map(({ 0: written, index }) => ({
    rule: entityInLine,
    index,
    message: `the address holds "${written}", which means another character only in HTML.`,
    remedy: "Write the character itself.",
    ...readEntity(written, text.slice(index)),
  }));
  return [...rawLeftovers(text, place, fields), ...warnings(found, text, place)];
}

/** Warns of the notation of other programs, in HTML too. */
export function rawLeftovers(text: string, place: Place, fields: DeclaredFields): readonly Problem[] {
  return warnings(leftoversIn(withoutFields(text), fields), text, place);
}

function withoutFields(text: string): string {
  return text.replace(mergeFieldPattern, (field) => " ".repeat(field.length));
}

function warnings(found: readonly Leftover[], text: string, place: Place): readonly Problem[] {
  return found.map(({ rule, index, message, remedy, fix }) => {
    const before = text.slice(0, index).split("\n");
    const at = place(before.length, (before.at(-1) ?? "").length + 1);
    const warning = finding(at, rule, message, remedy);
    return fix === undefined ? warning : withFix(warning, fix.was, fix.becomes);
  });
}

/**
 * What an entity stands for, where that is sure: what it begins may be the name of another, or a tag that was to be
 * shown.
 */
function readEntity(written: string, text: string): Pick<Leftover, "fix"> {
  const becomes = decodeEntities(written);
  const begins = becomes === "&" && /^&[^;]*;#?\w+;/.test(text);
  if (becomes === written || begins || /[<>{}\p{Cc}]/u.test(becomes)) return {};
  return { fix: { was: written, becomes } };
}

const noMarkdown = "because Markdown is not read in a line like this";

const entity =
  /&(?:amp|lt|gt|quot|apos|nbsp|shy|copy|reg|trade|hellip|euro|[nm]dash|[lr][sd]quo|#\d{1,7}|#x[\da-f]{1,6});/gi;

const marks = [
  {
    pattern: /\*\*[^\s*][^*]{0,60}\*\*|(?<!\w)__[^\s_][^_]{0,60}__(?!\w)|`[^`]{1,60}`/g,
    rule: markdownInLine,
    sentence: noMarkdown,
    remedy: "Leave the signs out.",
  },
  {
    pattern: /\[[^\][]{1,60}\]\([^()\s]{1,60}\)/g,
    rule: markdownInLine,
    sentence: noMarkdown,
    remedy: 'Write the words only; a link belongs into the text, or into the key "url".',
  },
  {
    pattern: entity,
    rule: entityInLine,
    sentence: "because HTML is not read here",
    remedy: "Write the character itself.",
  },
  {
    pattern: /<br\s*\/?>|<\/(?:a|b|code|del|em|i|s|small|span|strong|sub|sup|u)>/gi,
    rule: htmlInLine,
    sentence: "because HTML is not read here",
    remedy: "Delete it.",
  },
];
