import { type Edition, fillSegments, type Segments } from "../model/edition.ts";
import { mailingId } from "../model/mailing.ts";
import type { Sender } from "../model/sender.ts";
import type { Recipient } from "../model/subscriber.ts";
import { type MailingNames, subjectText } from "./headers.ts";
import { linksOf } from "./links.ts";
import { wireText } from "./quoted-printable.ts";
import { senderIdentity } from "./sender-identity.ts";
import { type SlotSource, slotValue } from "./slot-value.ts";

/** What one reader reads, decoded: equal to the subject and the parts of the message that `personalize` makes. */
export interface PersonalView {
  readonly subject: string;
  readonly preheader: string;
  /** Pictures are still named `cid:…`. */
  readonly html: string;
  readonly text: string;
}

/**
 * The message of one reader as previews, archive pages and tests show it. The mailing's date is not needed: nothing
 * that is read depends on it. Throws as `compileMessage` does.
 */
export function personalView(
  edition: Edition,
  sender: Sender,
  mailing: Omit<MailingNames, "date">,
  key: string,
  recipient: Recipient,
): PersonalView {
  const origin = {
    siteUrl: senderIdentity(sender).siteUrl,
    mailing: mailingId(mailing.issue, mailing.list, mailing.only),
    key,
  };
  const source: SlotSource = { recipient, links: linksOf(origin, recipient) };
  return {
    subject: subjectText(edition.subject, source),
    preheader: subjectText(edition.preheader, source),
    html: filled(edition.html, source),
    text: filled(edition.text, source),
  };
}

function filled(segments: Segments, source: SlotSource): string {
  const wired = segments.map((segment) => (typeof segment === "string" ? wireText(segment) : segment));
  return fillSegments(wired, (slot) => slotValue(slot, source));
}
