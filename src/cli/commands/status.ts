import { isoInstant } from "../../base/clock.ts";
import { type Delivery, type DeliveryState, type Mailing, unfinished } from "../../model/mailing.ts";
import { countDeliveries, listDeliveries } from "../../store/deliveries.ts";
import { listMailings } from "../../store/mailings.ts";
import type { Store } from "../../store/store.ts";
import { type Command, examples } from "../command.ts";
import { type ExitCode, exitCodes } from "../exit-code.ts";
import { countOf, issueId, openNewsletter, openNewsletterStore } from "../newsletter.ts";
import type { Terminal } from "../terminal.ts";

/** `letterpress status [issue]` */
export const status: Command = {
  add(program, terminal, exit) {
    program
      .command("status")
      .summary("what became of every mailing")
      .description(
        "Counts by state, and who is deferred, rejected or uncertain and why. Exits with 1 while somebody is left.",
      )
      .argument("[issue]", "only this issue")
      .option("--json", "print JSON, with every reader who is not submitted")
      .addHelpText("after", examples("status", "status 2025-02-14-musk-vs-altman", "status --json"))
      .action(async (issue: string | undefined, options: { readonly json?: boolean }) => {
        exit(await showStatus(terminal, issue, options.json === true));
      });
  },
};

/** What a person can do about a state; states that need nobody are not named. */
const meanings: Partial<Record<DeliveryState, string>> = {
  pending: "not sent yet",
  submitting: "on their way at this moment, or left by a sender that was killed; the next send names those",
  deferred: "the relay said: try later; send goes on by itself while it runs",
  rejected: "the relay said no for good",
  skipped: "left out on purpose",
  uncertain: "the link broke before the relay answered; decide with send --uncertain resend or skip",
};

async function showStatus(terminal: Terminal, named: string | undefined, json: boolean): Promise<ExitCode> {
  const config = await openNewsletter(terminal.folder);
  await using store = await openNewsletterStore(config);
  const mailings = await listMailings(store, named === undefined ? undefined : issueId(named));
  if (mailings.length === 0 && !json)
    terminal.print(`Nothing has been sent yet${named === undefined ? "" : ` of ${issueId(named)}`}.`);
  let left = 0;
  const report: unknown[] = [];
  for (const mailing of mailings) {
    const counts = await countDeliveries(store, mailing.id);
    left += mailing.state === "cancelled" ? 0 : unfinished(counts);
    if (json) report.push({ ...mailing, counts, deliveries: await everyOther(store, mailing) });
    else await showMailing(terminal, store, mailing, counts);
  }
  if (json) terminal.print(JSON.stringify(report, null, 2));
  return left === 0 ? exitCodes.done : exitCodes.incomplete;
}

const notable = ["deferred", "rejected", "skipped", "uncertain"] as const;
const mostShown = 20;

async function showMailing(
  terminal: Terminal,
  store: Store,
  mailing: Mailing,
  counts: Readonly<Record<DeliveryState, number>>,
): Promise<void> {
  const title = `${mailing.issue} to ${mailing.list}`;
  terminal.print(
    `${terminal.style("bold", title)}  ${mailing.state}, ${countOf(mailing.recipients, "reader")}, started ${isoInstant(mailing.createdAt)}`,
  );
  for (const [state, readers] of Object.entries(counts) as [DeliveryState, number][]) {
    if (readers === 0 && state !== "submitted") continue;
    const meaning = meanings[state] === undefined ? "" : terminal.style("dim", `  ${meanings[state]}`);
    terminal.print(`  ${state.padEnd(10)} ${readers.toLocaleString("en").padStart(9)}${meaning}`);
  }
  for (const state of notable) {
    const rows = await listDeliveries(store, { mailing: mailing.id, states: [state], limit: mostShown });
    for (const row of rows) terminal.print(`    ${state} ${wordsOf(row)}`);
    if (counts[state] > rows.length)
      terminal.print(`    ${state} and ${countOf(counts[state] - rows.length, "reader")} more: --json`);
  }
}

function wordsOf({ email, subscriber, reason, dueAt }: Delivery): string {
  const due = dueAt === undefined ? "" : `, next try ${isoInstant(dueAt)}`;
  return `${email ?? `subscriber ${subscriber}, removed since`}: ${reason ?? "no reason was recorded"}${due}`;
}

async function everyOther(store: Store, mailing: Mailing): Promise<readonly Delivery[]> {
  const all: Delivery[] = [];
  for (let after = 0; ; ) {
    const page = await listDeliveries(store, { mailing: mailing.id, states: notable, after, limit: 1_000 });
    all.push(...page);
    const last = page.at(-1);
    if (last === undefined) return all;
    after = last.subscriber;
  }
}
