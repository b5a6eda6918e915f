import type { AudienceExpression, ReaderFacts } from "./audience.ts";
import { languageField, type Split, type Variant, variantFor, variantOf } from "./variant.ts";

/** More editions than these nobody looks at, and a check would take seconds. */
export const mostVariants = 64;
const mostReaders = 20_000;

/**
 * Every variant that some reader could be, those in the issue's own language first. Only combinations that can be are there: no reader lives in
 * Paris and in London. Undefined when there are more than `mostVariants`, or too many to find out.
 */
export function possibleVariants(split: Split): readonly Variant[] | undefined {
  const asked = askedIn(split);
  const readers = asked.reduce((product, { answers }) => product * answers.length, 1);
  if (readers > mostReaders) return undefined;
  const found = new Map<string, Variant>();
  for (const reader of everyReader(asked)) {
    const { language, holds } = variantOf({ ...split, arms: 1 }, { ...reader, id: 1 });
    for (let arm = 0; arm < split.arms; arm += 1) {
      const variant = variantFor(split, { language, arm, holds });
      found.set(variant.key, variant);
    }
    if (found.size > mostVariants) return undefined;
  }
  return [...found.values()].sort((one, other) => rank(split, other) - rank(split, one));
}

/** What decides about a reader, and each answer that makes a difference. */
interface Asked {
  readonly kind: "field" | "tag" | "list";
  readonly name: string;
  readonly answers: readonly string[];
}

function askedIn({ conditions, languages }: Split): readonly Asked[] {
  const values = new Map<string, Set<string>>();
  const tags = new Set<string>();
  const lists = new Set<string>();
  const named = (field: string, given: readonly string[]) =>
    values.set(field, new Set([...(values.get(field) ?? []), ...given]));
  const walk = (expression: AudienceExpression): void => {
    switch (expression.type) {
      case "list":
        lists.add(expression.list);
        break;
      case "tag":
        tags.add(expression.tag);
        break;
      case "known":
        named(expression.field, []);
        break;
      case "in":
        named(expression.field, expression.values);
        break;
      case "not":
        walk(expression.of);
        break;
      case "and":
      case "or":
        expression.of.forEach(walk);
    }
  };
  if (languages.length > 1) named(languageField, languages);
  conditions.forEach(walk);
  return [
    ...[...tags].map((name): Asked => ({ kind: "tag", name, answers: ["yes", ""] })),
    ...[...lists].map((name): Asked => ({ kind: "list", name, answers: ["yes", ""] })),
    ...[...values].map(
      ([name, given]): Asked => ({
        kind: "field",
        name,
        answers: [...new Set([...given, other(given), ""])],
      }),
    ),
  ];
}

/** A value that none of the expressions names. */
function other(given: ReadonlySet<string>): string {
  let value = "x";
  while (given.has(value)) value += "x";
  return value;
}

function* everyReader(
  asked: readonly Asked[],
  at = 0,
  reader: ReaderFacts = { fields: {}, tags: [], lists: [] },
): Generator<ReaderFacts> {
  const question = asked[at];
  if (question === undefined) {
    yield reader;
    return;
  }
  for (const answer of question.answers)
    yield* everyReader(asked, at + 1, withAnswer(reader, question, answer));
}

function withAnswer(reader: ReaderFacts, { kind, name }: Asked, answer: string): ReaderFacts {
  if (answer === "") return reader;
  if (kind === "field") return { ...reader, fields: { ...reader.fields, [name]: answer } };
  return kind === "tag"
    ? { ...reader, tags: [...reader.tags, name] }
    : { ...reader, lists: [...reader.lists, name] };
}

/** The issue's own language first, then the most conditions that hold, then the first subject. */
function rank({ languages }: Split, { language, holds, arm }: Variant): number {
  return (language === languages[0] ? 1_000 : 0) + holds.filter(Boolean).length * 10 - arm;
}
