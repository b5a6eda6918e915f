import { type Instant, mailDate } from "../base/clock.ts";
import { printable } from "../base/printable.ts";
import { type Edition, fillSegments, type Segments } from "../model/edition.ts";
import type { Sender } from "../model/sender.ts";
import { encodeHeaderText, encodePhrase, lastLine } from "./encoded-word.ts";
import type { Filler, Pieces } from "./message-template.ts";
import type { SenderIdentity } from "./sender-identity.ts";
import { type SlotSource, slotValue } from "./slot-value.ts";

/** What the headers say about the mailing. */
export interface MailingNames {
  readonly issue: string;
  readonly list: string;
  /** For a part of the list: the audience expression as `audienceText` writes it. */
  readonly only?: string;
  readonly date: Instant;
}

/**
 * The headers of a message up to and with the empty line. Each stands once. RFC 2369 and 8058 (List-*), RFC 2919
 * (List-Id), and Feedback-ID as Gmail reads it: three names of our choice, then one that never changes for this sender.
 */
export function headerPieces(
  edition: Edition,
  sender: Sender,
  identity: SenderIdentity,
  mailing: MailingNames,
  contentType: string,
): Pieces {
  return [
    ...letterPieces(edition, sender, identity, mailing.date),
    ...listPieces(sender, identity),
    ...feedbackPieces(mailing, edition.variant, identity),
    `Content-Type: ${contentType}\r\n`,
    "\r\n",
  ];
}

/** Who writes to whom, about what, when: the headers that every message has. */
export function letterPieces(
  edition: Edition,
  sender: Sender,
  { from, replyTo }: SenderIdentity,
  date: Instant,
): Pieces {
  return [
    `${angled("From", sender.from.name, from.email)}\r\n`,
    "To: ",
    ({ recipient }) => octets(recipient.email),
    "\r\n",
    ...(replyTo === undefined ? [] : [`Reply-To: ${replyTo.email}\r\n`]),
    ...subjectPieces(edition.subject),
    `Date: ${mailDate(date)}\r\n`,
    "Message-ID: ",
    ({ messageId }) => messageId,
    "\r\nMIME-Version: 1.0\r\n",
  ];
}

/** What only a message to a subscriber of the list has. */
export function listPieces(sender: Sender, { siteUrl, listId }: SenderIdentity): Pieces {
  return [
    `${angled("List-Id", sender.listName, listId)}\r\n`,
    "List-Unsubscribe: <",
    ({ links }) => links.unsubscribe,
    ">\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n",
    ...(sender.hasArchive === true ? [`List-Archive: <${siteUrl}/archive>\r\n`] : []),
    `List-Help: <${siteUrl}/help>\r\n`,
    "List-Post: NO\r\n",
  ];
}

export function feedbackPieces(
  mailing: Pick<MailingNames, "issue" | "list">,
  variant: string,
  { feedbackId }: SenderIdentity,
): Pieces {
  return feedbackId === undefined ? [] : [`${feedbackHeader(mailing, variant, feedbackId)}\r\n`];
}

/** The subject one reader sees; control characters and line breaks become spaces. */
export function subjectText(subject: Segments, source: SlotSource): string {
  return printable(fillSegments(subject, (slot) => slotValue({ ...slot, place: "plain" }, source)));
}

export function subjectPieces(subject: Segments): Pieces {
  const encode = (text: string) => encodeHeaderText(text, "Subject: ".length);
  const literal = subject.filter((segment) => typeof segment === "string").join("");
  const isFixed = subject.every((segment) => typeof segment === "string");
  const value: string | Filler = isFixed
    ? encode(printable(literal))
    : (reader) => encode(subjectText(subject, reader));
  return ["Subject: ", value, "\r\n"];
}

/** `Name: phrase <value>`, folded before the value when the line would be longer than 76. */
function angled(name: string, phrase: string, value: string): string {
  const shown = printable(phrase);
  if (shown === "") return `${name}: <${value}>`;
  const start = `${name}: ${encodePhrase(shown, name.length + 2)}`;
  const fits = lastLine(start).length + value.length + 3 <= 76;
  return `${start}${fits ? " " : "\r\n "}<${value}>`;
}

function feedbackHeader(
  mailing: Pick<MailingNames, "issue" | "list">,
  variant: string,
  senderId: string,
): string {
  const names = [mailing.issue, mailing.list, variant].map((name) =>
    name.replace(/[^\w.-]+/g, "-").slice(0, 60),
  );
  return `Feedback-ID: ${[...names, senderId].join(":")}`;
}

/** Raw UTF-8, which only a local part that needs SMTPUTF8 has (RFC 6532), as one character for each octet. */
function octets(address: string): string {
  return Buffer.from(address).toString("latin1");
}
