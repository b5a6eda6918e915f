import type { Position, Problem } from "../../base/problem.ts";
import type { MergeField } from "../../model/prose.ts";
import { type DeclaredFields, joinText, mergeFieldPattern, readMergeField } from "../merge-fields.ts";

/** Where a line and a column (from 1) of the Markdown text stand in the file. */
export type Place = (line: number, column: number) => Position;

/**
 * Markdown must not read what stands inside a merge field, and merge fields must not be read inside code. So, before
 * Markdown is parsed, each one is replaced by a run of noncharacters of the same length (so positions hold) that spells
 * its number; afterwards it is revealed in text and links, and written back unchanged in code. The YAML reader refuses
 * files in which these characters stand, so nothing else can look like a stand-in.
 */
export function standIn(text: string, fields: DeclaredFields, place: Place) {
  const found: {
    readonly written: string;
    readonly node: MergeField | string;
    readonly problem?: Problem;
  }[] = [];
  const used = new Set<number>();
  let line = 1;
  let lineStart = 0;
  const disguised = text.replace(mergeFieldPattern, (written, inside: string | undefined, index: number) => {
    for (let end = text.indexOf("\n", lineStart); end !== -1 && end < index; ) {
      line += 1;
      lineStart = end + 1;
      end = text.indexOf("\n", lineStart);
    }
    const at = place(line, index - lineStart + 1);
    found.push({ written, ...readMergeField({ written, inside, at }, fields) });
    return spell(found.length - 1, written.length);
  });
  return {
    text: disguised,
    /** Text with its merge fields, for places where they count. */
    reveal(value: string): readonly (string | MergeField)[] {
      const parts: (string | MergeField)[] = [];
      let end = 0;
      for (const match of value.matchAll(spelled)) {
        const number = unspell(match[0]);
        used.add(number);
        parts.push(value.slice(end, match.index), found[number]?.node ?? "");
        end = match.index + match[0].length;
      }
      return joinText([...parts, value.slice(end)]);
    },
    /** Text as it was written, for code. */
    written(value: string): string {
      return value.replace(spelled, (run) => found[unspell(run)]?.written ?? "");
    },
    /** The Problems of those merge fields that were revealed. */
    problems(): readonly Problem[] {
      return found.flatMap((one, number) =>
        used.has(number) && one.problem !== undefined ? [one.problem] : [],
      );
    },
  };
}

// A run is `first`, digits of base 28 with the lowest first, and `last` up to its length; the shortest, "{{", has two.
const first = 0xfdd0;
const zero = 0xfdd1;
const base = 28;
const spelled = /\uFDD0[\uFDD1-\uFDEC]+\uFDED*/g;

function spell(number: number, length: number): string {
  let rest = number;
  const digits: string[] = [];
  do {
    digits.push(String.fromCharCode(zero + (rest % base)));
    rest = Math.floor(rest / base);
  } while (rest > 0);
  return (String.fromCharCode(first) + digits.join("")).padEnd(length, "\uFDED");
}

function unspell(run: string): number {
  const digits = [...run.slice(1)].filter((character) => character !== "\uFDED");
  return digits.reduceRight((value, digit) => value * base + digit.charCodeAt(0) - zero, 0);
}
