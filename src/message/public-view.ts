import type { Edition, Segments, Slot } from "../model/edition.ts";
import { fillSegments } from "../model/edition.ts";
import { subjectText } from "./headers.ts";
import type { ReaderLinks } from "./links.ts";
import type { PersonalView } from "./personal-view.ts";
import { wireText } from "./quoted-printable.ts";
import { type SlotSource, slotValue } from "./slot-value.ts";

/**
 * What everybody reads of an edition: fallbacks where a reader's values would stand, and no link of a reader's own. A
 * link that would have been one is left as the text that it was, without an address.
 */
export function publicView({ subject, preheader, html, text }: Edition): PersonalView {
  return {
    subject: subjectText(subject, nobody),
    preheader: subjectText(preheader, nobody),
    html: filled(withoutOwnLinks(html)),
    text: filled(text.filter((one) => typeof one === "string" || one.value.kind === "field")),
  };
}

function filled(segments: Segments): string {
  const wired = segments.map((segment) => (typeof segment === "string" ? wireText(segment) : segment));
  return fillSegments(wired, (slot) => slotValue(slot, nobody));
}

/**
 * Each attribute that is nothing but a link of a reader's own goes with it; one that stands elsewhere leaves nothing.
 */
function withoutOwnLinks(segments: Segments): Segments {
  const kept: (string | Slot)[] = [];
  let opened = false;
  for (const segment of segments) {
    const before = kept.at(-1);
    if (typeof segment === "string") {
      kept.push(opened && segment.startsWith('"') ? segment.slice(1) : segment);
      opened = false;
    } else if (segment.value.kind === "field") kept.push(segment);
    else if (typeof before === "string" && attribute.test(before)) {
      kept[kept.length - 1] = before.replace(attribute, "");
      opened = true;
    }
  }
  return kept;
}

const attribute = /\s[\w:-]+="$/;

const none = () => "";
const noLinks: ReaderLinks = { unsubscribe: "", preferences: none, webVersion: none, vote: none };
const nobody: SlotSource = { recipient: { fields: {} }, links: noLinks };
