import type { Problem } from "../base/problem.ts";
import type { Line, MergeField } from "../model/prose.ts";
import { lineLeftovers, rawLeftovers, urlLeftovers } from "./line-leftovers.ts";
import type { Place } from "./markdown/stand-in.ts";
import { type DeclaredFields, joinText, mergeFieldPattern, readMergeField } from "./merge-fields.ts";

export interface ReadLine {
  readonly line: Line;
  readonly problems: readonly Problem[];
}

/** Reads a text without markup as one line, however many lines it was written on. */
export function parseLine(text: string, place: Place, fields: DeclaredFields): ReadLine {
  const { line, problems } = parseFields(text, place, fields);
  return { line: onOneLine(line), problems: [...lineLeftovers(text, place, fields), ...problems] };
}

/** Reads an address. What is Markdown elsewhere may be a part of it. */
export function parseUrl(text: string, place: Place, fields: DeclaredFields): ReadLine {
  const { line, problems } = parseFields(text, place, fields);
  return { line: onOneLine(line), problems: [...urlLeftovers(text, place, fields), ...problems] };
}

/** Reads a text with merge fields and leaves everything else in it as it is, line ends too. */
export function parseRaw(text: string, place: Place, fields: DeclaredFields): ReadLine {
  const { line, problems } = parseFields(text, place, fields);
  return { line, problems: [...rawLeftovers(text, place, fields), ...problems] };
}

function parseFields(text: string, place: Place, fields: DeclaredFields): ReadLine {
  const parts: (string | MergeField)[] = [];
  const problems: Problem[] = [];
  let end = 0;
  for (const match of text.matchAll(mergeFieldPattern)) {
    parts.push(text.slice(end, match.index));
    const before = text.slice(0, match.index).split("\n");
    const at = place(before.length, (before.at(-1) ?? "").length + 1);
    const read = readMergeField({ written: match[0], inside: match[1], at }, fields);
    if (read.problem !== undefined) problems.push(read.problem);
    parts.push(read.node);
    end = match.index + match[0].length;
  }
  parts.push(text.slice(end));
  return { line: { parts: joinText(parts), at: place(1, 1) }, problems };
}

function onOneLine({ parts, at }: Line): Line {
  const outer = parts.map((part, index, all) => {
    if (typeof part !== "string") return part;
    const flat = flatten(part);
    const begun = index === 0 ? flat.trimStart() : flat;
    return index === all.length - 1 ? begun.trimEnd() : begun;
  });
  return { parts: joinText(outer), at };
}

/** A text written over several lines as one line. A no-break space stays one: typographers put it there. */
export function flatten(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029 ]+/gu, " ");
}
