import { systemClock } from "../../base/clock.ts";
import type { Config } from "../../config/config.ts";
import { deliveryStates } from "../../model/mailing.ts";
import { countSubmittedBy, listDeliveries } from "../../store/deliveries.ts";
import type { Store } from "../../store/store.ts";
import { countOf } from "../newsletter.ts";
import { onlyRelay } from "../send/choose-relays.ts";
import { usedUpWords } from "../send/pace-words.ts";
import type { Terminal } from "../terminal.ts";
import { deliveryMeaning, deliveryWords, reasonLines } from "./delivery-words.ts";
import { type MailingReport, type ReasonedState, reasonedStates } from "./mailing-report.ts";
import { mailingHead, mailingSituation, mailingTitle, stopReasonLines } from "./mailing-words.ts";
import { nextSteps } from "./next-steps.ts";

const mostNamed = 20;
const notable = ["submitting", "deferred", "rejected", "skipped", "uncertain"] as const;

/**
 * A mailing as `status` prints it: how it is, its readers by state and reason, some of them by name, and what to type
 * next.
 */
export async function mailingLines(
  terminal: Terminal,
  store: Store,
  report: MailingReport,
  config: Config,
): Promise<readonly string[]> {
  const lines = [
    `${terminal.style("bold", mailingTitle(report.mailing))}  ${mailingHead(report)}`,
    `  ${mailingSituation(report, systemClock.now())}`,
    ...stopReasonLines(report).map((line) => `  ${line}`),
  ];
  if (report.mailing.state !== "cancelled")
    for (const quota of report.usedUp) lines.push(`  ${usedUpWords(quota, systemClock.now())}`);
  const several = config.relays.length > 1;
  // Read row by row: not where there is nothing to tell apart.
  const submitted = several ? await countSubmittedBy(store, report.mailing.id) : [];
  for (const state of deliveryStates) {
    const readers = report.counts[state];
    if (readers === 0 && state !== "submitted") continue;
    const meaning = deliveryMeaning(state, report);
    const shown = meaning === "" ? "" : terminal.style("dim", `  ${meaning}`);
    lines.push(`  ${state.padEnd(10)} ${readers.toLocaleString("en").padStart(9)}${shown}`);
    if (state === "submitted")
      for (const one of submitted)
        lines.push(`      ${one.submitted.toLocaleString("en").padStart(9)}  through the relay ${one.relay}`);
    if (state === "submitted" && report.inInbox) lines.push(...inInboxWords.map((line) => `      ${line}`));
    // Where all are named below, their reasons stand there.
    if (isReasoned(state) && (readers > mostNamed || state === "pending"))
      lines.push(...reasonLines(state, report.reasons[state]).map((line) => `      ${line}`));
  }
  lines.push(...(await namedLines(store, report, onlyRelay(config))));
  return [...lines, ...nextSteps(report, config).map(({ does, command }) => `  ${does}: ${command}`)];
}

const inInboxWords = [
  "an inbox on this machine took messages of this mailing: nothing leaves it, so no reader has those",
  "to send it to them after all, save the issue under another name: that is a new mailing, to everybody",
];

function isReasoned(state: string): state is ReasonedState {
  return reasonedStates.some((one) => one === state);
}

async function namedLines(
  store: Store,
  { mailing, counts }: MailingReport,
  usual: string | undefined,
): Promise<readonly string[]> {
  const lines: string[] = [];
  for (const state of notable) {
    if (counts[state] === 0) continue;
    const rows = await listDeliveries(store, { mailing: mailing.id, states: [state], limit: mostNamed });
    for (const row of rows) lines.push(`    ${state} ${deliveryWords(row, usual)}`);
    const more = counts[state] - rows.length;
    if (more > 0) lines.push(`    ${state} and ${countOf(more, "reader")} more: --json`);
  }
  return lines;
}
