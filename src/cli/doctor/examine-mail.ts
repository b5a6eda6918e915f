import { addressArgument } from "../address-argument.ts";
import { readFile } from "node:fs/promises";
import { basename, resolve } from "node:path";
import { domainOf } from "../../base/address.ts";
import { systemClock } from "../../base/clock.ts";
import { faultText, LetterpressError } from "../../base/errors.ts";
import type { Config, RelayConfig } from "../../config/config.ts";
import { readSecret } from "../../config/read-secret.ts";
import type { Dns } from "../../doctor/dns/dns.ts";
import { examine, type Finding } from "../../doctor/examination.ts";
import { ofMail, ofSending } from "../../doctor/probe/all.ts";
import { findMail, type MailMarks } from "../../doctor/probe/imap/find-mail.ts";
import { lookAtMail } from "../../doctor/probe/look-at-mail.ts";
import { isMail } from "../../doctor/probe/arrived-mail.ts";
import { probeMessage } from "../../doctor/probe/probe-message.ts";
import type { ProbeFound, ProbeSent } from "../../doctor/probe/sending.ts";
import { dkimSigner } from "../../message/dkim/signer.ts";
import type { Message } from "../../model/message.ts";
import { speaksFor } from "../../model/signing-key.ts";
import { TestMails } from "../../preview/test-mail/test-mails.ts";
import { transportOf } from "../send/open-relays.ts";
import { signingKeys } from "../send/signing.ts";
import { secretsOf } from "../secrets.ts";
import type { Terminal } from "../terminal.ts";

export interface ProbeRequest {
  readonly relays: readonly RelayConfig[];
  readonly to: readonly string[];
  /** How long a mail may take to the mailbox. */
  readonly seconds: number;
  readonly dns: Dns;
}

/** Sends a test mail through every relay to every address, and examines what became of it. */
export async function* examinedProbes(
  terminal: Terminal,
  config: Config,
  { relays, to, seconds, dns }: ProbeRequest,
): AsyncGenerator<readonly Finding[]> {
  for (const relay of relays)
    for (const address of to) {
      const { marks, ...sent } = await sendProbe(terminal, config, relay, address).catch(
        notSent(relay, address),
      );
      const found = sent.isSent ? await awaited(terminal, config, address, marks, seconds) : undefined;
      yield [
        ...examine(ofSending, { ...sent, ...(found === undefined ? {} : { found }) }),
        ...(found?.status === "found" ? await examinedMail(config, found.bytes, relay.name, dns) : []),
      ];
    }
}

/** Undefined for an address whose mailbox nobody can look into from here. */
async function awaited(
  terminal: Terminal,
  config: Config,
  to: string,
  marks: MailMarks,
  seconds: number,
): Promise<ProbeFound | undefined> {
  const { probe } = config;
  if (probe?.imap === undefined || addressArgument(probe.address).email !== to) return undefined;
  try {
    const words = { noun: "password", owner: "the mailbox of the test mail" };
    const password = await readSecret(probe.imap.password, words, secretsOf(terminal, config));
    if (terminal.screen) terminal.overwrite(`Waiting for the test mail at ${to} …`);
    return await findMail({ ...probe.imap, password }, marks, { seconds });
  } catch (fault) {
    if (!(fault instanceof LetterpressError)) throw fault;
    const remedy = fault.remedy.replace("npx letterpress …", "npx letterpress doctor --probe");
    return { status: "fault", message: fault.message, remedy };
  } finally {
    if (terminal.screen) terminal.overwrite("");
  }
}

/** A test mail that somebody has saved. */
export async function savedMail(
  { folder }: Terminal,
  file: string,
): Promise<{ readonly name: string; readonly bytes: Buffer }> {
  const path = resolve(folder, file);
  const bytes = await readFile(path).catch((fault: unknown) => {
    throw new LetterpressError(
      "use/probe-file",
      `${path} cannot be read: ${faultText(fault)}.`,
      "Name a mail that was saved with all its headers.",
    );
  });
  if (!isMail(bytes))
    throw new LetterpressError(
      "use/probe-file",
      `${path} is no mail: ${bytes.length === 0 ? "it is empty" : "it begins with no headers of one"}.`,
      "Name a mail that was saved with all its headers.",
    );
  return { name: basename(path), bytes };
}

/** Examines a mail that arrived. `about` is what it is called where there are several. */
export async function examinedMail(
  config: Config,
  bytes: Buffer,
  about: string,
  dns: Dns,
): Promise<readonly Finding[]> {
  const { from, bounceDomain, siteUrl } = config.lists[0].sender;
  const returnPath = bounceDomain ?? domainOf(from.email);
  return examine(ofMail, await lookAtMail(bytes, about, { siteUrl, returnPath, dns, clock: systemClock }));
}

interface Sent extends ProbeSent {
  readonly marks: MailMarks;
}

async function sendProbe(terminal: Terminal, config: Config, relay: RelayConfig, to: string): Promise<Sent> {
  const { id, sender } = config.lists[0];
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
    openTransport: (changed, through) => transportOf(secretsOf(terminal, config), changed, through),
  });
  const { isSent, words } = await mails.send(config, { kind: "relay", relay }, message);
  return { relay: relay.name, to, isSent, words, marks: marksOf(message) };
}

function marksOf({ messageId, bytes }: Message): MailMarks {
  const [, token = ""] = /^List-Unsubscribe: <[^>]*\/u\/([a-z2-7]+)>/m.exec(bytes.toString("latin1")) ?? [];
  return { messageId, token };
}

/** What a person can mend is a finding, and the others are shown all the same. */
function notSent({ name: relay }: RelayConfig, to: string): (fault: unknown) => Sent {
  return (fault) => {
    if (!(fault instanceof LetterpressError)) throw fault;
    return {
      relay,
      to,
      isSent: false,
      words: `${fault.message} ${fault.remedy}`,
      marks: { messageId: "", token: "" },
    };
  };
}

/** Where test mails go: as typed, or the address of letterpress.yaml. */
export function probeAddresses(config: Config, typed: readonly string[]): readonly string[] {
  return typed.length > 0 ? typed.map((one) => addressArgument(one).email) : [ownAddress(config)];
}

function ownAddress({ probe }: Config): string {
  if (probe !== undefined) return addressArgument(probe.address).email;
  throw new LetterpressError(
    "use/probe",
    "Nobody knows where the test mail should go.",
    "Write an address of yours behind --probe, or probe: into letterpress.yaml (npx letterpress docs doctor#the-test-mail).",
  );
}
