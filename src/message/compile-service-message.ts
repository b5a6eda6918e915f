import type { Instant } from "../base/clock.ts";
import { keyedToken, signedTokens } from "../base/token.ts";
import type { Edition } from "../model/edition.ts";
import type { Sender } from "../model/sender.ts";
import type { ServiceMailKind } from "../model/service-mail.ts";
import type { Recipient } from "../model/subscriber.ts";
import { refuseForeign } from "./dkim/refuse-foreign.ts";
import { compileSeal } from "./dkim/seal.ts";
import type { Signer } from "./dkim/signer.ts";
import { envelopeOf } from "./envelope.ts";
import { feedbackPieces, letterPieces, listPieces } from "./headers.ts";
import { type LinkOrigin, linksOf } from "./links.ts";
import { assemble, type MessageTemplate, type Pieces } from "./message-template.ts";
import { mimeBody } from "./mime-body.ts";
import { type SenderIdentity, senderIdentity } from "./sender-identity.ts";

/** What the headers say about a mail that belongs to a sign-up. */
export interface ServiceMailNames {
  /** The number of the mail. */
  readonly id: number;
  readonly kind: ServiceMailKind;
  readonly list: string;
  readonly date: Instant;
}

/**
 * The message of a mail that belongs to no issue. Its number names the return path, under the mailing 0 that there
 * never is, and the Message-ID, which stays the same in every attempt. Who has only signed up is the subscriber 0.
 * Throws as `compileMessage` does.
 */
export function compileServiceMessage(
  edition: Edition,
  sender: Sender,
  mail: ServiceMailNames,
  key: string,
  signers: readonly Signer[] = [],
): MessageTemplate {
  const identity = senderIdentity(sender);
  refuseForeign(signers, identity);
  const origin: LinkOrigin = { siteUrl: identity.siteUrl, mailing: 0, key };
  const { contentType, body } = mimeBody(edition);
  const head = serviceHeaders(edition, sender, identity, mail, contentType);
  const { literalBytes, ...type } = assemble([...head, ...body]);
  const seal = signers.length === 0 ? undefined : compileSeal(head, type.fillers, mail.date, signers);
  const name = keyedToken(key, "service message-id", String(mail.id));
  const returnTokens = signedTokens(key, 0, mail.id);
  return {
    ...type,
    literalBytes: literalBytes + (seal?.bytes ?? 0),
    ...(seal === undefined ? {} : { seal }),
    readerOf: (recipient: Recipient) => ({
      recipient,
      links: linksOf(origin, recipient),
      envelope: envelopeOf(identity, recipient, returnTokens),
      messageId: `<${name}@${identity.from.domain}>`,
    }),
  };
}

/**
 * Up to and with the empty line. RFC 3834: nothing answers mail that a machine wrote by itself. Who only has to confirm
 * is on no list yet, so only who is subscribed gets the headers of one.
 */
function serviceHeaders(
  edition: Edition,
  sender: Sender,
  identity: SenderIdentity,
  { kind, list, date }: ServiceMailNames,
  contentType: string,
): Pieces {
  return [
    ...letterPieces(edition, sender, identity, date),
    "Auto-Submitted: auto-generated\r\n",
    ...(kind === "confirmation" ? [] : listPieces(sender, identity)),
    ...feedbackPieces({ issue: kind, list }, edition.variant, identity),
    `Content-Type: ${contentType}\r\n`,
    "\r\n",
  ];
}
