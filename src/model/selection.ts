import { broaderTags, directionOf } from "../base/language.ts";
import type { Position } from "../base/problem.ts";
import { audienceText } from "./audience.ts";
import type { Block, Direction, Issue, Localized } from "./issue.ts";
import type { Line } from "./prose.ts";
import { type Split, type Variant, variantFor } from "./variant.ts";

/** What the readers of one variant get of an issue, before it is rendered. */
export interface Selection
  extends Omit<Issue, "subjects" | "preheaders" | "direction" | "sender" | "status"> {
  readonly variant: Variant;
  readonly subject: Line;
  readonly preheader: Line;
  readonly direction: Direction;
}

/** How an issue divides its readers. */
export function splitOf(issue: Issue): Split {
  const { id, language, subjects, preheaders, blocks } = issue;
  const said = [
    ...Object.keys(subjects),
    ...Object.keys(preheaders),
    ...blocks.flatMap((block) => block.language ?? []),
  ];
  const conditions = new Map(
    blocks.flatMap(({ only }) => (only === undefined ? [] : [[audienceText(only), only] as const])),
  );
  return {
    issue: id,
    languages: [...new Set([language, ...said])],
    arms: Math.max(...Object.values(subjects).map((arms) => arms.length)),
    conditions: [...conditions.values()],
  };
}

/** The blocks and words of an issue for one variant of its split. */
export function selectionOf(issue: Issue, variant: Variant): Selection {
  const { language, arm } = variant;
  const texts = splitOf(issue).conditions.map(audienceText);
  const holds = (block: Block) =>
    block.only === undefined || variant.holds[texts.indexOf(audienceText(block.only))] === true;
  const arms = inLanguage(issue.subjects, language, issue.language) ?? [];
  const { id, number, date, template, templateAt, at, preheaders } = issue;
  return {
    id,
    ...(number === undefined ? {} : { number }),
    date,
    template,
    templateAt,
    at,
    variant,
    subject: arms[arm] ?? arms[0] ?? nothing(issue),
    preheader: inLanguage(preheaders, language, issue.language) ?? nothing(issue),
    language,
    languageAt: languageAt(issue, language),
    direction: directionFor(issue, language),
    blocks: issue.blocks.filter(
      (block) =>
        (block.language === undefined || broaderTags(language).includes(block.language)) && holds(block),
    ),
  };
}

/** The variant that would show most, if there can be such a reader: the issue's own language, the first subject, every condition true. */
export function fullestVariant(split: Split): Variant {
  return variantFor(split, {
    language: split.languages[0] ?? "en",
    arm: 0,
    holds: split.conditions.map(() => true),
  });
}

/** Where the file brings a language up. */
function languageAt({ languageAt: own, language: its, blocks, subjects }: Issue, language: string): Position {
  if (language === its) return own;
  return blocks.find((block) => block.language === language)?.at ?? subjects[language]?.[0]?.at ?? own;
}

/** What is said in a language: in the tag itself, in a broader one, or else in the issue's own language. */
export function inLanguage<Value>(said: Localized<Value>, language: string, own: string): Value | undefined {
  const tag = broaderTags(language).find((one) => Object.hasOwn(said, one)) ?? own;
  return said[tag];
}

function nothing({ at }: Issue): Line {
  return { parts: [], at };
}

/** As the issue says; for a language that is not the issue's own, that language's direction. */
function directionFor({ direction, language: own }: Issue, language: string): Direction {
  return (language === own ? direction : undefined) ?? directionOf(language);
}
