import { tokenLength } from "../base/subscription-token.ts";
import type { Slot } from "../model/edition.ts";
import { longestFieldValue } from "../model/subscriber.ts";
import { linksOf } from "./links.ts";
import { slotValue } from "./slot-value.ts";

/**
 * The most bytes of UTF-8 that any reader's value takes in this slot. `siteUrl` is where the readers' own links lead;
 * they are equally long for all readers.
 */
export function longestSlot(slot: Slot, siteUrl: string): number {
  const links = linksOf({ siteUrl, mailing: 1, key: "" }, { ...anybody, fields: {} });
  const sizes = longestFields(slot).map((fields) =>
    Buffer.byteLength(slotValue(slot, { recipient: { fields }, links })),
  );
  return Math.max(...sizes);
}

/**
 * No value, where the fallback shows, and the two that grow most: six bytes a character as entities, twelve in a URL.
 */
function longestFields({ value }: Slot): readonly Readonly<Record<string, string>>[] {
  if (value.kind !== "field") return [{}];
  const grown = ['"', "\u{10000}"].map((character) => character.repeat(longestFieldValue));
  return [{}, ...grown.map((text) => ({ [value.name]: text }))];
}

const anybody = {
  subscriber: 1,
  email: "",
  unsubscribeToken: "a".repeat(tokenLength),
  variant: "all",
} as const;
