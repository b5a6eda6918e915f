import { askForWord } from "../ask-for-word.ts";
import { systemClock } from "../../base/clock.ts";
import { type Erased, erasePerson } from "../../store/erase-person.ts";
import { type ExitCode, exitCodes } from "../exit-code.ts";
import { countOf, openNewsletter, openNewsletterStore } from "../newsletter.ts";
import type { Terminal } from "../terminal.ts";
import { emptyLog } from "../../store/empty-log.ts";
import { warnOfLog } from "./warn-of-log.ts";
import { addressArgument } from "../address-argument.ts";

/** `letterpress subscribers erase` */
export async function eraseSubscriber(
  terminal: Terminal,
  written: string,
  options: { readonly yes?: boolean; readonly json?: boolean },
): Promise<ExitCode> {
  const config = await openNewsletter(terminal.folder);
  const address = addressArgument(written);
  await using store = await openNewsletterStore(config);
  const erase = { address, source: "cli", now: systemClock.now() };
  const planned = await erasePerson(store, { ...erase, dryRun: true });
  if (planned.subscribers + planned.signUps + planned.mails === 0 && !planned.isNamed) {
    const known = planned.keepsHash ? "Nothing but a keyed hash" : "Nothing";
    terminal.print(`${known} is known of ${address.email}.`);
    return exitCodes.done;
  }
  const refused = await refusal(terminal, address.email, planned, options.yes);
  if (refused !== undefined) return refused;
  const erased = await erasePerson(store, erase);
  const isLogEmpty = await emptyLog(store);
  if (options.json === true) terminal.print(JSON.stringify({ ...erased, isLogEmpty }, null, 2));
  else terminal.print("Erased.");
  warnOfLog(terminal, config, isLogEmpty);
  return exitCodes.done;
}

/** Undefined is a yes. */
async function refusal(
  terminal: Terminal,
  email: string,
  planned: Erased,
  yes: boolean | undefined,
): Promise<ExitCode | undefined> {
  for (const line of planLines(email, planned)) terminal.note(line);
  if (yes === true) return undefined;
  return askForWord(terminal, {
    word: "erase",
    question: 'There is no way back. Type "erase" to erase them:',
    isToBe: "the person is to be erased",
    unasked: `npx letterpress subscribers erase ${email} --yes`,
    after: "nothing was erased",
  });
}

function planLines(email: string, planned: Erased): readonly string[] {
  const { subscribers, consentEvents, signUps, mails, deliveries } = planned;
  return [
    `Of ${email}:`,
    subscribers === 0
      ? "  no subscriber"
      : `  the subscriber with fields, tags and votes, and ${countOf(consentEvents, "line")} of the consent log`,
    ...(signUps + mails === 0
      ? []
      : [`  ${countOf(signUps, "sign-up")} and ${countOf(mails, "mail")} about them`]),
    ...(deliveries === 0
      ? []
      : [`  ${deliveries === 1 ? "1 delivery stays" : `${deliveries} deliveries stay`}, without a person`]),
    "  a keyed hash stays: nobody but they themselves can bring the address in again",
  ];
}
