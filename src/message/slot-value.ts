import { escapeHtml } from "../base/html.ts";
import { printable } from "../base/printable.ts";
import type { Place, Slot, SlotValue } from "../model/edition.ts";
import { longestFieldValue, type Recipient } from "../model/subscriber.ts";
import type { ReaderLinks } from "./links.ts";
import { unlinked } from "./unlinked.ts";

/** What slots are filled from. */
export interface SlotSource {
  readonly recipient: Pick<Recipient, "fields">;
  readonly links: ReaderLinks;
}

/**
 * The value of a slot for one reader, safe for its place. This is the only way from a reader's values into a message:
 * whatever a value holds, it shows as text of at most `longestFieldValue` characters and adds no tag, attribute, link,
 * header or recipient.
 */
export function slotValue(slot: Slot, source: SlotSource): string {
  if (slot.value.kind === "field") return fieldValue(slot.value, slot.place, source);
  const url = ownUrl(slot.value, source.links);
  return slot.place === "plain" ? url : escapeHtml(url);
}

function fieldValue(field: SlotValue & { kind: "field" }, place: Place, source: SlotSource): string {
  // hasOwn: a field called "constructor" must not find what every object inherits.
  const own = Object.hasOwn(source.recipient.fields, field.name) ? source.recipient.fields[field.name] : "";
  const value = shortened(printable(own ?? ""));
  // The fallback is the editor's: it may be as long, and name as many sites, as the rest of the issue.
  if (value === "") return escaped(printable(field.fallback), place);
  return escaped(place === "url" ? value : unlinked(value), place);
}

function shortened(value: string): string {
  if (value.length <= longestFieldValue) return value;
  const characters = [...value];
  if (characters.length <= longestFieldValue) return value;
  return `${characters.slice(0, longestFieldValue - 1).join("")}…`;
}

function escaped(value: string, place: Place): string {
  switch (place) {
    case "text":
    case "attribute":
      return escapeHtml(value);
    case "url":
      return encodeURIComponent(value).replace(/['()*!]/g, percentEncode);
    case "plain":
      return value;
  }
}

// encodeURIComponent leaves these five as they are; some of them end a URL where text is made clickable.
function percentEncode(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
}

function ownUrl(value: Exclude<SlotValue, { kind: "field" }>, links: ReaderLinks): string {
  if (value.kind === "vote") return links.vote(value.poll, value.option);
  switch (value.name) {
    case "unsubscribe":
      return links.unsubscribe;
    case "preferences":
      return links.preferences();
    case "webVersion":
      return links.webVersion();
  }
}
