import { baseTag, broaderTags, directionOf } from "../base/language.ts";
import type { Position } from "../base/problem.ts";
import { type AudienceExpression, audienceText } from "./audience.ts";
import type { Block, Direction, Issue, Localized } from "./issue.ts";
import { possibleVariants } from "./possible-variants.ts";
import type { Line } from "./prose.ts";
import { type Split, type Variant, variantFor } from "./variant.ts";

/** What the readers of one variant get of an issue, before it is rendered. */
export interface Selection
  extends Omit<Issue, "subjects" | "preheaders" | "direction" | "sender" | "status" | "waivers" | "archive"> {
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
    blocks.flatMap(({ only }) => {
      if (only === undefined) return [];
      const { condition } = conditionOf(only);
      return [[audienceText(condition), condition] as const];
    }),
  );
  return {
    issue: id,
    // The own tag may have extensions (`-u-…`); what is said in its language has not.
    languages: [...new Set([language, ...said.filter((tag) => tag !== baseTag(language))])],
    arms: Math.max(...Object.values(subjects).map((arms) => arms.length)),
    conditions: [...conditions.values()],
  };
}

/** The blocks and words of an issue for one variant of its split. */
export function selectionOf(issue: Issue, variant: Variant): Selection {
  const { language, arm } = variant;
  const texts = splitOf(issue).conditions.map(audienceText);
  const holds = ({ only }: Block) => {
    if (only === undefined) return true;
    const { condition, wanted } = conditionOf(only);
    return variant.holds[texts.indexOf(audienceText(condition))] === wanted;
  };
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

/** An expression and its opposite are one condition: members get one block, all others another. */
function conditionOf(only: AudienceExpression): {
  readonly condition: AudienceExpression;
  readonly wanted: boolean;
} {
  return only.type === "not" ? { condition: only.of, wanted: false } : { condition: only, wanted: true };
}

/** The variants that readers can be, the one with the most blocks first; undefined when there are too many. */
export function variantsOf(issue: Issue): readonly Variant[] | undefined {
  const size = (variant: Variant) => selectionOf(issue, variant).blocks.length;
  return possibleVariants(splitOf(issue))
    ?.map((variant) => ({ variant, blocks: size(variant) }))
    .sort((one, other) => other.blocks - one.blocks)
    .map(({ variant }) => variant);
}

/** The variant with the most blocks. */
export function fullestVariant(issue: Issue): Variant {
  const split = splitOf(issue);
  const everything = {
    language: issue.language,
    arm: 0,
    holds: split.conditions.map(() => true),
  };
  return variantsOf(issue)?.[0] ?? variantFor(split, everything);
}

/** Where the file brings a language up. */
function languageAt({ languageAt: own, language: its, blocks, subjects }: Issue, language: string): Position {
  if (language === its) return own;
  return blocks.find((block) => block.language === language)?.at ?? subjects[language]?.[0]?.at ?? own;
}

/** What is said in a language: in the tag itself, in a broader one, or else in the issue's own language. */
export function inLanguage<Value>(said: Localized<Value>, language: string, own: string): Value | undefined {
  const tags = [...broaderTags(language), ...broaderTags(own)];
  const tag = tags.find((one) => Object.hasOwn(said, one));
  return tag === undefined ? undefined : said[tag];
}

function nothing({ at }: Issue): Line {
  return { parts: [], at };
}

/** As the issue says; for a language that is not the issue's own, that language's direction. */
function directionFor({ direction, language: own }: Issue, language: string): Direction {
  return (language === own ? direction : undefined) ?? directionOf(language);
}
