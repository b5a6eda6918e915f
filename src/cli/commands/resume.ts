import { chosenMailing } from "../send/chosen-mailing.ts";
import { oneMoreRelay } from "../send/choose-relays.ts";
import { type Command, examples } from "../command.ts";
import type { ExitCode } from "../exit-code.ts";
import { openStoreOfMailings, openNewsletter } from "../newsletter.ts";
import { type SendOptions, sendIssue } from "../send/send-issue.ts";
import type { Terminal } from "../terminal.ts";

/** `letterpress resume <issue>` */
export const resume: Command = {
  add(program, terminal, exit) {
    program
      .command("resume")
      .description(
        "Goes on as send does with a mailing that has begun: asks for the number of readers who are left, and sends them what was approved.",
      )
      .argument("<issue>", "a file, or its name in issues/")
      .option("--list <id>", "the list, when the issue has several mailings")
      .option("--only <expression>", "the part of the list, when the issue has several mailings")
      .option("--relay <name>", "only through this relay; may be given several times", oneMoreRelay)
      .option("--dry-run", "say what would happen and send nothing")
      .option("--yes", "do not ask; for machines that were told to send")
      .option("--adopt-changes", "of a mailing that has begun: who is left gets the issue as it is now")
      .option("--uncertain <decision>", "what to do for readers who may have a copy: resend, skip or ask")
      .option("--no-wait", "of a scheduled mailing: do not wait for the time, run-due starts it")
      .option("--accept-bounces", "go on although many addresses of the list do not exist")
      .option("--accept-restored", "go on with a store that is an old copy; send says when that is so")
      .option("--json", "print the result as JSON")
      .addHelpText("after", examples("resume 2025-02-14-musk-vs-altman"))
      .action(async (issue: string, options: SendOptions) => {
        exit(await resumeIssue(terminal, issue, options));
      });
  },
};

async function resumeIssue(terminal: Terminal, named: string, options: SendOptions): Promise<ExitCode> {
  const { list, only } = await meant(terminal, named, options);
  return sendIssue(terminal, named, {
    ...options,
    ...(list === undefined ? {} : { list }),
    ...(only === undefined ? {} : { only }),
    resuming: true,
  });
}

/** The list only where it has to be named: what is printed to go on with is as short as what was typed. */
async function meant(
  terminal: Terminal,
  named: string,
  options: SendOptions,
): Promise<Pick<SendOptions, "list" | "only">> {
  const config = await openNewsletter(terminal.folder);
  await using store = await openStoreOfMailings(config);
  const { list, only } = await chosenMailing(store, config, "resume", named, options);
  const isPlain = config.lists.length === 1 && config.lists[0].id === list;
  return { ...(isPlain ? {} : { list }), ...(only === undefined ? {} : { only }) };
}
