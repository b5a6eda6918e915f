import type { AudienceExpression } from "../../model/audience.ts";
import type { TypedField } from "../../model/field-type.ts";
import type { AudienceToken, Report } from "./audience-tokens.ts";

/** The names an expression may use: what `letterpress.yaml` declares. */
export interface KnownNames {
  readonly fields: readonly string[];
  readonly tags: readonly string[];
  readonly lists: readonly string[];
  /** Of what type the fields are; those not named are texts. */
  readonly types?: Readonly<Record<string, TypedField>>;
}

/** An expression while it is read: how far, and where findings go. */
export interface Reading {
  readonly tokens: readonly AudienceToken[];
  readonly known: KnownNames;
  readonly report: Report;
  /** The index of the token that is read next. */
  next: number;
  /** How many brackets and `not` are open. */
  depth: number;
}

/** Undefined after a fault, which has been reported. */
export type Found = AudienceExpression | undefined;

/** The words with a meaning of their own. No field may have one of them as its name; a value needs quotes. */
export const audienceKeywords = ["list", "tag", "and", "or", "not", "in"] as const;

export function isKeyword(word: string): boolean {
  return audienceKeywords.some((keyword) => keyword === word);
}

/** The token `ahead` of the next one; behind the end is the end. */
export function peek(reading: Reading, ahead = 0): AudienceToken {
  const token = reading.tokens[reading.next + ahead] ?? reading.tokens.at(-1);
  return token ?? { type: "end", value: "", written: "", at: 0 };
}

export function take(reading: Reading): AudienceToken {
  const token = peek(reading);
  reading.next += 1;
  return token;
}

export function isSign(token: AudienceToken, sign: string): boolean {
  return token.type === "sign" && token.value === sign;
}

/** Whether a token is this keyword, in small letters or in capitals. */
export function isWord(token: AudienceToken, keyword: string): boolean {
  return token.type === "word" && token.value.toLowerCase() === keyword;
}

/** Takes the next token when it is this keyword; capitals are understood and reported. */
export function takeWord(reading: Reading, keyword: string): boolean {
  const token = peek(reading);
  if (!isWord(token, keyword)) return false;
  reading.next += 1;
  if (token.value !== keyword)
    reading.report(token.at, "capitals", `"${token.value}" is in capitals.`, `Write "${keyword}".`);
  return true;
}

/** Goes on to where the next condition can begin, so that one fault is told once and the others are found as well. */
export function skipCondition(reading: Reading): void {
  for (let open = 0; ; reading.next += 1) {
    const token = peek(reading);
    if (token.type === "end") return;
    if (open === 0 && (isSign(token, ")") || isWord(token, "and") || isWord(token, "or"))) return;
    if (isSign(token, "(")) open += 1;
    if (isSign(token, ")")) open -= 1;
  }
}
