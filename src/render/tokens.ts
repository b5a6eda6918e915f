import { createHash } from "node:crypto";
import type { SlotValue } from "../model/edition.ts";

/**
 * Stand-ins for what differs from reader to reader. A token is ASCII letters and digits only, so that it passes
 * Handlebars, MJML, HTML and line wrapping unchanged wherever it stands; afterwards it is found again and opened.
 */
export interface TokenBook {
  /**
   * The beginning of every token. It occurs in nothing the issue or the template says, and cannot be put together from
   * it either when marks fall away between two pieces (`zz**0q…**`): it is a hash of all that is said.
   */
  readonly prefix: string;
  /** The same value has the same token. */
  tokenOf(value: SlotValue): string;
  /** Every token in a text, in order. */
  find(text: string): readonly FoundToken[];
  /** The text with every token replaced by about what a reader will see. */
  sample(text: string): string;
}

export interface FoundToken {
  readonly value: SlotValue;
  readonly start: number;
  readonly end: number;
}

/** `sources` is everything in which no token may occur by chance. The same sources give the same tokens. */
export function tokenBook(sources: readonly string[]): TokenBook {
  const prefix = unusedPrefix(sources);
  const pattern = new RegExp(`${prefix}R(\\d+)Rzz`, "g");
  const values: SlotValue[] = [];
  const numbers = new Map<string, number>();
  return {
    prefix,
    tokenOf(value) {
      const key = JSON.stringify(value);
      const number = numbers.get(key) ?? values.push(value) - 1;
      numbers.set(key, number);
      return `${prefix}R${number}Rzz`;
    },
    find(text) {
      return [...text.matchAll(pattern)].flatMap((match) => {
        const value = values[Number(match[1])];
        return value === undefined ? [] : [{ value, start: match.index, end: match.index + match[0].length }];
      });
    },
    sample(text) {
      return text.replace(pattern, (_, number: string) => sampleOf(values[Number(number)]));
    },
  };
}

function unusedPrefix(sources: readonly string[]): string {
  const lower = sources.map((source) => source.toLowerCase());
  for (let salt = 0; ; salt += 1) {
    const hash = createHash("sha256")
      .update(JSON.stringify([salt, sources]))
      .digest();
    const prefix = `zz${hash.readBigUInt64BE().toString(36).padStart(8, "0").slice(-8)}q`;
    if (!lower.some((source) => source.includes(prefix))) return prefix;
  }
}

function sampleOf(value: SlotValue | undefined): string {
  if (value?.kind !== "field") return "https://example.org/a-link-of-the-reader";
  return value.fallback === "" ? "x".repeat(10) : value.fallback;
}
