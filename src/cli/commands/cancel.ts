import { askForWord } from "../ask-for-word.ts";
import { type DeliveryCounts, type Mailing, unfinished } from "../../model/mailing.ts";
import { countDeliveries } from "../../store/deliveries.ts";
import { cancelMailing } from "../../store/mailings.ts";
import { chosenMailing, type MailingOptions } from "../send/chosen-mailing.ts";
import { type Command, examples } from "../command.ts";
import { type ExitCode, exitCodes } from "../exit-code.ts";
import { nameUncertain, stayListed } from "../send/name-uncertain.ts";
import { countOf, openStoreOfMailings, openNewsletter } from "../newsletter.ts";
import { audienceWords } from "../only-option.ts";
import { resumeCommand } from "../send/resume-command.ts";
import { stopMailing } from "../send/stop-mailing.ts";
import type { Terminal } from "../terminal.ts";

interface Options extends MailingOptions {
  readonly yes?: boolean;
}

/** `letterpress cancel <issue>` */
export const cancel: Command = {
  add(program, terminal, exit) {
    program
      .command("cancel")
      .description(
        "No message starts from now on, whoever sends and wherever; those on their way are finished, and everybody who is left is skipped. There is no way back once a reader has it.",
      )
      .argument("<issue>", "a file, or its name in issues/")
      .option("--list <id>", "the list, when the issue has several mailings")
      .option("--only <expression>", "the part of the list, when the issue has several mailings")
      .option("--yes", "do not ask")
      .addHelpText("after", examples("cancel 2025-02-14-musk-vs-altman"))
      .action(async (issue: string, options: Options) => {
        exit(await cancelIssue(terminal, issue, options));
      });
  },
};

async function cancelIssue(terminal: Terminal, named: string, options: Options): Promise<ExitCode> {
  const config = await openNewsletter(terminal.folder);
  await using store = await openStoreOfMailings(config);
  const found = await chosenMailing(store, config, "cancel", named, options);
  if (store === undefined) return exitCodes.incomplete;
  if (found.state !== "finished" && found.state !== "cancelled") {
    const refused = await refusal(terminal, found, await countDeliveries(store, found.id), options.yes);
    if (refused !== undefined) return refused;
  }
  const { status, mailing } = await stopMailing(terminal, store, found, cancelMailing);
  const counts = await countDeliveries(store, mailing.id);
  if (mailing.state !== "cancelled") {
    terminal.print(`${titleOf(mailing)} is ${mailing.state}: there is nothing to cancel.`);
    return exitCodes.done;
  }
  const already = status === "over" && found.state === "cancelled";
  const skipped = `${countOf(counts.skipped, "reader")} skipped, ${counts.submitted} have it.`;
  terminal.print(`${titleOf(mailing)} is ${already ? "already " : ""}cancelled: ${skipped}`);
  if (counts.uncertain > 0) await nameUncertain(terminal, store, mailing, counts.uncertain, stayListed);
  return exitCodes.done;
}

function titleOf({ issue, list, only }: Mailing): string {
  return `The mailing of ${issue} to ${audienceWords(list, only)}`;
}

/** Undefined is a yes. A number could not be asked for: while it is typed, the mailing may go on. */
async function refusal(
  terminal: Terminal,
  mailing: Mailing,
  counts: DeliveryCounts,
  yes: boolean | undefined,
): Promise<ExitCode | undefined> {
  if (yes === true) return undefined;
  const { issue, list, only } = mailing;
  if (terminal.interactive)
    terminal.print(
      `${titleOf(mailing)}: ${counts.submitted} have it, and ${countOf(unfinished(counts), "reader")} left would not get it.`,
    );
  return askForWord(terminal, {
    word: "cancel",
    question: 'Type "cancel" to cancel it:',
    isToBe: "the mailing is to be cancelled",
    unasked: `${resumeCommand({ verb: "cancel", issue, list, only })} --yes`,
    after: "nothing was cancelled",
  });
}
