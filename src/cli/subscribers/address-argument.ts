import { type Address, parseAddress } from "../../base/address.ts";
import { LetterpressError } from "../../base/errors.ts";

/** An address as somebody typed it behind a command. */
export function addressArgument(written: string): Address {
  const parsed = parseAddress(written);
  if (parsed.status === "valid") return parsed.address;
  throw new LetterpressError(
    "use/address",
    `${JSON.stringify(written)} is not an address: ${parsed.reason}.`,
    "Write it like ada@example.org.",
  );
}

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
