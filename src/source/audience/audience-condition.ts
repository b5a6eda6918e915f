import { didYouMean, suggest } from "../../base/suggest.ts";
import type { AudienceExpression } from "../../model/audience.ts";
import { type ComparisonSign, comparisonSigns, isBound } from "../../model/comparison.ts";
import { fieldValue } from "../../model/field-type.ts";
import {
  type Found,
  isKeyword,
  isSign,
  isWord,
  peek,
  type Reading,
  skipCondition,
  take,
  takeWord,
} from "./audience-reading.ts";
import type { AudienceToken } from "./audience-tokens.ts";

/** `list weekly`, `tag in (member, press)`: what stands behind the word `list` or `tag`. */
export function readMembership(reading: Reading, kind: "list" | "tag"): Found {
  const { report } = reading;
  const token = peek(reading);
  const negated = takeNotIn(reading);
  if (negated || takeWord(reading, "in")) {
    const names = readValues(reading);
    const found = names?.map((name) => member(reading, kind, name));
    const [first, ...others] = (found ?? []).filter((one) => one !== undefined);
    if (first === undefined || found?.includes(undefined)) return undefined;
    return negate(negated, others.length === 0 ? first : { type: "or", of: [first, ...others] });
  }
  const compared = isSign(token, "=") || isSign(token, "!=") || comparisonOf(token) !== undefined;
  if (compared) {
    take(reading);
    const remedy = `Write "${token.value === "!=" ? "not " : ""}${kind} ${peek(reading).written}".`;
    report(token.at, "compared", `a ${kind} is named without "${token.value}".`, remedy);
  }
  const name = readValue(reading, `the name of a ${kind}`);
  if (name === undefined || hasMore(reading, kind, name)) return undefined;
  return member(reading, kind, name);
}

/** `tag member, press`: several values that lack their "in" and their brackets. */
function hasMore(reading: Reading, what: string, first: Value): boolean {
  const comma = peek(reading);
  if (!isSign(comma, ",") || isKeyword(peek(reading, 1).value)) return false;
  const values = [written(first.text)];
  while (isSign(peek(reading), ",") && /^(?:word|text)$/.test(peek(reading, 1).type)) {
    take(reading);
    values.push(written(take(reading).value));
  }
  const remedy = `Write ${what} in (${values.join(", ")}).`;
  reading.report(comma.at, "comma", "several values stand without brackets.", remedy);
  skipCondition(reading);
  return true;
}

function written(text: string): string {
  return /^[\p{L}\p{M}\p{N}_.-]+$/u.test(text) ? text : JSON.stringify(text);
}

/** `city`, `city = "Paris"`, `city not in ("Paris", "Lyon")`, `children >= 2`; the next token is the field. */
export function readField(reading: Reading): Found {
  const name = take(reading);
  const token = peek(reading);
  const sign = comparisonOf(token);
  const isCompared = sign !== undefined || isSign(token, "=") || isSign(token, "!=");
  const bare = !isCompared && !isWord(token, "in") && !isNotIn(reading);
  const field = fieldNamed(reading, name, bare);
  if (sign !== undefined) return readComparison(reading, field, sign);
  if (isWord(token, "is") && token.value === "is") {
    reading.report(token.at, "sign", '"is" is not written here.', 'Write = or !=, as in city = "Paris".');
    skipCondition(reading);
    return undefined;
  }
  if (bare) return field === undefined ? undefined : { type: "known", field };
  const negated = isSign(token, "!=") || takeNotIn(reading);
  let values: readonly Value[] | undefined;
  if (token.type === "sign") {
    take(reading);
    const value = readValue(reading, "a value");
    if (value !== undefined && !negated && field !== undefined && hasMore(reading, field, value))
      return undefined;
    values = value && [value];
  } else {
    if (!negated) takeWord(reading, "in");
    values = readValues(reading);
  }
  if (field === undefined || values === undefined) return undefined;
  const typed = values
    .map((value) => typedValue(reading, field, value))
    .filter((value) => value !== undefined);
  return typed.length < values.length ? undefined : negate(negated, { type: "in", field, values: typed });
}

/** `children >= 2`, `born < 2000-01-01`; the next token is the sign. */
function readComparison(reading: Reading, field: string | undefined, sign: ComparisonSign): Found {
  const { known, report } = reading;
  const { at } = take(reading);
  const value = readValue(reading, "a number or a date");
  if (field === undefined || value === undefined) return undefined;
  const type = known.types === undefined ? "number" : (known.types[field]?.type ?? "text");
  if (type === "text" || type === "choice") {
    const message = `"${sign}" compares numbers and dates, and ${field} is neither.`;
    report(
      at,
      "sign",
      message,
      `Give ${field} the type number or date in letterpress.yaml, or write = or !=.`,
    );
    return undefined;
  }
  const bound = typedValue(reading, field, value);
  if (bound === undefined) return undefined;
  if (isBound(bound)) return { type: "compare", field, sign, value: bound };
  report(value.at, "value", `"${sign}" compares with a number or a date.`, "Write it like 12 or 2026-12-31.");
  return undefined;
}

function comparisonOf({ type, value }: AudienceToken): ComparisonSign | undefined {
  return type === "sign" ? comparisonSigns.find((sign) => sign === value) : undefined;
}

/** The value in the form in which the field's values are stored; a value that no reader can have is reported. */
function typedValue({ known, report }: Reading, field: string, { text, at }: Value): string | undefined {
  const type = known.types?.[field];
  if (type === undefined || (type.type ?? "text") === "text") return text;
  const read = fieldValue(type, text);
  if (read.status === "valid") return read.value;
  report(at, "value", `no reader has this value: ${field} ${read.reason}.`, "Mend the value.");
  return undefined;
}

interface Value {
  readonly text: string;
  readonly at: number;
}

function negate(negated: boolean, of: AudienceExpression): AudienceExpression {
  return negated ? { type: "not", of } : of;
}

function isNotIn(reading: Reading): boolean {
  return isWord(peek(reading), "not") && isWord(peek(reading, 1), "in");
}

function takeNotIn(reading: Reading): boolean {
  return isNotIn(reading) && takeWord(reading, "not") && takeWord(reading, "in");
}

function member({ known, report }: Reading, kind: "list" | "tag", { text: written, at }: Value): Found {
  // One tag, in whatever form its letters were typed.
  const text = kind === "tag" ? written.normalize("NFC") : written;
  const declared = kind === "list" ? known.lists : known.tags;
  if (declared.includes(text))
    return kind === "list" ? { type: kind, list: text } : { type: kind, tag: text };
  const remedy = `${didYouMean(text, declared)} Declare it in letterpress.yaml, under "${kind}s".`;
  report(at, `unknown-${kind}`, `there is no ${kind} "${text}".`, remedy);
  return undefined;
}

/** The field a token names; `bare` is one that nothing is compared with, which may be something else that was meant. */
function fieldNamed(reading: Reading, token: AudienceToken, bare: boolean): string | undefined {
  const { known, report } = reading;
  const { value, at } = token;
  const declared = known.fields.includes(value);
  if (token.type === "text") {
    const remedy = declared ? `Write ${value} without quotes.` : 'Begin with a field, as in city = "Paris".';
    report(at, "quoted-field", "a condition cannot begin with a text in quotes.", remedy);
    return undefined;
  }
  if (declared) return value;
  report(at, "unknown-field", `"${value}" is not a field of a subscriber.`, meant(reading, value, bare));
  return undefined;
}

function meant({ known, tokens, next }: Reading, word: string, bare: boolean): string {
  if (bare && known.tags.includes(word)) return `Write "tag ${word}".`;
  if (bare && known.lists.includes(word)) return `Write "list ${word}".`;
  const [field, sign, value, or] = tokens.slice(Math.max(0, next - 5), next - 1);
  // city = Paris or Lyon
  if (
    bare &&
    field &&
    value &&
    sign &&
    isSign(sign, "=") &&
    or?.value === "or" &&
    !suggest(word, known.fields)
  )
    return `For several values write ${field.value} in (${JSON.stringify(value.value)}, ${JSON.stringify(word)}).`;
  const tag = suggest(word, known.tags);
  if (bare && tag !== undefined && !suggest(word, known.fields)) return `Did you mean "tag ${tag}"?`;
  return `${didYouMean(word, known.fields)} Declare it in letterpress.yaml, under "fields".`;
}

/** A text in quotes or a bare word. Words without quotes round them are taken together and reported. */
function readValue(reading: Reading, what: string): Value | undefined {
  const { report } = reading;
  const first = peek(reading);
  if (first.type === "text") return { text: take(reading).value, at: first.at };
  if (first.type !== "word" || (isKeyword(first.value) && !endsValue(peek(reading, 1)))) {
    const found = first.type === "end" ? "the end" : `"${first.written}"`;
    report(
      first.at,
      "no-value",
      `${what} is missing before ${found}.`,
      'Write it in quotes, such as "Paris".',
    );
    skipCondition(reading);
    return undefined;
  }
  const words = [take(reading).value];
  while (goesOn(reading, peek(reading))) words.push(take(reading).value);
  const text = words.join(" ");
  if (words.length > 1 || isKeyword(first.value)) {
    const message =
      words.length > 1 ? "several words are one value only in quotes." : `"${text}" is a keyword.`;
    report(first.at, "bare-words", message, `Write ${JSON.stringify(text)}.`);
    return undefined;
  }
  return { text, at: first.at };
}

/** Whether a bare value has one more word, as New York has. */
function goesOn({ known }: Reading, token: AudienceToken): boolean {
  if (token.type !== "word" || endsValue(token) || isKeyword(token.value)) return false;
  return !known.fields.includes(token.value);
}

function endsValue(token: AudienceToken): boolean {
  return (
    token.type === "end" ||
    isSign(token, ")") ||
    isSign(token, ",") ||
    isWord(token, "and") ||
    isWord(token, "or")
  );
}

/** `("Paris", "Lyon")` */
function readValues(reading: Reading): readonly Value[] | undefined {
  const { report } = reading;
  const open = peek(reading);
  if (!isSign(open, "(")) {
    const message = 'after "in" come values in brackets.';
    report(open.at, "no-bracket", message, 'Write them like in ("Paris", "Lyon").');
    skipCondition(reading);
    return undefined;
  }
  take(reading);
  const values: (Value | undefined)[] = [];
  for (;;) {
    values.push(readValue(reading, "a value"));
    const token = peek(reading);
    if (isSign(token, ")")) break;
    if (token.type === "end") {
      report(open.at, "bracket", "this bracket is opened and never closed.", "Close it with ).");
      return undefined;
    }
    if (isSign(token, ",")) take(reading);
    else {
      const message = `a comma is missing before "${token.written}".`;
      report(token.at, "comma", message, 'Write values like ("Paris", "Lyon").');
      skipCondition(reading);
      if (isSign(peek(reading), ")")) take(reading);
      return undefined;
    }
  }
  take(reading);
  const read = values.filter((value) => value !== undefined);
  return read.length === values.length ? read : undefined;
}
