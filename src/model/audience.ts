import { type ComparisonSign, compares } from "./comparison.ts";

/**
 * Who something is for, as a value: what `only:` and `send --only` say once they are parsed. It holds or does not hold
 * for a reader; `holdsFor` here and the store's SQL give the same answer. Texts are compared exactly, capitals and all.
 */
export type AudienceExpression =
  /** The reader's subscription to this list is confirmed. */
  | { readonly type: "list"; readonly list: string }
  | { readonly type: "tag"; readonly tag: string }
  /** The reader's own value of the field is not empty; a declared default does not count. */
  | { readonly type: "known"; readonly field: string }
  /** The reader's own value is one of these; a field that is not known is the empty text. */
  | { readonly type: "in"; readonly field: string; readonly values: readonly string[] }
  /** The reader's own value is a number or a date, as the value here is, and less or more than it. */
  | {
      readonly type: "compare";
      readonly field: string;
      readonly sign: ComparisonSign;
      readonly value: string;
    }
  | { readonly type: "not"; readonly of: AudienceExpression }
  | { readonly type: "and" | "or"; readonly of: readonly AudienceExpression[] };

/** What an expression can ask of a reader. */
export interface ReaderFacts {
  /** Values by declared field name; a missing key and an empty value both mean "not known". */
  readonly fields: Readonly<Record<string, string>>;
  readonly tags: readonly string[];
  /** The lists to which the reader's subscription is confirmed. */
  readonly lists: readonly string[];
}

/** A reader of whom nothing is known. */
export const nobody: ReaderFacts = { fields: {}, tags: [], lists: [] };

export function holdsFor(expression: AudienceExpression, reader: ReaderFacts): boolean {
  switch (expression.type) {
    case "list":
      return reader.lists.includes(expression.list);
    case "tag":
      return reader.tags.includes(expression.tag);
    case "known":
      return ownValue(reader, expression.field) !== "";
    case "in":
      return expression.values.includes(ownValue(reader, expression.field));
    case "compare":
      return compares(ownValue(reader, expression.field), expression.sign, expression.value);
    case "not":
      return !holdsFor(expression.of, reader);
    case "and":
      return expression.of.every((one) => holdsFor(one, reader));
    case "or":
      return expression.of.some((one) => holdsFor(one, reader));
  }
}

/** The expression written anew: equal expressions give equal texts, and the text parses to the expression. */
export function audienceText(expression: AudienceExpression): string {
  switch (expression.type) {
    case "list":
    case "tag":
      return `${expression.type} ${quoted(expression.type === "list" ? expression.list : expression.tag)}`;
    case "known":
      return expression.field;
    case "in": {
      const values = expression.values.map(quoted);
      return values.length === 1
        ? `${expression.field} = ${values[0]}`
        : `${expression.field} in (${values.join(", ")})`;
    }
    case "compare":
      return `${expression.field} ${expression.sign} ${quoted(expression.value)}`;
    case "not":
      return `not ${inner(expression.of)}`;
    case "and":
      return expression.of.map(inner).join(" and ");
    case "or":
      return namesIn(expression.of) ?? expression.of.map(inner).join(" or ");
  }
}

/** `tag in ("a", "b")` for alternatives that are all tags, or all lists. */
function namesIn(expressions: readonly AudienceExpression[]): string | undefined {
  const tags = expressions.flatMap((one) => (one.type === "tag" ? [one.tag] : []));
  const lists = expressions.flatMap((one) => (one.type === "list" ? [one.list] : []));
  if (tags.length === expressions.length) return `tag in (${tags.map(quoted).join(", ")})`;
  return lists.length === expressions.length ? `list in (${lists.map(quoted).join(", ")})` : undefined;
}

/** How many brackets and `not` are inside each other in `audienceText`. */
export function audienceDepth(expression: AudienceExpression): number {
  switch (expression.type) {
    case "not":
      return 1 + bracketed(expression.of);
    case "and":
    case "or":
      return Math.max(...expression.of.map(bracketed));
    default:
      return 0;
  }
}

function bracketed(expression: AudienceExpression): number {
  return audienceDepth(expression) + (expression.type === "and" || expression.type === "or" ? 1 : 0);
}

function inner(expression: AudienceExpression): string {
  const text = audienceText(expression);
  return expression.type === "and" || expression.type === "or" ? `(${text})` : text;
}

/** JSON is how a value is quoted, so that every character has one way to be written. */
function quoted(text: string): string {
  return JSON.stringify(text);
}

function ownValue({ fields }: ReaderFacts, field: string): string {
  return Object.hasOwn(fields, field) ? (fields[field] ?? "") : "";
}
