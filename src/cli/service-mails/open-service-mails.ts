import { systemClock } from "../../base/clock.ts";
import { LetterpressError } from "../../base/errors.ts";
import type { Config } from "../../config/config.ts";
import { dkimSigner } from "../../message/dkim/signer.ts";
import { unfilledWords } from "../../model/unfilled-sender.ts";
import { speaksFor } from "../../model/signing-key.ts";
import type { Store } from "../../store/store.ts";
import { MailSet } from "../../subscriptions/mails/mail-set.ts";
import { ServiceMails } from "../../subscriptions/service-mails.ts";
import { openRelays } from "../send/open-relays.ts";
import { signingKeys } from "../send/signing.ts";
import type { Terminal } from "../terminal.ts";
import { mailsOf } from "./read-mails.ts";

/**
 * Begins to send the confirmation and welcome mails of a newsletter, until it is closed. Through its relays in the
 * order of their weights: a standby only when no other answers. Throws a LetterpressError when a mail cannot be read, a
 * password is missing, or a key is, and while the newsletter says of itself what `init` wrote.
 */
export async function openServiceMails(
  terminal: Terminal,
  config: Config,
  store: Store,
): Promise<ServiceMails> {
  const left = unfilledWords(config.lists.map(({ sender }) => sender));
  if (left !== undefined) throw unfilled(left);
  const sources = await mailsOf(config);
  const keys = await signingKeys(config, terminal);
  const { email } = sources.sender.from;
  const relays = [...config.relays].sort((one, other) => other.weight - one.weight);
  return new ServiceMails({
    store,
    maker: {
      mails: new MailSet(sources),
      senders: Object.fromEntries(config.lists.map(({ id, sender }) => [id, sender])),
      signers: keys.filter(({ domain }) => speaksFor(domain, email)).map(dkimSigner),
    },
    relays: await openRelays(terminal, config, relays),
    clock: systemClock,
    random: Math.random,
    onTrouble: (words) => terminal.note(`${terminal.style("yellow", "warning")} ${words}`),
  });
}

/** Who signs up would get a mail from nobody, whose link to confirm leads nowhere. */
function unfilled(left: string): LetterpressError {
  return new LetterpressError(
    "service/unfilled-sender",
    `letterpress.yaml still has what init wrote: ${left}.`,
    "Write there what is true of your newsletter, and start npx letterpress serve again.",
  );
}
