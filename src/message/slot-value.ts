import { escapeHtml } from "../base/html.ts";
import { printable } from "../base/printable.ts";
import type { Place, Slot, SlotValue } from "../model/edition.ts";
import type { Recipient } from "../model/subscriber.ts";
import type { ReaderLinks } from "./links.ts";

/** What slots are filled from. */
export interface SlotSource {
  readonly recipient: Pick<Recipient, "fields">;
  readonly links: ReaderLinks;
}

/**
 * The value of a slot for one reader, safe for its place. This is the only way from a reader's values into a message:
 * whatever a value holds, it shows as text and adds no tag, attribute, link, header or recipient.
 */
export function slotValue(slot: Slot, source: SlotSource): string {
  if (slot.value.kind === "field") return escapeField(fieldValue(slot.value, source), slot.place);
  const url = ownUrl(slot.value, source.links);
  return slot.place === "plain" ? url : escapeHtml(url);
}

function fieldValue(field: SlotValue & { kind: "field" }, source: SlotSource): string {
  // hasOwn: a field called "constructor" must not find what every object inherits.
  const own = Object.hasOwn(source.recipient.fields, field.name) ? source.recipient.fields[field.name] : "";
  return printable(own ?? "") || printable(field.fallback);
}

function escapeField(value: string, place: Place): string {
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
      return links.preferences;
    case "webVersion":
      return links.webVersion();
  }
}
