import { type Command, examples } from "../command.ts";
import { type DoctorOptions, examineNewsletter } from "../doctor/examine-newsletter.ts";

/** `letterpress doctor` */
export const doctor: Command = {
  add(program, terminal, exit) {
    program
      .command("doctor")
      .description(
        "Looks at everything a mailing rests on, and says of each thing that is not as it should be what helps. Nothing is changed, and nobody is mailed without --probe. Exits with 1 when it finds a problem; a warning is none. Every examination with its reason: npx letterpress docs doctor.",
      )
      .option("--relay <name>", "look at this relay only; may be given more than once", oneMore)
      .option(
        "--only <part>",
        "look at this part only: here, relay, dns, service or probe; may be given more than once",
        oneMore,
      )
      .option("--offline", "look at this machine only, and connect to nobody")
      .option(
        "--probe [address...]",
        "send a test mail through every relay, to this address of yours or the one of probe: in letterpress.yaml, and look at what arrives",
      )
      .option("--wait <seconds>", "how long the test mail may take to the mailbox; 120 when left out")
      .option("--probe-file <file>", "look at a test mail that arrived: a file with all its headers")
      .option(
        "--resolver <address>",
        "ask this DNS server, such as 192.0.2.53 or 127.0.0.1:5353; may be given more than once",
        oneMore,
      )
      .option("--format <name>", "pretty, or json for programs")
      .option("--json", "print the findings as JSON, as --format json does")
      .addHelpText(
        "after",
        examples(
          "doctor",
          "doctor --offline",
          "doctor --only dns --only service",
          "doctor --relay main --json",
          "doctor --only probe --probe ada@example.org",
          "doctor --probe-file mail.eml",
        ),
      )
      .action(async (options: DoctorOptions) => {
        exit(await examineNewsletter(terminal, options));
      });
  },
};

function oneMore(word: string, before: readonly string[] = []): readonly string[] {
  return [...before, word];
}
