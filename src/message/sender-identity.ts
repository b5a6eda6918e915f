import { type Address, parseAddress } from "../base/address.ts";
import { LetterpressError } from "../base/errors.ts";
import { isFeedbackId, type Sender } from "../model/sender.ts";
import { isSiteUrl } from "../model/site-url.ts";

/** The sender's values as headers need them: every one checked, so that none can end its header. */
export interface SenderIdentity {
  readonly from: Address;
  readonly replyTo?: Address;
  readonly siteUrl: string;
  readonly listId: string;
  readonly bounceDomain?: string;
  readonly feedbackId?: string;
}

/** Throws LetterpressError (`message/sender-invalid`) when a value of the sender cannot stand in a header. */
export function senderIdentity(sender: Sender): SenderIdentity {
  const { replyTo, bounceDomain, feedbackId } = sender;
  return {
    from: mailbox("from address", sender.from.email),
    siteUrl: matching("site URL", sender.siteUrl, isSiteUrl, "https://news.example.org"),
    listId: matching("list id", sender.listId, isListId, "weekly.news.example.org"),
    ...(replyTo === undefined ? {} : { replyTo: mailbox("reply-to address", replyTo) }),
    ...(bounceDomain === undefined ? {} : { bounceDomain: domainOf("bounce domain", bounceDomain) }),
    ...(feedbackId === undefined
      ? {}
      : { feedbackId: matching("feedback id", feedbackId, isFeedbackId, "example-weekly") }),
  };
}

function mailbox(what: string, written: string): Address {
  const parsed = parseAddress(written);
  if (parsed.status === "invalid") throw invalid(what, written, parsed.reason);
  // A local part outside ASCII would shut out every relay and reader without SMTPUTF8.
  if (parsed.address.needsUtf8) throw invalid(what, written, "the part before the @ is not ASCII");
  return parsed.address;
}

function domainOf(what: string, written: string): string {
  const parsed = parseAddress(`bounce@${written}`);
  if (parsed.status === "invalid") throw invalid(what, written, "it is not a domain name");
  return parsed.address.domain;
}

function isListId(text: string): boolean {
  return /^(?=.{3,255}$)[\w-]+(?:\.[\w-]+)+$/.test(text);
}

function matching(what: string, written: string, fits: (text: string) => boolean, example: string): string {
  if (!fits(written)) throw invalid(what, written, `it does not look like ${example}`);
  return written;
}

function invalid(what: string, written: string, reason: string): LetterpressError {
  return new LetterpressError(
    "message/sender-invalid",
    `The ${what} of the sender, ${JSON.stringify(written)}, cannot stand in a message: ${reason}.`,
    "Correct it in letterpress.yaml.",
  );
}
