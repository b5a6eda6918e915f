import type { Address } from "../../base/address.ts";
import { LetterpressError } from "../../base/errors.ts";

/** Where something comes from, in words that outlive the person: so they may not name them. */
export function sourceOption(written: string, { key }: Address): string {
  const words = written.trim();
  if (words !== "" && words.length <= 200 && !words.toLowerCase().includes(key)) return words;
  throw new LetterpressError(
    "use/source",
    `${JSON.stringify(written)} cannot be kept as a source: it is empty, longer than 200 characters, or names the address itself.`,
    'Say where it comes from, as in --source "paper form, spring fair 2026".',
  );
}
