import { keyedToken } from "../base/token.ts";
import type { Edition } from "../model/edition.ts";
import { mailingId } from "../model/mailing.ts";
import type { Sender } from "../model/sender.ts";
import type { Recipient } from "../model/subscriber.ts";
import { refuseForeign } from "./dkim/refuse-foreign.ts";
import { compileSeal } from "./dkim/seal.ts";
import type { Signer } from "./dkim/signer.ts";
import { envelopeOf } from "./envelope.ts";
import { headerPieces, type MailingNames } from "./headers.ts";
import { type LinkOrigin, linksOf, tokensOf } from "./links.ts";
import { assemble, type MessageTemplate } from "./message-template.ts";
import { mimeBody } from "./mime-body.ts";
import { type SenderIdentity, senderIdentity } from "./sender-identity.ts";

/**
 * Sets the type once: encodes everything in the message that is the same for all readers of this edition. `key` signs
 * return paths and links; each of `signers` puts a DKIM-Signature on them. The same arguments
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
  refuseForeign(signers, identity);
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
        messageId: messageIdOf(identity, mailing, recipient),
      };
    },
  };
}

/**
 * Equal in every attempt to reach this reader, so that a second copy is recognised as one, also after a new key for
 * links: it is made with the token of the subscription, which stays. Nothing in it tells the token, or an address.
 */
function messageIdOf(identity: SenderIdentity, mailing: MailingNames, recipient: Recipient): string {
  const { unsubscribeToken, subscriber } = recipient;
  const name = keyedToken(unsubscribeToken, "message-id", mailing.issue, mailing.list, String(subscriber));
  return `<${name}@${identity.from.domain}>`;
}
