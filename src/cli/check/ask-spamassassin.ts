import { systemClock } from "../../base/clock.ts";
import { LetterpressError } from "../../base/errors.ts";
import type { OutsideCheck } from "../../check/outside/outside-check.ts";
import { spamCheck } from "../../check/outside/spam/spam-check.ts";
import type { SpamFilter } from "../../check/outside/spam/spam-filter.ts";
import { spamProgram, whyNoProgram } from "../../check/outside/spam/spam-program.ts";
import { spamd, type SpamdPlace, whyNoSpamd } from "../../check/outside/spam/spamd.ts";
import type { Config, ListConfig } from "../../config/config.ts";
import { compileMessage } from "../../message/compile-message.ts";
import { dkimSigner } from "../../message/dkim/signer.ts";
import { personalize } from "../../message/personalize.ts";
import { type SigningKey, speaksFor } from "../../model/signing-key.ts";
import { openExistingStore } from "../newsletter.ts";
import { readerOf } from "../render/reader.ts";
import type { Terminal } from "../terminal.ts";

/** Where spamd listens when nobody says otherwise, to this machine alone. */
const usual: SpamdPlace = { host: "127.0.0.1", port: 783 };
const program = "spamassassin";

/**
 * `check --spamassassin`: scores the message that a send would hand over, signed with the keys that are here.
 * Undefined, with a sentence, when there is neither a spamd nor the program. Throws LetterpressError when the
 * newsletter names a spamd and nobody answers there.
 */
export async function askSpamAssassin(
  terminal: Terminal,
  config: Config,
  list: ListConfig,
  keys: readonly SigningKey[],
): Promise<OutsideCheck | undefined> {
  const filter = await filterOf(terminal, config.spamd);
  if (filter === undefined) return undefined;
  await using store = await openExistingStore(config);
  const { recipient } = await readerOf(undefined, config, list, undefined);
  const key = store?.key ?? "no-store";
  const date = systemClock.now();
  return spamCheck(filter, (edition, { issue, sender }) => {
    const signers = keys.filter(({ domain }) => speaksFor(domain, sender.from.email)).map(dkimSigner);
    const mailing = { issue: issue.id, list: list.id, date };
    return personalize(compileMessage(edition, sender, mailing, key, signers), recipient).bytes;
  });
}

async function filterOf(terminal: Terminal, named: SpamdPlace | undefined): Promise<SpamFilter | undefined> {
  const place = named ?? usual;
  const silence = await whyNoSpamd(place);
  if (silence === undefined) return spamd(place);
  if (named !== undefined)
    throw new LetterpressError(
      "use/spamd",
      `No spamd answers at ${placeWords(place)}: ${silence}.`,
      'Start it there, or correct "spamd" in letterpress.yaml.',
    );
  const absence = await whyNoProgram(program);
  if (absence === undefined) return spamProgram(program);
  terminal.note(
    `SpamAssassin was not asked: no spamd answers at ${placeWords(place)} (${silence}), and the program ${program} cannot be started (${absence}). Install it (apt-get install spamassassin), or name another spamd in letterpress.yaml: npx letterpress docs outside`,
  );
  return undefined;
}

function placeWords(place: SpamdPlace): string {
  return "path" in place ? place.path : `${place.host}:${place.port}`;
}
