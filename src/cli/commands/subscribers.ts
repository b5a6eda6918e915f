import { createReadStream } from "node:fs";
import { relative, resolve } from "node:path";
import { systemClock } from "../../base/clock.ts";
import { LetterpressError } from "../../base/errors.ts";
import { type SubscriptionState, subscriptionStates } from "../../model/subscriber.ts";
import type { Store } from "../../store/store.ts";
import { countSubscriptions, listSubscribers } from "../../store/subscribers.ts";
import type { ImportReport } from "../../subscriptions/import-report.ts";
import { importSubscribers } from "../../subscriptions/import-subscribers.ts";
import { type Command, examples } from "../command.ts";
import { type ExitCode, exitCodes } from "../exit-code.ts";
import {
  chooseList,
  countOf,
  openExistingStore,
  openNewsletter,
  openNewsletterStore,
} from "../newsletter.ts";
import type { Terminal } from "../terminal.ts";

interface ImportOptions {
  readonly list?: string;
  readonly json?: boolean;
}

interface ListOptions extends ImportOptions {
  readonly state?: string;
}

/** `letterpress subscribers import|list` */
export const subscribers: Command = {
  add(program, terminal, exit) {
    const group = program
      .command("subscribers")
      .summary("the people who get the newsletter")
      .description("The people who get the newsletter: brings them in from CSV, and prints them.");
    group
      .command("import")
      .summary("read subscribers from a CSV file")
      .description(
        "Adds the people of a CSV file to a list. The first row names the columns: email, status, and the fields that letterpress.yaml declares. The status is confirmed, unconfirmed or unsubscribed; without one, a person counts as confirmed, so import only people who asked for the newsletter. An import never resubscribes anybody.",
      )
      .argument("<file>", "a CSV file in UTF-8")
      .option("--list <id>", "the list they are added to; needed when there are several")
      .option("--json", "print the report as JSON")
      .addHelpText(
        "after",
        examples("subscribers import subscribers.csv", "subscribers import new.csv --list weekly"),
      )
      .action(async (file: string, options: ImportOptions) => {
        exit(await importFile(terminal, file, options));
      });
    group
      .command("list")
      .summary("print the subscribers of a list")
      .description("Prints addresses, one a line, with the state of their subscription.")
      .option("--list <id>", "the list; needed when there are several")
      .option("--state <state>", `only those who are ${subscriptionStates.join(", ")}`)
      .option("--json", "print JSON, one subscriber a line")
      .addHelpText("after", examples("subscribers list", "subscribers list --state unsubscribed"))
      .action(async (options: ListOptions) => {
        exit(await listAll(terminal, options));
      });
  },
};

async function importFile(terminal: Terminal, file: string, options: ImportOptions): Promise<ExitCode> {
  const config = await openNewsletter(terminal.folder);
  const list = chooseList(config, options.list);
  await using store = await openNewsletterStore(config);
  const path = resolve(terminal.folder, file);
  const report = await importSubscribers(store, {
    file: relative(terminal.folder, path) || path,
    source: createReadStream(path),
    list: list.id,
    fields: Object.keys(config.fields),
    now: systemClock.now(),
  });
  if (options.json === true) terminal.print(JSON.stringify(report, null, 2));
  else showImport(terminal, report, file);
  return exitCodes.done;
}

/** What an import did, row by row where something was refused. */
export function showImport(terminal: Terminal, report: ImportReport, file: string): void {
  const { added, updated, unchanged, refused, moreRefused, cleaned, moreCleaned } = report;
  for (const { line, email, reason } of refused)
    terminal.note(`${terminal.style("yellow", "refused")} ${file}:${line} ${email} ${reason}`);
  if (moreRefused > 0)
    terminal.note(`${terminal.style("yellow", "refused")} and ${countOf(moreRefused, "row")} more`);
  for (const { line, field } of cleaned)
    terminal.note(
      `${terminal.style("yellow", "cleaned")} ${file}:${line} control characters were taken out of ${field}`,
    );
  if (moreCleaned > 0)
    terminal.note(`${terminal.style("yellow", "cleaned")} and ${countOf(moreCleaned, "value")} more`);
  terminal.print(
    `${countOf(report.rows, "row")}: ${added} added, ${updated} updated, ${unchanged} unchanged, ${refused.length + moreRefused} refused`,
  );
}

async function listAll(terminal: Terminal, options: ListOptions): Promise<ExitCode> {
  const config = await openNewsletter(terminal.folder);
  const list = chooseList(config, options.list);
  const state = subscriptionStates.find((one) => one === options.state);
  if (options.state !== undefined && state === undefined)
    throw new LetterpressError(
      "use/unknown-state",
      `No subscription is "${options.state}".`,
      `Use ${subscriptionStates.join(", ")}.`,
    );
  await using store = await openExistingStore(config);
  const counts = store && (await printAll(terminal, store, list.id, state, options.json === true));
  terminal.note(
    subscriptionStates.map((one) => `${one} ${(counts?.[one] ?? 0).toLocaleString("en")}`).join(", "),
  );
  return exitCodes.done;
}

async function printAll(
  terminal: Terminal,
  store: Store,
  list: string,
  state: SubscriptionState | undefined,
  json: boolean,
): Promise<Readonly<Record<SubscriptionState, number>>> {
  const query = { list, limit: 1_000, ...(state === undefined ? {} : { state }) };
  for (let after = 0; terminal.isRead(); ) {
    const page = await listSubscribers(store, { ...query, after });
    for (const one of page) terminal.print(json ? JSON.stringify(one) : `${one.email}\t${one.state ?? ""}`);
    const last = page.at(-1);
    if (last === undefined) break;
    after = last.id;
  }
  return countSubscriptions(store, list);
}
