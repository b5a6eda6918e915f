import { isoInstant, systemClock } from "../../base/clock.ts";
import { LetterpressError } from "../../base/errors.ts";
import { type ListedSuppression, addSuppression, listSuppressions } from "../../store/suppressions.ts";
import { type Command, examples } from "../command.ts";
import { type ExitCode, exitCodes } from "../exit-code.ts";
import { countOf, openExistingStore, openNewsletter, openNewsletterStore } from "../newsletter.ts";
import { addressArgument } from "../address-argument.ts";
import { sourceOption } from "../subscribers/source-option.ts";
import type { Terminal } from "../terminal.ts";

/** `letterpress suppress add|list` */
export const suppress: Command = {
  add(program, terminal, exit) {
    const group = program
      .command("suppress")
      .description(
        "Addresses that are never mailed again, by any list. They are added and never taken away.",
      );
    group
      .command("add")
      .summary("never mail these addresses again")
      .description(
        "Nothing is sent to these addresses from now on, also by a mailing under way, and no import, sign-up or command brings them in. There is no way back.",
      )
      .argument("<address...>", "the addresses")
      .option("--reason <reason>", `${reasons.join(", ")}; manual unless told`)
      .option("--source <words>", "who says so, such as a support request")
      .option("--json", "print the result as JSON")
      .addHelpText(
        "after",
        examples(
          'suppress add ada@example.org --source "asked by phone"',
          'suppress add ada@example.org --reason complaint --source "postmaster of example.org"',
        ),
      )
      .action(async (addresses: readonly string[], options: AddOptions) => {
        exit(await suppressAll(terminal, addresses, options));
      });
    group
      .command("list")
      .summary("print them, with the reasons")
      .description(
        "Prints every suppressed address with reason, time and source. Of who was erased only a keyed hash is there.",
      )
      .option("--json", "print JSON, one a line")
      .addHelpText("after", examples("suppress list", "suppress list --json"))
      .action(async (options: { readonly json?: boolean }) => {
        exit(await printSuppressions(terminal, options.json === true));
      });
  },
};

interface AddOptions {
  readonly reason?: string;
  readonly source?: string;
  readonly json?: boolean;
}

const reasons = ["manual", "complaint", "bounce"] as const;

async function suppressAll(
  terminal: Terminal,
  written: readonly string[],
  { reason: named = "manual", source = "cli", json }: AddOptions,
): Promise<ExitCode> {
  const config = await openNewsletter(terminal.folder);
  const reason = reasons.find((one) => one === named);
  if (reason === undefined)
    throw new LetterpressError("use/reason", `"${named}" is no reason.`, `Use ${reasons.join(", ")}.`);
  const addresses = written.map(addressArgument);
  for (const address of addresses) sourceOption(source, address);
  await using store = await openNewsletterStore(config);
  const results: { readonly email: string; readonly isNew: boolean }[] = [];
  for (const { email, key } of addresses) {
    const suppression = { key, reason, source: source.trim(), createdAt: systemClock.now() };
    results.push({ email, isNew: await addSuppression(store, suppression) });
  }
  if (json === true) terminal.print(JSON.stringify(results, null, 2));
  else
    for (const { email, isNew } of results)
      terminal.print(`${email} is ${isNew ? "never mailed again" : "suppressed already"}.`);
  return exitCodes.done;
}

async function printSuppressions(terminal: Terminal, json: boolean): Promise<ExitCode> {
  const config = await openNewsletter(terminal.folder);
  await using store = await openExistingStore(config);
  let printed = 0;
  for (let after: string | undefined; store !== undefined && terminal.isRead(); ) {
    const page = await listSuppressions(store, { limit: 1_000, ...(after === undefined ? {} : { after }) });
    for (const one of page) terminal.print(json ? JSON.stringify(one) : lineOf(one));
    printed += page.length;
    after = page.at(-1)?.hash;
    if (after === undefined) break;
  }
  if (!json) terminal.note(countOf(printed, "suppression"));
  return exitCodes.done;
}

function lineOf({ email, reason, source, createdAt }: ListedSuppression): string {
  return [email ?? "(erased)", reason, isoInstant(createdAt), source].join("\t");
}
