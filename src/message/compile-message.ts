import { parseAddress } from "../base/address.ts";
import { LetterpressError } from "../base/errors.ts";
import { keyedToken } from "../base/token.ts";
import type { Edition } from "../model/edition.ts";
import { mailingId } from "../model/mailing.ts";
import type { Envelope } from "../model/message.ts";
import type { Sender } from "../model/sender.ts";
import { recordName, speaksFor } from "../model/signing-key.ts";
import type { Recipient } from "../model/subscriber.ts";
import { compileSeal } from "./dkim/seal.ts";
import type { Signer } from "./dkim/signer.ts";
import { headerPieces, type MailingNames } from "./headers.ts";
import { type LinkOrigin, linksOf, type ReaderTokens, tokensOf } from "./links.ts";
import { assemble, type MessageTemplate } from "./message-template.ts";
import { mimeBody } from "./mime-body.ts";
import { type SenderIdentity, senderIdentity } from "./sender-identity.ts";

/**
 * Sets the type once: encodes everything in the message that is the same for all readers of this edition. `key` signs
 * return paths and links and names the messages; each of `signers` puts a DKIM-Signature on them. The same arguments
 * give the same template on every machine. Throws LetterpressError when a value of the sender cannot stand in a header
 * (`message/sender-invalid`), or a signer is of another domain (`message/dkim-domain`).
 */
export function compileMessage(
  edition: Edition,
  sender: Sender,
  mailing: MailingNames,
  key: string,
  signers: readonly Signer[] = [],
): MessageTemplate {
  const identity = senderIdentity(sender);
  for (const signer of signers)
    if (!speaksFor(signer.domain, identity.from.email)) throw foreign(signer, identity);
  const origin: LinkOrigin = {
    siteUrl: identity.siteUrl,
    mailing: mailingId(mailing.issue, mailing.list, mailing.only),
    key,
  };
  const { contentType, body } = mimeBody(edition);
  const head = headerPieces(edition, sender, identity, mailing, contentType);
  const { literalBytes, ...type } = assemble([...head, ...body]);
  const seal = signers.length === 0 ? undefined : compileSeal(head, type.fillers, mailing.date, signers);
  return {
    ...type,
    literalBytes: literalBytes + (seal?.bytes ?? 0),
    ...(seal === undefined ? {} : { seal }),
    readerOf: (recipient) => {
      const tokens = tokensOf(origin, recipient);
      return {
        recipient,
        links: linksOf(origin, recipient, tokens),
        envelope: envelopeOf(identity, recipient, tokens),
        messageId: messageIdOf(identity, mailing, key, recipient),
      };
    },
  };
}

/** The return path names mailing and reader (VERP), so that a bounce needs no parsing to be understood. */
function envelopeOf(
  { bounceDomain, from }: SenderIdentity,
  recipient: Recipient,
  tokens: ReaderTokens,
): Envelope {
  return {
    from: bounceDomain === undefined ? from.email : `bounce+${tokens("bounce")}@${bounceDomain}`,
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

/**
 * To DMARC such a signature is nobody's, and the configuration is read before a mailing begins: this is the last gate.
 */
function foreign(signer: Signer, { from }: SenderIdentity): LetterpressError {
  return new LetterpressError(
    "message/dkim-domain",
    `Mail from ${from.email} cannot be signed by ${recordName(signer)}: it is neither the domain of the sender nor above it.`,
    "Give the issue a sender of that domain, or change dkim in letterpress.yaml.",
  );
}
