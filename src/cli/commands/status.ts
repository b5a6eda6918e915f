import { isoInstant, systemClock } from "../../base/clock.ts";
import { zonedText } from "../../base/zoned-time.ts";
import type { Config } from "../../config/config.ts";
import {
  type Delivery,
  type DeliveryCounts,
  type DeliveryState,
  type Mailing,
  type MailingState,
  type Stop,
  unfinished,
} from "../../model/mailing.ts";
import { countDeliveries, countSubmittedBy, listDeliveries } from "../../store/deliveries.ts";
import { countEditions, type Holder, listMailings, senderOf } from "../../store/mailings.ts";
import type { Store } from "../../store/store.ts";
import { type Command, examples } from "../command.ts";
import { type ExitCode, exitCodes } from "../exit-code.ts";
import { countOf, issueId, openExistingStore, openNewsletter } from "../newsletter.ts";
import { audienceWords } from "../only-option.ts";
import { resumeOf } from "../resume-command.ts";
import { isAlive, runnerWords } from "../runner.ts";
import { startsWith } from "../schedule-words.ts";
import type { Terminal } from "../terminal.ts";

/** `letterpress status [issue]` */
export const status: Command = {
  add(program, terminal, exit) {
    program
      .command("status")
      .description(
        "Counts by state, who is on the way, deferred, rejected, skipped or uncertain and why, and how to go on. Exits with 1 while somebody is left.",
      )
      .argument("[issue]", "only this issue")
      .option("--json", "print JSON, with every reader who is neither submitted nor pending")
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
  uncertain: "the link broke before the relay answered; a person has to decide",
};

async function showStatus(terminal: Terminal, named: string | undefined, json: boolean): Promise<ExitCode> {
  const config = await openNewsletter(terminal.folder);
  await using store = await openExistingStore(config);
  const mailings = store === undefined ? [] : await mailingsOf(store, named);
  if (mailings.length === 0 && !json)
    terminal.print(`Nothing has been sent yet${named === undefined ? "" : ` of ${issueId(named)}`}.`);
  let left = 0;
  const report: unknown[] = [];
  for (const shown of mailings) {
    const { mailing, counts } = shown;
    left += mailing.state === "cancelled" ? 0 : unfinished(counts);
    if (store === undefined) continue;
    if (json)
      report.push({
        ...mailing,
        state: shown.state,
        counts,
        editions: await countEditions(store, mailing.id),
        relays: await countSubmittedBy(store, mailing.id),
        deliveries: await notableOf(store, mailing),
      });
    else await showMailing(terminal, store, shown, config);
  }
  if (json) terminal.print(JSON.stringify(report, null, 2));
  return left === 0 ? exitCodes.done : exitCodes.incomplete;
}

/** A mailing as it is now. */
interface Shown {
  readonly mailing: Mailing;
  /** `interrupted`: it is `running` in the store, and whoever ran it is gone. */
  readonly state: MailingState | "interrupted";
  readonly sender?: Holder;
  readonly counts: DeliveryCounts;
}

async function mailingsOf(store: Store, named: string | undefined): Promise<readonly Shown[]> {
  const shown: Shown[] = [];
  for (const mailing of await listMailings(store, named === undefined ? undefined : issueId(named))) {
    const sender = await senderOf(store, { mailing: mailing.id, now: systemClock.now(), isAlive });
    const state = mailing.state === "running" && sender === undefined ? "interrupted" : mailing.state;
    const counts = await countDeliveries(store, mailing.id);
    shown.push({ mailing, state, counts, ...(sender === undefined ? {} : { sender }) });
  }
  return shown;
}

const notable = ["submitting", "deferred", "rejected", "skipped", "uncertain"] as const;
const mostShown = 20;

async function showMailing(
  terminal: Terminal,
  store: Store,
  { mailing, state, sender, counts }: Shown,
  config: Config,
): Promise<void> {
  const title = `${mailing.issue} to ${audienceWords(mailing.list, mailing.only)}`;
  const by = sender === undefined ? "" : ` by ${runnerWords(sender.runner)}`;
  terminal.print(
    `${terminal.style("bold", title)}  ${stateWords(mailing, state)}${by}, ${countOf(mailing.recipients, "reader")}, ${mailing.state === "planned" ? "approved" : "started"} ${isoInstant(mailing.createdAt)}`,
  );
  for (const [name, readers] of Object.entries(counts) as [DeliveryState, number][]) {
    if (readers === 0 && name !== "submitted") continue;
    const meaning = meanings[name] === undefined ? "" : terminal.style("dim", `  ${meanings[name]}`);
    terminal.print(`  ${name.padEnd(10)} ${readers.toLocaleString("en").padStart(9)}${meaning}`);
  }
  for (const name of notable) {
    const rows = await listDeliveries(store, { mailing: mailing.id, states: [name], limit: mostShown });
    for (const row of rows) terminal.print(`    ${name} ${wordsOf(row)}`);
    if (counts[name] > rows.length)
      terminal.print(`    ${name} and ${countOf(counts[name] - rows.length, "reader")} more: --json`);
  }
  if (sender !== undefined || mailing.state === "cancelled") return;
  if (mailing.state === "planned" && mailing.scheduledAt !== undefined)
    terminal.print(`  ${startsWith(resumeOf(mailing, config))}`);
  else if (unfinished(counts) > counts.uncertain)
    terminal.print(`  Go on with: ${resumeOf(mailing, config)}`);
  if (counts.uncertain > 0) {
    terminal.print(`  Some uncertain may get none: ${resumeOf(mailing, config, "skip")}`);
    terminal.print(`  Some uncertain may get two: ${resumeOf(mailing, config, "resend")}`);
  }
}

/** Why nobody goes on with it unasked is part of how it is. */
function stateWords({ stoppedBy, scheduledAt }: Mailing, state: Shown["state"]): string {
  if (state === "planned" && scheduledAt !== undefined) return `scheduled for ${zonedText(scheduledAt)}`;
  if (state === "running" && stoppedBy === "person") return "pausing";
  if (state === "interrupted" || stoppedBy === undefined) return state;
  return `${state} by ${stopWords[stoppedBy]}`;
}

const stopWords: Readonly<Record<Stop, string>> = {
  person: "a person",
  interrupt: "Ctrl-C",
  relay: "the relay, which refused our mail",
};

function wordsOf({ email, subscriber, state, reason, dueAt, changedAt }: Delivery): string {
  const due = dueAt === undefined ? "" : `, next try ${isoInstant(dueAt)}`;
  const why =
    state === "submitting" ? `since ${isoInstant(changedAt)}` : (reason ?? "no reason was recorded");
  return `${email ?? `subscriber ${subscriber}, removed since`}: ${why}${due}`;
}

async function notableOf(store: Store, mailing: Mailing): Promise<readonly Delivery[]> {
  const all: Delivery[] = [];
  for (let after = 0; ; ) {
    const page = await listDeliveries(store, { mailing: mailing.id, states: notable, after, limit: 1_000 });
    all.push(...page);
    const last = page.at(-1);
    if (last === undefined) return all;
    after = last.subscriber;
  }
}
