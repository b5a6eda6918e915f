import { type Problem, problem } from "../../base/problem.ts";
import type { Place } from "./stand-in.ts";

const mostCharacters = 100_000;
const deepest = 20;
const mostSigns = 2000;

/**
 * What no editor writes and no reader could read: looked for before Markdown is parsed, because the parser takes
 * minutes for it, or runs out of stack.
 */
export function beyondLimits(text: string, place: Place): Problem | undefined {
  if (text.trimEnd().length > mostCharacters) {
    const message = `the text has more than ${mostCharacters.toLocaleString("en")} characters.`;
    return problem(
      place(1, 1),
      "issue/too-long",
      message,
      "Shorten it; mail programs cut a mail off long before.",
    );
  }
  return tooDeep(text, place) ?? tooDense(text, place);
}

function tooDeep(text: string, place: Place): Problem | undefined {
  /** Where the text of each list begins that the line stands in. */
  let open: number[] = [];
  for (const [index, line] of text.split("\n").entries()) {
    if (rule.test(line)) continue;
    let quotes = 0;
    for (const { sign, column } of containersOf(line)) {
      if (sign === ">") quotes += 1;
      else open = [...open.filter((begin) => begin <= column), column + sign.length + 1];
      if (quotes + open.length <= deepest) continue;
      const message = `lists and quotes stand in each other more than ${deepest} levels deep.`;
      return problem(place(index + 1, column + 1), "issue/too-deep", message, "Make it flatter.");
    }
  }
  return undefined;
}

/** Each sign could open or close something, so the parser asks every one about all the others of its paragraph. */
function tooDense(text: string, place: Place): Problem | undefined {
  let fence: string | undefined;
  let signs = 0;
  for (const [index, line] of text.split("\n").entries()) {
    const mark = /^\s*(```+|~~~+)/.exec(line)?.[1];
    if (fence !== undefined) {
      if (mark?.startsWith(fence)) fence = undefined;
      continue;
    }
    if (mark !== undefined && !line.slice(line.indexOf(mark) + mark.length).includes("`")) fence = mark;
    if (line.trim() === "" || fence !== undefined) signs = 0;
    else signs += line.match(/[[\]]|[*_~`]+/g)?.length ?? 0;
    if (signs <= mostSigns) continue;
    const message = `a paragraph has more than ${mostSigns.toLocaleString("en")} signs of Markdown.`;
    return problem(place(index + 1, 1), "issue/too-dense", message, "Part it with empty lines.");
  }
  return undefined;
}

// `- - - - -` is a line across the page and no list.
const rule = /^\s*([-*_])(?:\s*\1){2,}\s*$/;

/** The signs at the beginning of a line that open a quote or a list item, one by one. */
function* containersOf(line: string): Generator<{ readonly sign: string; readonly column: number }> {
  const container = /[ \t]*(>|[-*+](?=\s)|\d{1,9}[.)](?=\s))/y;
  for (let found = container.exec(line); found !== null; found = container.exec(line)) {
    const sign = found[1] ?? "";
    yield { sign, column: container.lastIndex - sign.length };
  }
}
