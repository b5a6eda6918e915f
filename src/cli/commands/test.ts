import { type Command, examples } from "../command.ts";
import { sendTests } from "../test-mail/send-tests.ts";

/** `letterpress test <issue>` */
export const test: Command = {
  add(program, terminal, exit) {
    program
      .command("test")
      .description(
        "Sends one real copy of an issue through the relay to any address, as any reader gets it. Its subject is marked with the time, so that mail programs put no two of them together; its links open nothing, and it is in no ledger: the same reader can still be sent the issue.",
      )
      .argument("<issue>", "a file, or its name in issues/")
      .requiredOption("--to <address...>", "where it goes; to each of several a copy of its own")
      .option(
        "--as <reader>",
        "as this subscriber, or as no-name, long-name, arabic or special; otherwise as a reader of whom nothing is known",
      )
      .option("--variant <key>", "this variant of the issue, whoever gets it; check names them")
      .option("--all-variants", "a copy of each variant")
      .option("--list <id>", "the list; needed when there are several")
      .option("--relay <name>", "the relay; otherwise the first")
      .option("--json", "print what became of each copy as JSON")
      .addHelpText(
        "after",
        examples(
          "test 2025-02-14-musk-vs-altman --to ada@example.org",
          "test 2025-02-14-musk-vs-altman --to ada@example.org --as arabic",
          "test 2025-02-14-musk-vs-altman --to ada@example.org desk@example.org --all-variants",
        ),
      )
      .action(async (issue: string, options: Parameters<typeof sendTests>[2]) => {
        exit(await sendTests(terminal, issue, options));
      });
  },
};
