import { compileMessage } from "../../src/message/compile-message.ts";
import type { MailingNames } from "../../src/message/headers.ts";
import { personalize } from "../../src/message/personalize.ts";
import type { Edition } from "../../src/model/edition.ts";
import type { Sender } from "../../src/model/sender.ts";
import type { Recipient } from "../../src/model/subscriber.ts";
import {
  buildEdition,
  buildRecipient,
  buildSender,
  testKey,
  testMailing,
} from "../support/message-builder.ts";

export interface Changes {
  edition?: Edition;
  sender?: Partial<Sender>;
  recipient?: Partial<Recipient>;
  mailing?: Partial<MailingNames>;
}

/** The message for a reader, with what a test changes of it. */
export function messageOf({
  edition = buildEdition(),
  sender = {},
  recipient = {},
  mailing = {},
}: Changes = {}) {
  const template = compileMessage(edition, buildSender(sender), { ...testMailing, ...mailing }, testKey);
  return personalize(template, buildRecipient(recipient));
}

export function headOf(changes: Changes = {}): string {
  return messageOf(changes).bytes.toString("utf8").split("\r\n\r\n")[0] ?? "";
}
