import { type Problem, problem } from "../base/problem.ts";

const mostBytes = 1024 * 1024;

/** What is wrong with the bare text of a file, before anybody asks what it means. */
export function faultOfText(text: string, file: string): Problem | undefined {
  if (Buffer.byteLength(text) > mostBytes)
    return problem(
      { file, line: 1, column: 1 },
      "yaml/too-large",
      "the file is larger than 1 MB.",
      "Split it, or move pictures out of it.",
    );
  const found = unwelcome.exec(text);
  if (found === null) return undefined;
  const before = text.slice(0, found.index).split("\n");
  const at = { file, line: before.length, column: (before.at(-1) ?? "").length + 1 };
  if (found[0] === "\r")
    return problem(at, "yaml/line-end", "a line ends with a bare CR.", "Save the file with LF or CRLF.");
  if (found[0] === "\uFFFD")
    return problem(
      at,
      "yaml/encoding",
      "a character here was lost: it is not UTF-8.",
      "Save the file as UTF-8.",
    );
  return problem(at, "yaml/invisible", `${invisibleName(found[0])} stands here.`, "Delete it.");
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

// Control characters but tab and line ends; lone surrogates; U+FEFF; U+FFFD is what is left of bytes that were not UTF-8;
// bidi overrides; and the noncharacters that stand in for merge fields while Markdown is parsed.
const unwelcome =
  /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F\p{Cs}\uFEFF\uFFFD\u202A-\u202E\u2066-\u2069\uFDD0-\uFDEF]|\r(?!\n)/u;
