import type { TokenPurpose } from "../../base/token.ts";
import type { Edition } from "../../model/edition.ts";
import type { Mailing } from "../../model/mailing.ts";
import type { Recipient } from "../../model/subscriber.ts";
import { linkKey, openLink } from "../../store/link-keys.ts";
import { findMailingById } from "../../store/mailings.ts";
import type { Store } from "../../store/store.ts";
import { findSubscriberById } from "../../store/subscribers.ts";
import { findSubscription } from "../../store/subscriptions.ts";
import type { KeptEditions } from "./kept-editions.ts";

/** What a link in a mail leads to. */
export type MailedIssue =
  | {
      readonly status: "found";
      readonly mailing: Mailing;
      /** The edition that this reader got, of the revision that they got. */
      readonly edition: Edition;
      readonly recipient: Recipient;
      /** What the links in it are signed with, whichever key signed those in the mail. */
      readonly key: string;
    }
  /** The link is ours, but its reader was erased, or the mailing is no longer in the store. */
  | { readonly status: "gone"; readonly mailing?: Mailing }
  /** Its key was ended: it is shown nothing of a reader. */
  | { readonly status: "ended" }
  | { readonly status: "unknown" };

/** Opens a signed token of a mail. Changes nothing; a token of another purpose or another newsletter is unknown. */
export async function findMailedIssue(
  { store, editions }: { readonly store: Store; readonly editions: KeptEditions },
  purpose: Extract<TokenPurpose, "web" | "vote">,
  token: string,
): Promise<MailedIssue> {
  const opened = await openLink(store, purpose, token);
  if (opened.status !== "open") return opened;
  const mailing = await findMailingById(store, opened.mailing);
  if (mailing === undefined) return { status: "gone" };
  const subscriber = await findSubscriberById(store, opened.reader);
  const tie = subscriber && (await findSubscription(store, subscriber.id, mailing.list));
  const edition = await editions({ mailing: mailing.id, subscriber: opened.reader });
  if (subscriber === undefined || tie === undefined || edition === undefined)
    return { status: "gone", mailing };
  const { id, email, fields } = subscriber;
  const recipient = { subscriber: id, email, fields, unsubscribeToken: tie.token, variant: edition.variant };
  return { status: "found", mailing, edition, recipient, key: await linkKey(store) };
}
