import type { AudienceExpression } from "./audience.ts";
import { compares, valuesAround } from "./comparison.ts";
import { languageFor } from "./reader-language.ts";
import { languageField, type Split, type Variant, variantFor } from "./variant.ts";

/** More editions than these nobody looks at, and a check would take seconds. */
export const mostVariants = 64;
const mostSteps = 20_000;

/**
 * Every variant that some reader could be, those in the issue's own language first. Only combinations that can be are
 * there: no reader lives in Paris and in London. Undefined when there are more than `mostVariants`, or too many to find
 * out.
 */
export function possibleVariants(split: Split): readonly Variant[] | undefined {
  const answers = answersTo(split);
  const found = new Map<string, Variant>();
  let steps = 0;
  const walk = (known: Answers): void => {
    steps += 1;
    if (steps > mostSteps || found.size > mostVariants) return;
    const question = nextQuestion(split, known);
    if (question !== undefined) {
      for (const answer of answers.get(question) ?? yesOrNo) walk(new Map([...known, [question, answer]]));
      return;
    }
    const language = languageFor(split.languages, known.get(fieldKey(languageField)) ?? "");
    const holds = split.conditions.map((condition) => holdsWith(condition, known) === true);
    for (let arm = 0; arm < split.arms; arm += 1) {
      const variant = variantFor(split, { language, arm, holds });
      found.set(variant.key, variant);
    }
  };
  walk(new Map());
  if (steps > mostSteps || found.size > mostVariants) return undefined;
  return [...found.values()].sort((one, other) => rank(split, other) - rank(split, one));
}

/** What is known of a reader so far, by question: a field's value; for a tag or a list `yes` or nothing. */
type Answers = ReadonlyMap<string, string>;

const yesOrNo: readonly string[] = ["yes", ""];
const fieldKey = (name: string) => `field ${name}`;

/** A question that still decides something; undefined when everything is decided. */
function nextQuestion({ languages, conditions }: Split, known: Answers): string | undefined {
  for (const condition of conditions)
    if (holdsWith(condition, known) === undefined) return openQuestion(condition, known);
  return languages.length > 1 && !known.has(fieldKey(languageField)) ? fieldKey(languageField) : undefined;
}

/** Whether an expression holds; undefined while that depends on what is not known. */
function holdsWith(expression: AudienceExpression, known: Answers): boolean | undefined {
  switch (expression.type) {
    case "list":
    case "tag":
    case "known":
    case "in":
    case "compare": {
      const answer = known.get(questionOf(expression));
      if (answer === undefined) return undefined;
      if (expression.type === "compare") return compares(answer, expression.sign, expression.value);
      return expression.type === "in" ? expression.values.includes(answer) : answer !== "";
    }
    case "not": {
      const inner = holdsWith(expression.of, known);
      return inner === undefined ? undefined : !inner;
    }
    case "and":
    case "or": {
      const decisive = expression.type === "or";
      const parts = expression.of.map((one) => holdsWith(one, known));
      if (parts.includes(decisive)) return decisive;
      return parts.includes(undefined) ? undefined : !decisive;
    }
  }
}

type Condition = Exclude<AudienceExpression, { readonly of: unknown }>;

function questionOf(condition: Condition): string {
  if (condition.type === "tag") return `tag ${condition.tag}`;
  return condition.type === "list" ? `list ${condition.list}` : fieldKey(condition.field);
}

function openQuestion(expression: AudienceExpression, known: Answers): string | undefined {
  switch (expression.type) {
    case "not":
      return openQuestion(expression.of, known);
    case "and":
    case "or": {
      const open = expression.of.find((one) => holdsWith(one, known) === undefined);
      return open === undefined ? undefined : openQuestion(open, known);
    }
    default:
      return questionOf(expression);
  }
}

/** For each field that is asked for, the values that make a difference. */
function answersTo({ conditions, languages }: Split): ReadonlyMap<string, readonly string[]> {
  const values = new Map<string, Set<string>>();
  const named = (field: string, given: readonly string[]) =>
    values.set(field, new Set([...(values.get(field) ?? []), ...given]));
  const walk = (expression: AudienceExpression): void => {
    if (expression.type === "known") named(expression.field, []);
    else if (expression.type === "in") named(expression.field, expression.values);
    else if (expression.type === "compare") named(expression.field, valuesAround(expression.value));
    else if (expression.type === "not") walk(expression.of);
    else if (expression.type === "and" || expression.type === "or") expression.of.forEach(walk);
  };
  conditions.forEach(walk);
  if (languages.length > 1) named(languageField, languages);
  const asked = [...values].map(([field, given]) => {
    const aliases = field === languageField ? languages.map((one) => aliasOf(one, given)) : [];
    return [fieldKey(field), [...new Set([...given, ...aliases, other(given), ""])]] as const;
  });
  return new Map(asked);
}

/**
 * Another way to write a language, which no expression names: `language = "de"` does not hold for a reader of `de-AT`,
 * who gets the German edition all the same.
 */
function aliasOf(language: string, given: ReadonlySet<string>): string {
  let alias = language.toUpperCase();
  while (given.has(alias)) alias = alias.includes("-") ? alias.replace("-", "_") : `${alias}-X`;
  return alias;
}

/** A value that none of the expressions names. */
function other(given: ReadonlySet<string>): string {
  let value = "x";
  while (given.has(value)) value += "x";
  return value;
}

/** The issue's own language first, then the most conditions that hold, then the first subject. */
function rank({ languages }: Split, { language, holds, arm }: Variant): number {
  return (language === languages[0] ? 1_000 : 0) + holds.filter(Boolean).length * 10 - arm;
}
