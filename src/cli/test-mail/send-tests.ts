import { addressArgument } from "../address-argument.ts";
import { systemClock } from "../../base/clock.ts";
import { randomKey } from "../../base/token.ts";
import { checkIssue } from "../../check/check-issue.ts";
import { checkContext } from "../../config/check-context.ts";
import { dkimSigner } from "../../message/dkim/signer.ts";
import { speaksFor } from "../../model/signing-key.ts";
import type { Sender } from "../../model/sender.ts";
import { unfilledWords } from "../../model/unfilled-sender.ts";
import { proofOf } from "../../preview/desk/desk.ts";
import { TestMails } from "../../preview/test-mail/test-mails.ts";
import { testMark, testMessage } from "../../preview/test-mail/test-message.ts";
import { type ExitCode, exitCodes } from "../exit-code.ts";
import { chooseList, countOf, issueFile, openExistingStore, openNewsletter } from "../newsletter.ts";
import { chooseRelays } from "../send/choose-relays.ts";
import { transportOf } from "../send/open-relays.ts";
import { signingKeys } from "../send/signing.ts";
import { showProblems } from "../show-problems.ts";
import { secretsOf } from "../secrets.ts";
import type { Terminal } from "../terminal.ts";
import { editionsToTest, readerToTest, type WhoAndWhat } from "./who-and-what.ts";

export interface TestOptions extends WhoAndWhat {
  readonly to: readonly string[];
  readonly list?: string;
  readonly relay?: string;
  readonly json?: boolean;
}

/**
 * `letterpress test`: one copy to each address, of each variant that is asked for. Exits with 1 when one was not sent.
 */
export async function sendTests(terminal: Terminal, named: string, options: TestOptions): Promise<ExitCode> {
  const to = options.to.map((one) => addressArgument(one).email);
  const config = await openNewsletter(terminal.folder);
  const list = chooseList(config, options.list);
  const relay = chooseRelays(config, options.relay === undefined ? [] : [options.relay])[0];
  if (relay === undefined) throw new Error("a configuration has a relay");
  const checked = await checkIssue(checkContext(config, list), issueFile(config, terminal.folder, named));
  showProblems(terminal, checked.problems);
  const proof = proofOf(checked);
  if (proof === undefined) {
    terminal.note("Nothing was sent: with errors an issue cannot be made.");
    return exitCodes.incomplete;
  }
  warnOfUnfilled(terminal, proof.sender);
  await using store = await openExistingStore(config);
  const reader = await readerToTest(store, config, list, options.as);
  const editions = editionsToTest(proof, reader, options);
  const keys = await signingKeys(config, terminal);
  const signers = keys.filter(({ domain }) => speaksFor(domain, proof.sender.from.email)).map(dkimSigner);
  const mails = new TestMails({
    openTransport: (changed, through) => transportOf(secretsOf(terminal, config), changed, through),
  });
  const copies = to.flatMap((address) => editions.map((edition) => ({ address, edition })));
  const results: { to: string; variant: string; sent: boolean; words: string }[] = [];
  for (const [index, { address, edition }] of copies.entries()) {
    const date = systemClock.now();
    const message = testMessage({ list, proof }, edition, reader.recipient, {
      to: address,
      key: randomKey(),
      mark: testMark(date, copies.length > 1 ? { number: index + 1, of: copies.length } : undefined),
      date,
      signers,
    });
    const { isSent, words: said } = await mails.send(config, { kind: "relay", relay }, message);
    const words = said.replace("npx letterpress …", "npx letterpress test …");
    results.push({ to: address, variant: edition.variant, sent: isSent, words });
    if (options.json !== true) show(terminal, { variant: edition.variant, isSent, words });
  }
  if (options.json === true) terminal.print(JSON.stringify(results, null, 2));
  const lost = results.filter(({ sent }) => !sent).length;
  if (lost > 0 && copies.length > 1)
    terminal.note(`Of ${countOf(copies.length, "test mail")} ${lost} could not be sent.`);
  return lost === 0 ? exitCodes.done : exitCodes.incomplete;
}

/** The copy is for who is to look at it, so it is sent all the same. */
function warnOfUnfilled(terminal: Terminal, sender: Sender): void {
  const left = unfilledWords([sender]);
  if (left === undefined) return;
  const words = `The copy has what init wrote: ${left}. A mailbox elsewhere may refuse it or take it for spam. Write in letterpress.yaml what is true of your newsletter.`;
  terminal.note(`${terminal.style("yellow", "warning")} ${words}`);
}

function show(
  terminal: Terminal,
  { variant, isSent, words }: { readonly variant: string; readonly isSent: boolean; readonly words: string },
): void {
  const of = variant === "all" ? "" : ` ${terminal.style("dim", `(variant ${variant})`)}`;
  if (isSent) terminal.print(`${terminal.style("green", "sent")} ${words}${of}`);
  else terminal.note(`${terminal.style("red", "not sent")} ${words}${of}`);
}
