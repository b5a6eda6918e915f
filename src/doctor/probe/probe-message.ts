import { clockSeconds, type Instant } from "../../base/clock.ts";
import { escapeHtml } from "../../base/html.ts";
import { subscriptionToken } from "../../base/subscription-token.ts";
import { randomKey } from "../../base/token.ts";
import { compileMessage } from "../../message/compile-message.ts";
import type { Signer } from "../../message/dkim/signer.ts";
import { personalize } from "../../message/personalize.ts";
import { editionOf, type Slot } from "../../model/edition.ts";
import type { Message } from "../../model/message.ts";
import type { Sender } from "../../model/sender.ts";

/**
 * A mail as every mail of a mailing is: with its headers, its return path and its signatures, and nothing in it that a
 * filter would stop at. Its links open nothing, and its Message-ID is in no other mail.
 */
export function probeMessage(given: {
  readonly sender: Sender;
  readonly list: string;
  readonly relay: string;
  readonly to: string;
  readonly date: Instant;
  readonly signers: readonly Signer[];
}): Message {
  const { sender, list, relay, to, date, signers } = given;
  const link = (place: Slot["place"]): Slot => ({ value: { kind: "link", name: "unsubscribe" }, place });
  const says = `This mail came from ${sender.name} through the relay ${relay}, to see how mail from there arrives. Nothing has to be done with it.`;
  const foot = sender.postalAddress.join(", ");
  const edition = editionOf({
    variant: "all",
    language: "en",
    subject: [`[Test ${clockSeconds(date)}] ${sender.name}: how mail arrives`],
    preheader: ["A test of the way that mail takes"],
    html: [
      `<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>How mail arrives</title></head>\n<body><p>${escapeHtml(says)}</p>\n<p>${escapeHtml(foot)} &middot; <a href="`,
      link("url"),
      '">Unsubscribe</a></p></body></html>\n',
    ],
    text: [`${says}\n\n${foot}\nUnsubscribe: `, link("plain"), "\n"],
    attachments: [],
  });
  const mailing = { issue: "doctor", list, date };
  return personalize(compileMessage(edition, sender, mailing, randomKey(), signers), {
    subscriber: 1,
    email: to,
    fields: {},
    unsubscribeToken: subscriptionToken(),
    variant: "all",
  });
}
