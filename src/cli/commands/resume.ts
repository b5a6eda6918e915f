import { chosenMailing } from "../chosen-mailing.ts";
import { type Command, examples } from "../command.ts";
import type { ExitCode } from "../exit-code.ts";
import { openExistingStore, openNewsletter } from "../newsletter.ts";
import { type SendOptions, sendIssue } from "../send-issue.ts";
import type { Terminal } from "../terminal.ts";

/** `letterpress resume <issue>` */
export const resume: Command = {
  add(program, terminal, exit) {
    program
      .command("resume")
      .summary("go on with a mailing that was paused")
      .description(
        "Goes on as send does with a mailing that has begun: asks for the number of readers who are left, and sends them what was approved.",
      )
      .argument("<issue>", "a file, or its name in issues/")
      .option("--list <id>", "the list, when the issue has several mailings")
      .option("--only <expression>", "the part of the list, when the issue has several mailings")
      .option("--relay <name>", "the relay; needed when there are several")
      .option("--dry-run", "say what would happen and send nothing")
      .option("--yes", "do not ask; for machines that were told to send")
      .option("--uncertain <decision>", "what to do for readers who may have a copy: resend or skip")
      .option("--no-wait", "of a scheduled mailing: do not wait for the time, run-due starts it")
      .option("--json", "print the result as JSON")
      .addHelpText("after", examples("resume 2025-02-14-musk-vs-altman"))
      .action(async (issue: string, options: SendOptions) => {
        exit(await resumeIssue(terminal, issue, options));
      });
  },
};

async function resumeIssue(terminal: Terminal, named: string, options: SendOptions): Promise<ExitCode> {
  const mailing = await meant(terminal, named, options);
  const { list, only } = mailing;
  return sendIssue(terminal, named, {
    ...options,
    list,
    ...(only === undefined ? {} : { only }),
    resuming: true,
  });
}

async function meant(terminal: Terminal, named: string, options: SendOptions) {
  const config = await openNewsletter(terminal.folder);
  await using store = await openExistingStore(config);
  return await chosenMailing(store, config, "resume", named, options);
}
