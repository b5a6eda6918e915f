import type { Position } from "../../base/problem.ts";
import { decodeEntities } from "../../base/scan-html.ts";
import type { OutlinedBlock } from "../../issue/block-outline.ts";

/**
 * Where something of the mail is written in the issue: a text, the words of a picture, or the address of a link that
 * stand in one line of its block and in no other. `text` is that of the file. Undefined when it cannot be known: what a
 * reader sees may come from the template, or stand in several lines.
 */
export function writtenAt(
  text: string,
  { at, endLine }: Pick<OutlinedBlock, "at" | "endLine">,
  shown: string,
): Position | undefined {
  const words = plain(shown).split(" ").filter(Boolean);
  const lines = text.split(/\r\n|\r|\n/).slice(at.line - 1, endLine === undefined ? undefined : endLine - 1);
  const said = lines.map(plain);
  // A line may end in the middle of a text, so its first words count.
  for (const many of [words.length, mostWords, fewestWords]) {
    if (many > words.length) continue;
    const start = words.slice(0, many).join(" ");
    if (start.length < fewestSigns) return undefined;
    const found = [...said.keys()].filter((index) => said[index]?.includes(start));
    // Beside HTML stands the plain text of the same words, which is not what is seen.
    const marked = found.filter((index) => /<[a-z]/i.test(lines[index] ?? ""));
    const [index, ...others] = marked.length === 1 ? marked : found;
    if (index !== undefined)
      return others.length > 0
        ? undefined
        : { file: at.file, line: at.line + index, column: columnIn(lines[index] ?? "", start) };
  }
  return undefined;
}

const mostWords = 6;
const fewestWords = 3;
const fewestSigns = 2;

/**
 * A line as readers see it: without the signs of Markdown, tags and entities; signs that are set in place of others are
 * those.
 */
function plain(line: string): string {
  return decodeEntities(line.replace(/<[^<>]*>/g, " "))
    .replace(/\]\([^)\s]*\)/g, "")
    .replace(/[*_`\\[\]]/g, "")
    .replace(/[‘’‚]/g, "'")
    .replace(/[“”„]/g, '"')
    .replace(/[\s\u00ad\u200b]+/g, " ")
    .trim()
    .toLowerCase();
}

/** Of as many of the words as stand in the line as it is written; its beginning when not even the first does. */
function columnIn(line: string, start: string): number {
  const words = start.split(" ");
  for (let many = words.length; many > 0; many -= 1) {
    const found = line.toLowerCase().indexOf(words.slice(0, many).join(" "));
    if (found >= 0) return found + 1;
  }
  return line.search(/\S|$/) + 1;
}
