import { compileMessage } from "../../message/compile-message.ts";
import { dkimSigner } from "../../message/dkim/signer.ts";
import type { MailingNames } from "../../message/headers.ts";
import type { MessageTemplate } from "../../message/message-template.ts";
import type { Edition } from "../../model/edition.ts";
import type { Sender } from "../../model/sender.ts";
import type { SigningKey } from "../../model/signing-key.ts";

/** All that the messages of a mailing are made of, as plain data: a thread that is given it makes the same bytes. */
export interface PressWork {
  readonly editions: readonly Edition[];
  readonly sender: Sender;
  readonly names: MailingNames;
  /** The key of the store. */
  readonly key: string;
  readonly signingKeys: readonly SigningKey[];
}

/** The message templates of a mailing, by the variant that a reader's row names. Throws as `compileMessage` does. */
export function templatesOf(work: PressWork): ReadonlyMap<string, MessageTemplate> {
  const { editions, sender, names, key, signingKeys } = work;
  const signers = signingKeys.map(dkimSigner);
  return new Map(
    editions.map((edition) => [edition.variant, compileMessage(edition, sender, names, key, signers)]),
  );
}
