import type { Command as Program } from "commander";
import { examples } from "../command.ts";
import type { ExitCode } from "../exit-code.ts";
import type { Terminal } from "../terminal.ts";
import { type AddOptions, addSubscriber } from "./add-subscriber.ts";
import { eraseSubscriber } from "./erase-subscriber.ts";
import { type PurgeOptions, purgeSubscribers } from "./purge-subscribers.ts";
import { removeSubscriber } from "./remove-subscriber.ts";
import { showSubscriber } from "./show-subscriber.ts";

/**
 * `letterpress subscribers add|remove|erase|purge|show`: what is done for one person, and to forget those who never
 * confirmed.
 */
export function addPersonCommands(group: Program, terminal: Terminal, exit: (code: ExitCode) => void): void {
  group
    .command("add")
    .summary("add one person, who agreed to it")
    .description(
      "Adds one person to a list, with a line in the consent log that says where they agreed. Who has left or is suppressed is not subscribed again; then it exits with 1.",
    )
    .argument("<address>", "the address")
    .option("--list <id>", "the list; needed when there are several")
    .option(
      "--field <name=value>",
      "a field that letterpress.yaml declares; may be given several times",
      collect,
    )
    .option("--tag <tag>", "a tag that letterpress.yaml declares; may be given several times", collect)
    .option("--unconfirmed", "they get nothing until they confirm it themselves")
    .option(
      "--source <words>",
      "where they agreed, such as a form or an event; asked for when it is left out",
    )
    .option("--json", "print the result as JSON")
    .addHelpText(
      "after",
      examples(
        'subscribers add ada@example.org --source "paper form, spring fair 2026"',
        'subscribers add ada@example.org --list weekly --field city=Paris --tag member --source "by letter"',
      ),
    )
    .action(async (address: string, options: AddOptions) => {
      exit(await addSubscriber(terminal, address, options));
    });
  group
    .command("remove")
    .summary("end the subscription of one person")
    .description(
      "Ends a subscription, as if the person had unsubscribed: they get nothing of that list any more, also from a mailing under way, and no import brings them back. To forget a person, see erase.",
    )
    .argument("<address>", "the address")
    .option("--list <id>", "the list; needed when there are several")
    .option("--source <words>", "why, for the consent log")
    .option("--json", "print the result as JSON")
    .addHelpText("after", examples('subscribers remove ada@example.org --source "asked by phone"'))
    .action(async (address: string, options: Parameters<typeof removeSubscriber>[2]) => {
      exit(await removeSubscriber(terminal, address, options));
    });
  group
    .command("erase")
    .summary("forget one person")
    .description(
      "Says what is known of a person, asks, and forgets all of it: subscriber, consent log, sign-ups. Deliveries stay without a person. Who had left or was suppressed leaves a keyed hash, so that no import mails them again. Copies of the store and imported files are yours to delete.",
    )
    .argument("<address>", "the address")
    .option("--yes", "do not ask")
    .option("--json", "print what was erased as JSON")
    .addHelpText("after", examples("subscribers erase ada@example.org"))
    .action(async (address: string, options: Parameters<typeof eraseSubscriber>[2]) => {
      exit(await eraseSubscriber(terminal, address, options));
    });
  group
    .command("purge")
    .summary("forget who was never confirmed")
    .description(
      "Forgets people whom an import or subscribers add brought in as unconfirmed, who never confirmed it, and who are nothing else on any list: with all that is known of them. It says how many that are, and asks. No hash stays: they have never said no.",
    )
    .option("--older-than <days>", "how long nothing has changed about them", "90d")
    .option("--dry-run", "only say how many that are")
    .option("--yes", "do not ask")
    .option("--json", "print the result as JSON")
    .addHelpText("after", examples("subscribers purge --dry-run", "subscribers purge --older-than 30d"))
    .action(async (options: PurgeOptions) => {
      exit(await purgeSubscribers(terminal, options));
    });
  group
    .command("show")
    .summary("everything that is known of one person")
    .description(
      "Prints fields, tags, lists, the consent log and the mail of one person, and whether they are suppressed. --json is what a person gets who asks for their data.",
    )
    .argument("<address>", "the address")
    .option("--json", "print it as JSON")
    .addHelpText(
      "after",
      examples("subscribers show ada@example.org", "subscribers show ada@example.org --json"),
    )
    .action(async (address: string, options: Parameters<typeof showSubscriber>[2]) => {
      exit(await showSubscriber(terminal, address, options));
    });
}

function collect(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value];
}
