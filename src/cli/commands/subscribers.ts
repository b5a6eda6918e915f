import { subscriptionStates } from "../../model/subscriber.ts";
import { type Command, examples } from "../command.ts";
import { profiles } from "../../subscriptions/import/profiles/all.ts";
import { type ExportOptions, exportFile } from "../subscribers/export-file.ts";
import { importConsentFile } from "../subscribers/import-consent-file.ts";
import { type ImportOptions, importFile } from "../subscribers/import-file.ts";
import { addPersonCommands } from "../subscribers/person-commands.ts";
import { printSubscribers } from "../subscribers/print-subscribers.ts";
import { tagSubscribers } from "../subscribers/tag-subscribers.ts";

/** `letterpress subscribers import|export|list|tag`, and what is done for one person. */
export const subscribers: Command = {
  add(program, terminal, exit) {
    const group = program
      .command("subscribers")
      .description(
        "The people who get the newsletter: brings them in from CSV and out again, prints and tags them; adds, removes, shows and erases one.",
      );
    group
      .command("import")
      .summary("read subscribers from a CSV file")
      .description(
        "Adds the people of a CSV file to a list, as programs and spreadsheets write it. It first shows which column becomes what: email, status, tags, signedUpAt, confirmedAt, unsubscribedAt, and the fields that letterpress.yaml declares; other columns are ignored. Exports of Mailchimp, Substack, Ghost, Buttondown, beehiiv, listmonk and Kit are recognised. The status is confirmed, unconfirmed or unsubscribed; without one, a new person counts as confirmed, so import only people who asked for the newsletter. An import never resubscribes anybody, never takes a tag away, and leaves known values as they are but for --overwrite. Rows that are refused are written into a file beside it; it exits with 1 when some of them can be mended. More: npx letterpress docs subscribers.",
      )
      .argument("<file>", "a CSV file")
      .option("--list <id>", "the list they are added to; needed when there are several")
      .option("--tag <tag>", "a tag for everybody in the file, besides what its column says")
      .option("--dry-run", "only say what would happen; nothing is written")
      .option("--map <column=field>", "what a column is; may be given several times", collect)
      .option("--ignore <column>", "leave a column out; may be given several times", collect)
      .option("--overwrite <fields>", "fields, with commas, in which the file may replace what is known")
      .option(
        "--from <program>",
        `whose export it is, when its first row does not tell: ${profileNames.join(", ")}, or none`,
      )
      .option("--encoding <name>", "when it is neither UTF-8 nor UTF-16, such as windows-1252")
      .option("--json", "print the report as JSON")
      .addHelpText(
        "after",
        examples(
          "subscribers import subscribers.csv --dry-run",
          "subscribers import new.csv --list weekly --tag conference",
          "subscribers import people.csv --map 'Given name=firstName' --ignore Phone",
          "subscribers import members.csv --from ghost --overwrite city,firstName",
        ),
      )
      .action(async (file: string, options: ImportOptions) => {
        exit(await importFile(terminal, file, options));
      });
    group
      .command("import-consent")
      .summary("read the consent log that an export has written")
      .description(
        "Adds the consent log of subscribers export --consent to that of the subscribers who are here, so that what people agreed to moves with them. Import the subscribers before. What the log has already is not written twice, each line says from which file it came, and lines that cannot be used are named; then it exits with 1.",
      )
      .argument("<file>", "a file with a JSON object on each line")
      .option("--json", "print the report as JSON")
      .addHelpText("after", examples("subscribers import-consent consent.jsonl"))
      .action(async (file: string, options: { readonly json?: boolean }) => {
        exit(await importConsentFile(terminal, file, options));
      });
    group
      .command("export")
      .summary("write the subscribers of a list as CSV")
      .description(
        "Writes the subscribers of a list as CSV, in the format that import reads: imported into an empty store it gives the same readers. Values that spreadsheets would run as formulas have an apostrophe before them, which import takes away again. --consent writes the consent log of these readers into a second file, a line of JSON for each event. A file that is there already is not written over.",
      )
      .option("--list <id>", "the list; needed when there are several")
      .option("--state <state>", `only those who are ${subscriptionStates.join(", ")}`)
      .option("--only <expression>", "only those for whom it holds, as with send --only")
      .option("--out <file>", "the file to write; without it, they are printed")
      .option("--consent <file>", "a second file, for the consent log of these readers")
      .addHelpText(
        "after",
        examples(
          "subscribers export --out readers.csv --consent consent.jsonl",
          "subscribers export --state confirmed --only 'tag member' > members.csv",
        ),
      )
      .action(async (options: ExportOptions) => {
        exit(await exportFile(terminal, options));
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
    addPersonCommands(group, terminal, exit);
  },
};

type TagOptions = Parameters<typeof tagSubscribers>[3];

const profileNames = profiles.map(({ name }) => name);

function collect(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value];
}
