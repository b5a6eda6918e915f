import type { Instant } from "../../base/clock.ts";
import { compileServiceMessage } from "../../message/compile-service-message.ts";
import type { Signer } from "../../message/dkim/signer.ts";
import { personalize } from "../../message/personalize.ts";
import type { Message } from "../../model/message.ts";
import type { Sender } from "../../model/sender.ts";
import type { ClaimedMail } from "../../store/service-mails.ts";
import { confirmToken } from "../confirm.ts";
import { preferencesToken } from "../preferences.ts";
import type { MailSet } from "./mail-set.ts";
import { listsField, tokenField } from "./service-issue.ts";

/** What a message that belongs to a sign-up is made with, besides the mail itself. */
export interface MailMaker {
  /** The link key of the store. */
  readonly key: string;
  readonly mails: MailSet;
  /** By the ids of their lists. */
  readonly senders: Readonly<Record<string, Sender>>;
  readonly signers: readonly Signer[];
}

/**
 * The message of a mail that was claimed; undefined when nobody is sent one of its kind. In a confirmation and in what
 * is said to who is subscribed already stands nothing of what was typed into the form: a link, and names of lists as
 * the newsletter has them.
 */
export async function serviceMessage(
  maker: MailMaker,
  mail: ClaimedMail,
  date: Instant,
): Promise<Message | undefined> {
  const { kind, id, email, lists, reader, signUp } = mail;
  const [list = ""] = lists;
  const sender = maker.senders[list];
  if (sender === undefined) return undefined;
  const { fields, tags, token = "" } = reader;
  const edition = await maker.mails.editionFor(kind, { id: reader.id, fields, tags, lists: reader.lists });
  if (edition === undefined) return undefined;
  const own = {
    [tokenField]:
      kind === "confirmation" && signUp !== undefined
        ? confirmToken(maker.key, signUp)
        : preferencesToken(maker.key, reader.id),
    [listsField]: listWords(
      lists.flatMap((one) => maker.senders[one]?.listName ?? []),
      edition.language,
    ),
  };
  const template = compileServiceMessage(edition, sender, { id, kind, list, date }, maker.key, maker.signers);
  return personalize(template, {
    subscriber: reader.id,
    email,
    fields: kind === "welcome" ? { ...fields, ...own } : own,
    unsubscribeToken: token,
    variant: edition.variant,
  });
}

function listWords(names: readonly string[], language: string): string {
  return new Intl.ListFormat(language, { type: "conjunction" }).format(names);
}
