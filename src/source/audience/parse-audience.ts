import { type Position, type Problem, problem } from "../../base/problem.ts";
import { type AudienceExpression, audienceDepth, audienceText } from "../../model/audience.ts";
import { readField, readMembership } from "./audience-condition.ts";
import {
  type Found,
  isKeyword,
  isSign,
  isWord,
  type KnownNames,
  peek,
  type Reading,
  skipCondition,
  take,
  takeWord,
} from "./audience-reading.ts";
import { audienceTokens, type Report } from "./audience-tokens.ts";

export { audienceKeywords, type KnownNames } from "./audience-reading.ts";

/**
 * Reads what `only:` and `send --only` say. `place` turns a line and a column of the text, counted from 1, into a place
 * in the file. Every fault that can be found is returned at once; there is an expression when there is none.
 *
 *     any  = all { "or" all }          all   = one { "and" one }
 *     one  = "not" one | "(" any ")" | "list" name | "tag" name | field
 *          | field ( "=" | "!=" | "<" | "<=" | ">" | ">=" ) value | ( field | "list" | "tag" ) [ "not" ] "in" "(" value { "," value } ")"
 */
export function parseAudience(
  text: string,
  place: (line: number, column: number) => Position,
  known: KnownNames,
): { readonly expression?: AudienceExpression; readonly problems: readonly Problem[] } {
  const findings: Parameters<Report>[] = [];
  const reading = readingOf(text, known, (...finding) => findings.push(finding));
  const expression = reading === undefined ? undefined : readWhole(reading);
  const compared = new Set(findings.flatMap(([at, code]) => (code === "compared" ? [at] : [])));
  if (expression !== undefined) checkWrittenAnew(expression, (...finding) => findings.push(finding));
  const problems = findings
    // Of `tag == member` it is enough to hear that there is no "=" behind "tag".
    .filter(([at, code]) => code !== "sign" || !compared.has(at))
    .sort(([a], [b]) => a - b)
    .map(([at, code, message, remedy]) => {
      const before = text.slice(0, at).split("\n");
      const position = place(before.length, (before.at(-1) ?? "").length + 1);
      return problem(position, `audience/${code}`, message, remedy);
    });
  return expression === undefined || problems.length > 0 ? { problems } : { expression, problems };
}

/** Both keep an expression readable, and keep what reads it from running out of memory. */
const longestText = 1_000;
const deepest = 20;

/** What is accepted must also be accepted as `audienceText` writes it: that is how a mailing is named. */
function checkWrittenAnew(expression: AudienceExpression, report: Report): void {
  const { length } = audienceText(expression);
  if (length > longestText) reportLength(length, report);
  else if (audienceDepth(expression) > deepest) reportDepth(0, report);
}

function reportLength(length: number, report: Report): void {
  const message = `the audience is ${length} characters long; ${longestText} are the most.`;
  report(0, "too-long", message, "Give these readers a tag, and name the tag.");
}

function reportDepth(at: number, report: Report): void {
  const message = `more than ${deepest} brackets and "not" are inside each other.`;
  report(at, "too-deep", message, "Write it simpler, or give these readers a tag.");
}

function readingOf(text: string, known: KnownNames, report: Report): Reading | undefined {
  if (text.length > longestText) {
    reportLength(text.length, report);
    return undefined;
  }
  const reading: Reading = { tokens: audienceTokens(text, report), known, report, next: 0, depth: 0 };
  if (text.trim() !== "") return reading;
  report(0, "empty", "the audience is empty.", 'Write who it is for, such as "tag member", or leave it out.');
  return undefined;
}

function readWhole(reading: Reading): Found {
  const expression = readAny(reading);
  while (peek(reading).type !== "end") {
    const token = take(reading);
    if (isSign(token, ")")) {
      reading.report(token.at, "bracket", "this bracket closes nothing.", "Delete it.");
      if (peek(reading).type !== "end") readRest(reading);
    } else {
      reading.report(token.at, "trailing", `"${token.written}" cannot stand here.`, betweenConditions);
      skipCondition(reading);
    }
  }
  return expression;
}

/** What follows a bracket too many is read for its own faults. */
function readRest(reading: Reading): void {
  if (takeWord(reading, "and") || takeWord(reading, "or") || startsCondition(reading)) readAny(reading);
}

const betweenConditions = 'Between two conditions stands "and" or "or".';

function readAny(reading: Reading): Found {
  return chain(reading, "or", () => chain(reading, "and", () => readOne(reading)));
}

function chain(reading: Reading, word: "and" | "or", readPart: () => Found): Found {
  const parts = [readPart()];
  while (takeWord(reading, word) || (word === "and" && isMissingWord(reading))) parts.push(readPart());
  const found = parts.filter((part) => part !== undefined);
  const [first, ...others] = found;
  if (first === undefined || found.length < parts.length) return undefined;
  return others.length === 0 ? first : { type: word, of: found };
}

/** Two conditions side by side: reported, and read as if "and" stood there. */
function isMissingWord(reading: Reading): boolean {
  const token = peek(reading);
  if (!startsCondition(reading)) return false;
  reading.report(
    token.at,
    "no-word",
    `"and" or "or" is missing before "${token.written}".`,
    betweenConditions,
  );
  return true;
}

function startsCondition(reading: Reading): boolean {
  const token = peek(reading);
  if (isWord(token, "or") || isWord(token, "and") || isWord(token, "in")) return false;
  return token.type === "word" || token.type === "text" || isSign(token, "(");
}

function readOne(reading: Reading): Found {
  const token = peek(reading);
  const isNegation = isWord(token, "not");
  if (!isNegation && !isSign(token, "(")) return readCondition(reading);
  if (reading.depth === deepest) {
    reportDepth(token.at, reading.report);
    reading.next = reading.tokens.length;
    return undefined;
  }
  reading.depth += 1;
  const found = isNegation ? readNegation(reading) : readBracket(reading);
  reading.depth -= 1;
  return found;
}

function readNegation(reading: Reading): Found {
  takeWord(reading, "not");
  const of = readOne(reading);
  return of === undefined ? undefined : { type: "not", of };
}

function readBracket(reading: Reading): Found {
  const open = take(reading);
  const inside = readAny(reading);
  if (isSign(peek(reading), ")")) {
    take(reading);
    return inside;
  }
  const token = peek(reading);
  if (token.type === "end") {
    // Nothing is said of the bracket when reading stopped early.
    if (reading.next < reading.tokens.length)
      reading.report(open.at, "bracket", "this bracket is opened and never closed.", "Close it with ).");
    return undefined;
  }
  reading.report(token.at, "trailing", `"${token.written}" cannot stand here.`, betweenConditions);
  while (peek(reading).type !== "end" && !isSign(peek(reading), ")")) {
    take(reading);
    skipCondition(reading);
  }
  if (isSign(peek(reading), ")")) take(reading);
  return undefined;
}

function readCondition(reading: Reading): Found {
  const token = peek(reading);
  if (takeWord(reading, "list")) return readMembership(reading, "list");
  if (takeWord(reading, "tag")) return readMembership(reading, "tag");
  if (token.type === "text" || (token.type === "word" && !isKeyword(token.value.toLowerCase())))
    return readField(reading);
  const found = token.type === "end" ? "the end" : `"${token.written}"`;
  const message = `a condition is missing before ${found}.`;
  reading.report(token.at, "no-condition", message, 'Write one, such as "tag member".');
  skipCondition(reading);
  return undefined;
}
