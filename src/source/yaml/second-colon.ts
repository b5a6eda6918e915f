import type { Document, Node } from "yaml";
import { type Position, type Problem, problem } from "../../base/problem.ts";

type Parsed = Document<Node, boolean>;

/**
 * `title: Musk: a life` on a line of its own makes the parser lose the thread, though nothing but that line is wrong.
 * So the line is told, its other colons become letters that look like colons, and the file is parsed again. Places
 * hold.
 */
export function mendSecondColons<Outcome extends Parsed | string>(
  given: string,
  parse: (text: string) => Outcome,
  place: (offset: number) => Position,
): { readonly text: string; readonly document: Outcome; readonly problems: readonly Problem[] } {
  let text = given;
  let document = parse(text);
  const problems: Problem[] = [];
  // The parser does not find all of them at once.
  for (let round = 0; round < mostRounds && typeof document !== "string"; round += 1) {
    const starts = new Set(
      document.errors
        .filter(({ code }) => code === "BLOCK_AS_IMPLICIT_KEY")
        .map(({ pos }) => text.lastIndexOf("\n", pos[0] - 1) + 1)
        .filter((start) => isSecondColon(text, start)),
    );
    if (starts.size === 0) break;
    const pieces: string[] = [];
    let done = 0;
    for (const start of [...starts].sort((a, b) => a - b)) {
      const end = endOfLine(text, start);
      const [, lead = ""] = keyAndText.exec(text.slice(start, end)) ?? [];
      const value = start + lead.length;
      problems.push(problem(place(value), "yaml/syntax", ...secondColon));
      pieces.push(text.slice(done, value), text.slice(value, end).replace(/:(?=\s|$)/g, lookAlike));
      done = end;
    }
    text = pieces.join("") + text.slice(done);
    document = parse(text);
  }
  return { text, document, problems: problems.sort((a, b) => a.at.line - b.at.line) };
}

/** What is wrong with such a line, and what to do. */
export const secondColon = [
  "a second colon makes YAML read a key inside the value.",
  "Put quotes round the value, or line the next key up with this one.",
] as const;

const mostRounds = 8;
const lookAlike = "\uA789";

// A key and a value that no sign of YAML begins, in which a colon ends a word.
const keyAndText = /^(\s*(?:- +)*[\w-]+:[ \t]+)(?=[^\s"'{[|>&!*%@`#?-])(?=.*:(?:\s|$))/;

function isSecondColon(text: string, start: number): boolean {
  const end = endOfLine(text, start);
  const line = text.slice(start, end);
  if (!keyAndText.test(line)) return false;
  // What is indented further belongs to the second key: `- feature: title: x` above `body:`.
  const below = /^(?:[ \t]*\r?\n)*( *)\S/.exec(text.slice(end + 1, end + 2000))?.[1] ?? "";
  return below.length <= (/^\s*(?:- +)*/.exec(line)?.[0].length ?? 0);
}

function endOfLine(text: string, start: number): number {
  const end = text.indexOf("\n", start);
  return end === -1 ? text.length : end;
}
