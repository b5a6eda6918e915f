import { subscriptionStates } from "../../model/subscriber.ts";
import { type Command, examples } from "../command.ts";
import { importFile } from "../subscribers/import-file.ts";
import { printSubscribers } from "../subscribers/print-subscribers.ts";
import { tagSubscribers } from "../subscribers/tag-subscribers.ts";

/** `letterpress subscribers import|list|tag` */
export const subscribers: Command = {
  add(program, terminal, exit) {
    const group = program
      .command("subscribers")
      .description("The people who get the newsletter: brings them in from CSV, prints them, and tags them.");
    group
      .command("import")
      .summary("read subscribers from a CSV file")
      .description(
        "Adds the people of a CSV file to a list. The first row names the columns: email, status, tags, and the fields that letterpress.yaml declares. The status is confirmed, unconfirmed or unsubscribed; without one, a person counts as confirmed, so import only people who asked for the newsletter. Tags are separated by commas, semicolons or spaces. An import never resubscribes anybody and never takes a tag away.",
      )
      .argument("<file>", "a CSV file in UTF-8")
      .option("--list <id>", "the list they are added to; needed when there are several")
      .option("--tag <tag>", "a tag for everybody in the file, besides what its column says")
      .option("--json", "print the report as JSON")
      .addHelpText(
        "after",
        examples(
          "subscribers import subscribers.csv",
          "subscribers import new.csv --list weekly --tag conference",
        ),
      )
      .action(async (file: string, options: Parameters<typeof importFile>[2]) => {
        exit(await importFile(terminal, file, options));
      });
    group
      .command("list")
      .summary("print the subscribers of a list")
      .description("Prints addresses, one a line, with the state of their subscription and their tags.")
      .option("--list <id>", "the list; needed when there are several")
      .option("--state <state>", `only those who are ${subscriptionStates.join(", ")}`)
      .option("--only <expression>", "only those for whom it holds, as with send --only")
      .option("--json", "print JSON, one subscriber a line")
      .addHelpText(
        "after",
        examples(
          "subscribers list",
          "subscribers list --state unsubscribed",
          "subscribers list --only 'tag member and city = \"Paris\"'",
        ),
      )
      .action(async (options: Parameters<typeof printSubscribers>[1]) => {
        exit(await printSubscribers(terminal, options));
      });
    group
      .command("tag")
      .summary("give a tag to subscribers, or take it away")
      .description(
        "Gives a tag that letterpress.yaml declares to the subscribers with these addresses, or takes it away with --remove. Addresses of nobody are named, and then it exits with 1.",
      )
      .argument("<tag>", "a tag of letterpress.yaml")
      .argument("<address...>", "addresses of subscribers")
      .option("--remove", "take the tag away; also one that is no longer declared")
      .option("--json", "print the result as JSON")
      .addHelpText(
        "after",
        examples(
          "subscribers tag member ada@example.org grace@example.org",
          "subscribers tag member ada@example.org --remove",
        ),
      )
      .action(async (tag: string, addresses: readonly string[], options: TagOptions) => {
        exit(await tagSubscribers(terminal, tag, addresses, options));
      });
  },
};

type TagOptions = Parameters<typeof tagSubscribers>[3];
