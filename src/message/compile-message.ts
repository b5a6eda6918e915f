import { parseAddress } from "../base/address.ts";
import { LetterpressError } from "../base/errors.ts";
import { keyedToken, signToken } from "../base/token.ts";
import type { Edition } from "../model/edition.ts";
import { mailingId } from "../model/mailing.ts";
import type { Envelope } from "../model/message.ts";
import type { Sender } from "../model/sender.ts";
import type { Recipient } from "../model/subscriber.ts";
import { headerPieces, type MailingNames } from "./headers.ts";
import { type LinkOrigin, linksOf, tokenPurposes } from "./links.ts";
import { assemble, type MessageTemplate } from "./message-template.ts";
import { mimeBody } from "./mime-body.ts";
import { type SenderIdentity, senderIdentity } from "./sender-identity.ts";

/**
 * Sets the type once: encodes everything in the message that is the same for all readers of this edition. `key` signs
 * return paths and links and names the messages. The same arguments give the same template on every machine.
 * Throws LetterpressError (`message/sender-invalid`) when a value of the sender cannot stand in a header.
 */
export function compileMessage(
  edition: Edition,
  sender: Sender,
  mailing: MailingNames,
  key: string,
): MessageTemplate {
  const identity = senderIdentity(sender);
  const origin: LinkOrigin = {
    siteUrl: identity.siteUrl,
    mailing: mailingId(mailing.issue, mailing.list, mailing.only),
    key,
  };
  const { contentType, body } = mimeBody(edition);
  return {
    ...assemble([...headerPieces(edition, sender, identity, mailing, contentType), ...body]),
    readerOf: (recipient) => ({
      recipient,
      links: linksOf(origin, recipient),
      envelope: envelopeOf(identity, origin, recipient),
      messageId: messageIdOf(identity, mailing, key, recipient),
    }),
  };
}

/** The return path names mailing and reader (VERP), so that a bounce needs no parsing to be understood. */
function envelopeOf(identity: SenderIdentity, origin: LinkOrigin, recipient: Recipient): Envelope {
  const { bounceDomain, from } = identity;
  const token = () => signToken(origin.key, tokenPurposes.bounce, origin.mailing, recipient.subscriber);
  return {
    from: bounceDomain === undefined ? from.email : `bounce+${token()}@${bounceDomain}`,
    to: recipient.email,
    needsUtf8: needsUtf8(recipient),
  };
}

/** Equal in every attempt to reach this reader, so that a second copy is recognised as one. No address in it. */
function messageIdOf(
  identity: SenderIdentity,
  mailing: MailingNames,
  key: string,
  recipient: Recipient,
): string {
  const name = keyedToken(key, "message-id", mailing.issue, mailing.list, String(recipient.subscriber));
  return `<${name}@${identity.from.domain}>`;
}

// The address goes into a header and to RCPT as it is: a line break or a comma in it would be a second recipient.
function needsUtf8(recipient: Recipient): boolean {
  const parsed = parseAddress(recipient.email);
  if (parsed.status === "valid" && parsed.address.email === recipient.email) return parsed.address.needsUtf8;
  const reason = parsed.status === "invalid" ? parsed.reason : `it should be written ${parsed.address.email}`;
  throw new LetterpressError(
    "message/recipient-invalid",
    `The address of subscriber ${recipient.subscriber}, ${JSON.stringify(recipient.email)}, cannot be mailed: ${reason}.`,
    "Remove the subscriber, or import the corrected address.",
  );
}
