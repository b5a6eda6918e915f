import { LetterpressError } from "../../base/errors.ts";
import type { Config, ListConfig } from "../../config/config.ts";
import { mailingThatReaches } from "../../store/deliveries.ts";
import { linkKey } from "../../store/link-keys.ts";
import { editionFor } from "../../store/mailings.ts";
import { openExistingStore } from "../newsletter.ts";
import { readerOf } from "./reader.ts";
import { type Forms, formsOf } from "./rendered-forms.ts";
import { signersToShow } from "../send/signing.ts";
import type { Terminal } from "../terminal.ts";

/**
 * What a reader got, may have got, or is to get, from what was frozen; whatever has become of the files. Only the
 * fields, and the keys that sign it, are those of today. Throws LetterpressError when there is no such reader in any
 * mailing of the issue.
 */
export async function sentTo(
  terminal: Terminal,
  config: Config,
  list: ListConfig,
  issue: string,
  address: string | undefined,
): Promise<Forms> {
  if (address === undefined)
    throw new LetterpressError(
      "use/sent",
      "--sent does not say for whom.",
      "Add the address, as in --as ada@example.org.",
    );
  await using store = await openExistingStore(config);
  const { recipient } = await readerOf(store, config, list, address);
  const { subscriber } = recipient;
  const mailing = store && (await mailingThatReaches(store, { issue, list: list.id, subscriber }));
  const found = store && mailing && (await editionFor(store, { mailing: mailing.id, subscriber }));
  if (store === undefined || mailing === undefined || found === undefined)
    throw new LetterpressError(
      "use/not-in-mailing",
      `${address} is in no mailing of ${issue} to ${list.id}.`,
      "See which mailings there are with: npx letterpress status",
    );
  const { edition } = found;
  const { sender } = mailing;
  return formsOf({
    edition,
    list: { ...list, sender },
    key: await linkKey(store),
    recipient,
    mailing,
    signers: () => signersToShow(config, terminal, sender.from.email),
  });
}
