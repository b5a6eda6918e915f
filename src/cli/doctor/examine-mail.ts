import { readFile } from "node:fs/promises";
import { basename, resolve } from "node:path";
import { parseAddress } from "../../base/address.ts";
import { systemClock } from "../../base/clock.ts";
import { faultText, LetterpressError } from "../../base/errors.ts";
import type { Config, ListConfig, RelayConfig } from "../../config/config.ts";
import type { Dns } from "../../doctor/dns/dns.ts";
import { domainOf } from "../../doctor/dns/look-at-dns.ts";
import { examine, type Finding } from "../../doctor/examination.ts";
import { ofMail, ofSending } from "../../doctor/probe/all.ts";
import { lookAtMail } from "../../doctor/probe/look-at-mail.ts";
import { probeMessage } from "../../doctor/probe/probe-message.ts";
import type { ProbeSent } from "../../doctor/probe/sending.ts";
import { dkimSigner } from "../../message/dkim/signer.ts";
import { speaksFor } from "../../model/signing-key.ts";
import { TestMails } from "../../preview/test-mail/test-mails.ts";
import { transportOf } from "../send/open-relays.ts";
import { signingKeys } from "../send/signing.ts";
import type { Terminal } from "../terminal.ts";

/** Sends a test mail through every relay to every address, and examines what became of it. */
export async function examinedProbes(
  terminal: Terminal,
  config: Config,
  relays: readonly RelayConfig[],
  addresses: readonly string[],
): Promise<readonly Finding[]> {
  const to = addresses.map(addressOf);
  const findings: Finding[] = [];
  for (const relay of relays)
    for (const address of to) {
      const sent = await sendProbe(terminal, config, relay, address).catch(notSent(relay, address));
      findings.push(...examine(ofSending, sent));
    }
  return findings;
}

/** A test mail that somebody has saved. */
export async function examinedFile(
  terminal: Terminal,
  config: Config,
  file: string,
  dns: Dns,
): Promise<readonly Finding[]> {
  const path = resolve(terminal.folder, file);
  const bytes = await readFile(path).catch((fault: unknown) => {
    throw new LetterpressError(
      "use/probe-file",
      `${path} cannot be read: ${faultText(fault)}.`,
      "Name a mail that was saved with all its headers.",
    );
  });
  return examinedMail(config, bytes, basename(path), dns);
}

async function examinedMail(
  config: Config,
  bytes: Buffer,
  about: string,
  dns: Dns,
): Promise<readonly Finding[]> {
  const { from, bounceDomain, siteUrl } = firstList(config).sender;
  const returnPath = bounceDomain ?? domainOf(from.email);
  return examine(ofMail, await lookAtMail(bytes, about, { siteUrl, returnPath, dns, clock: systemClock }));
}

async function sendProbe(
  terminal: Terminal,
  config: Config,
  relay: RelayConfig,
  to: string,
): Promise<ProbeSent> {
  const { id, sender } = firstList(config);
  const keys = await signingKeys(config, terminal);
  const message = probeMessage({
    sender,
    list: id,
    relay: relay.name,
    to,
    date: systemClock.now(),
    signers: keys.filter(({ domain }) => speaksFor(domain, sender.from.email)).map(dkimSigner),
  });
  const mails = new TestMails({
    openTransport: (changed, through) => transportOf(terminal.environment, changed, through),
  });
  const { isSent, words } = await mails.send(config, { kind: "relay", relay }, message);
  return { relay: relay.name, to, isSent, words };
}

/** What a person can mend is a finding, and the others are shown all the same. */
function notSent({ name: relay }: RelayConfig, to: string): (fault: unknown) => ProbeSent {
  return (fault) => {
    if (!(fault instanceof LetterpressError)) throw fault;
    return { relay, to, isSent: false, words: `${fault.message} ${fault.remedy}` };
  };
}

function firstList({ lists: [list] }: Config): ListConfig {
  if (list === undefined) throw new Error("a newsletter without a list");
  return list;
}

function addressOf(written: string): string {
  const parsed = parseAddress(written);
  if (parsed.status === "valid") return parsed.address.email;
  throw new LetterpressError(
    "use/address",
    `"${written}" is not an address: ${parsed.reason}.`,
    "Write one of your own.",
  );
}
