import { type Problem, problem, withFix } from "../../base/problem.ts";

const mostBytes = 1024 * 1024;

/**
 * What is wrong with the bare text of a file, before anybody asks what it means: one finding a line. `text` is what can
 * still be read, with a box for each character that may not be there, so that places hold; undefined when nothing can.
 */
export function checkText(
  text: string,
  file: string,
): { readonly text?: string; readonly problems: readonly Problem[] } {
  const start = { file, line: 1, column: 1 };
  if (Buffer.byteLength(text) > mostBytes) {
    const message = "the file is larger than 1 MB.";
    const remedy = "Split it, or move pictures out of it.";
    return { problems: [problem(start, "yaml/too-large", message, remedy)] };
  }
  const problems: Problem[] = [];
  let line = 1;
  let lineStart = 0;
  for (const { 0: character, index } of text.matchAll(everyUnwelcome)) {
    for (let end = text.indexOf("\n", lineStart); end !== -1 && end < index; ) {
      line += 1;
      lineStart = end + 1;
      end = text.indexOf("\n", lineStart);
    }
    const at = { file, line, column: index - lineStart + 1 };
    if (problems.at(-1)?.at.line !== line) problems.push(faultOf(character, at, text.slice(index)));
    // Where lines end is not known, or the file is no text at all.
    if (character === "\r" || character === "\0") return { problems };
  }
  return { text: problems.length === 0 ? text : boxed(text), problems };
}

/** A text as it is read: with a box for each character that no file may hold. */
export function boxed(text: string): string {
  return text.replace(everyUnwelcome, "\u25A1");
}

/** A text without the characters that no file may hold. */
export function cleared(text: string): string {
  return text.replace(everyUnwelcome, "");
}

function faultOf(character: string, at: Problem["at"], rest: string): Problem {
  if (character === "\r")
    return problem(at, "yaml/line-end", "a line ends with a bare CR.", "Save the file with LF or CRLF.");
  if (character === "\uFFFD") {
    const message = "a character here was lost: it is not UTF-8.";
    return problem(at, "yaml/encoding", message, "Save the file as UTF-8.");
  }
  const found = problem(at, "yaml/invisible", `${invisibleName(character)} stands here.`, "Delete it.");
  const all = clearable(rest);
  return withFix(found, all, cleared(all));
}

/**
 * From the first such character to the last one of its line, as far as none of them stands for something that was lost.
 */
function clearable(rest: string): string {
  const line = /^[^\r\n\0\uFFFD]*/.exec(rest)?.[0] ?? "";
  const last = [...line.matchAll(everyUnwelcome)].at(-1);
  return last === undefined ? "" : line.slice(0, last.index + last[0].length);
}

/** The first character of a value that an escape such as "\0" brought in and that no file may hold. */
export function invisibleIn(value: string): string | undefined {
  const found = unwelcome.exec(value)?.[0];
  return found === undefined ? undefined : invisibleName(found);
}

function invisibleName(character: string): string {
  const code = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0");
  return `an invisible control character (U+${code})`;
}

// Control characters but tab and line ends; lone surrogates; U+FEFF; U+FFFD is what is left of bytes that were not
// UTF-8; bidi overrides; and the noncharacters that stand in for merge fields while Markdown is parsed.
const unwelcome =
  /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F\p{Cs}\uFEFF\uFFFD\u202A-\u202E\u2066-\u2069\uFDD0-\uFDEF]|\r(?!\n)/u;
const everyUnwelcome = new RegExp(unwelcome.source, "gu");
