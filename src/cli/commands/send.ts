import { oneMoreRelay } from "../send/choose-relays.ts";
import { type Command, examples } from "../command.ts";
import { type SendOptions, sendIssue } from "../send/send-issue.ts";

/** `letterpress send <issue>` */
export const send: Command = {
  add(program, terminal, exit) {
    program
      .command("send")
      .description(
        "Checks an issue, prints the plan, asks for the number of readers, and sends. A mailing that was interrupted goes on; one that is finished sends nothing.",
      )
      .argument("<issue>", "a file, or its name in issues/")
      .option("--list <id>", "the list; needed when there are several")
      .option(
        "--only <expression>",
        "only those on the list for whom it holds; a later send reaches the rest",
      )
      .option("--at <time>", 'not before this time, with its zone: "2026-12-01 08:00 Europe/Berlin"')
      .option("--no-wait", "with --at: do not wait for the time, run-due starts it")
      .option("--relay <name>", "only through this relay; may be given several times", oneMoreRelay)
      .option("--dry-run", "print the plan and send nothing")
      .option("--yes", "do not ask; for machines that were told to send")
      .option("--plan <hash>", "send only if the plan still has this hash")
      .option("--adopt-changes", "of a mailing that has begun: who is left gets the issue as it is now")
      .option("--uncertain <decision>", "what to do for readers who may have a copy: resend, skip or ask")
      .option("--accept-bounces", "go on although many addresses of the list do not exist")
      .option("--accept-restored", "go on with a store that is an old copy; send says when that is so")
      .option("--json", "print the plan and the result as JSON")
      .addHelpText(
        "after",
        examples(
          "send 2025-02-14-musk-vs-altman --dry-run",
          "send 2025-02-14-musk-vs-altman",
          "send 2025-02-14-musk-vs-altman --yes --plan 4f1c0a9be312",
          "send 2025-02-14-musk-vs-altman --only 'tag member and not city = \"Paris\"'",
          "send 2025-02-14-musk-vs-altman --at '2026-12-01 08:00 Europe/Berlin'",
          "send 2025-02-14-musk-vs-altman --adopt-changes",
          "send 2025-02-14-musk-vs-altman --uncertain skip",
        ),
      )
      .action(async (issue: string, options: SendOptions) => {
        exit(await sendIssue(terminal, issue, options));
      });
  },
};
