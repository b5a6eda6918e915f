import { unfinished } from "../../model/mailing.ts";
import { countDeliveries } from "../../store/deliveries.ts";
import { pauseMailing } from "../../store/mailings.ts";
import { chosenMailing, type MailingOptions } from "../send/chosen-mailing.ts";
import { type Command, examples } from "../command.ts";
import { type ExitCode, exitCodes } from "../exit-code.ts";
import { openStoreOfMailings, openNewsletter } from "../newsletter.ts";
import { audienceWords } from "../only-option.ts";
import { resumeOf } from "../send/resume-command.ts";
import { stopMailing } from "../send/stop-mailing.ts";
import type { Terminal } from "../terminal.ts";

/** `letterpress pause <issue>` */
export const pause: Command = {
  add(program, terminal, exit) {
    program
      .command("pause")
      .description(
        "No message starts from now on, whoever sends and wherever; those on their way are finished. A scheduled mailing is not started. Only resume goes on with it.",
      )
      .argument("<issue>", "a file, or its name in issues/")
      .option("--list <id>", "the list, when the issue has several mailings")
      .option("--only <expression>", "the part of the list, when the issue has several mailings")
      .addHelpText("after", examples("pause 2025-02-14-musk-vs-altman", "resume 2025-02-14-musk-vs-altman"))
      .action(async (issue: string, options: MailingOptions) => {
        exit(await pauseIssue(terminal, issue, options));
      });
  },
};

async function pauseIssue(terminal: Terminal, named: string, options: MailingOptions): Promise<ExitCode> {
  const config = await openNewsletter(terminal.folder);
  await using store = await openStoreOfMailings(config);
  const found = await chosenMailing(store, config, "pause", named, options);
  if (store === undefined) return exitCodes.incomplete;
  const { status, mailing } = await stopMailing(terminal, store, found, pauseMailing);
  const title = `The mailing of ${mailing.issue} to ${audienceWords(mailing.list, mailing.only)}`;
  if (status === "over") {
    terminal.print(`${title} is ${mailing.state}: there is nothing to pause.`);
    return exitCodes.done;
  }
  const counts = await countDeliveries(store, mailing.id);
  terminal.print(`${title} is paused: ${counts.submitted} have it, ${unfinished(counts)} left.`);
  terminal.print(`Go on with: ${resumeOf(mailing, config)}`);
  return exitCodes.done;
}
