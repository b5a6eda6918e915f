import { createHash } from "node:crypto";
import { type AudienceExpression, audienceText, holdsFor, type ReaderFacts } from "./audience.ts";
import { languageFor } from "./reader-language.ts";

/**
 * How an issue divides its readers: who gets which language, which subject of a test, and which blocks. Readers who get
 * the same in all three are one variant, and each variant is one edition. The store divides a list by the same rule in
 * SQL.
 */
export interface Split {
  /** The issue's id: it seeds the draw of the arms, so that each issue draws anew. */
  readonly issue: string;
  /**
   * BCP 47 tags. The first is the issue's own, for readers whose language is none of the others. A reader's language is
   * the field `language`, see `languageFor`.
   */
  readonly languages: readonly string[];
  /** How many subjects are tested against each other; 1 is no test. */
  readonly arms: number;
  /** What the `only:` of blocks say, each once, in the order of the file. */
  readonly conditions: readonly AudienceExpression[];
}

export interface Variant {
  /** `all` while an issue has one; otherwise what differs, such as `de.b.101`: language, arm, conditions. */
  readonly key: string;
  readonly language: string;
  /** Counts from 0. */
  readonly arm: number;
  /** For each condition of the split, whether it holds. */
  readonly holds: readonly boolean[];
}

/** The field of a reader that says the language. */
export const languageField = "language";

/** The split of an issue that is the same for everybody. */
export function undivided(issue: string, language = "en"): Split {
  return { issue, languages: [language], arms: 1, conditions: [] };
}

/** The variant of one reader. `id` is the subscriber's. */
export function variantOf(split: Split, reader: ReaderFacts & { readonly id: number }): Variant {
  return variantFor(split, {
    language: languageOf(split, reader),
    arm: armOf(split, reader.id),
    holds: split.conditions.map((condition) => holdsFor(condition, reader)),
  });
}

/** Completes what a variant is made of with its key. */
export function variantFor(split: Split, parts: Omit<Variant, "key">): Variant {
  const { language, arm, holds } = parts;
  const key = [
    ...(split.languages.length > 1 ? [language] : []),
    ...(split.arms > 1 ? [armLetter(arm)] : []),
    ...(split.conditions.length > 0 ? [holds.map((one) => (one ? "1" : "0")).join("")] : []),
  ];
  return { key: key.length === 0 ? "all" : key.join("."), language, arm, holds };
}

/** What makes a variant differ, for people: `language de, subject b, tag "member", not city = "Paris"`. */
export function variantWords(split: Split, { language, arm, holds }: Variant): string {
  const said = [
    ...(split.languages.length > 1 ? [`language ${language}`] : []),
    ...(split.arms > 1 ? [`subject ${armLetter(arm)}`] : []),
    ...split.conditions.map((of, index) => audienceText(holds[index] === true ? of : { type: "not", of })),
  ];
  return said.length === 0 ? "all" : said.join(", ");
}

/** `a` for the first subject of a test. */
export function armLetter(arm: number): string {
  return "abcdefghijklmnopqrstuvwxyz".charAt(arm);
}

/** The numbers of the draw: `((id % prime) * factor + offset) % prime % arms` is a reader's arm, in SQL too. */
export function armDraw(issue: string): {
  readonly prime: number;
  readonly factor: number;
  readonly offset: number;
} {
  const bytes = createHash("sha256").update(issue).digest();
  return { prime, factor: 1 + (bytes.readUInt32BE(0) % (prime - 1)), offset: bytes.readUInt32BE(4) % prime };
}

// Small enough that the product of two of them is exact in every database and in JavaScript.
const prime = 65_521;

function armOf({ issue, arms }: Split, id: number): number {
  const { factor, offset } = armDraw(issue);
  return (((id % prime) * factor + offset) % prime) % arms;
}

function languageOf({ languages }: Split, { fields }: ReaderFacts): string {
  return languageFor(languages, Object.hasOwn(fields, languageField) ? (fields[languageField] ?? "") : "");
}
