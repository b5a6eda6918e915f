import { setTimeout as pause } from "node:timers/promises";
import { clockTime, systemClock } from "../../base/clock.ts";
import { LetterpressError } from "../../base/errors.ts";
import type { Terminal } from "../terminal.ts";
import type { MailingReport } from "./mailing-report.ts";
import { mailingTitle, stateWords, stopReasonLines } from "./mailing-words.ts";

/** What a look at the store came to. */
export interface Look {
  readonly reports: readonly MailingReport[];
  /** As `status` prints it. */
  readonly lines: readonly string[];
}

const everyMs = 1_000;

/**
 * Looks again and again until `ended`: a screen is drawn anew every second, elsewhere a line is printed when something
 * has changed. A store that is locked, damaged or gone is told and looked for again. Looking takes a tenth of the time
 * at most, however large the list is. Returns the last look that succeeded.
 */
export async function watch(
  terminal: Terminal,
  look: () => Promise<Look>,
  ended: AbortSignal,
): Promise<Look | undefined> {
  const told = new Map<string, string>();
  let last: Look | undefined;
  if (terminal.printsToScreen) terminal.redraw([]);
  while (!ended.aborted && terminal.isRead()) {
    const from = systemClock.now();
    const seen = await look().catch(explained);
    if (typeof seen !== "string") last = seen;
    if (terminal.printsToScreen) terminal.redraw(screenOf(seen, last));
    else for (const line of newLines(seen, told)) terminal.print(`${clockTime(systemClock.now())} ${line}`);
    const tookMs = systemClock.now() - from;
    await pause(Math.max(everyMs - tookMs, 9 * tookMs), undefined, { signal: ended }).catch(() => undefined);
  }
  return last;
}

function explained(fault: unknown): string {
  if (fault instanceof LetterpressError) return `${fault.message} Looking again until it can be read.`;
  throw fault;
}

function screenOf(seen: Look | string, last: Look | undefined): readonly string[] {
  const foot = `Looked at ${clockTime(systemClock.now())}; Ctrl-C ends.`;
  if (typeof seen !== "string") return [...seen.lines, "", foot];
  return [seen, ...(last === undefined ? [] : ["As it was before:", ...last.lines]), "", foot];
}

/** One for each mailing that is not as it was when it was told last; `told` learns it. */
function newLines(seen: Look | string, told: Map<string, string>): readonly string[] {
  const news = newsIn(seen).filter(([name, line]) => told.get(name) !== line);
  // After trouble with the store everything is news again.
  if (typeof seen === "string" && news.length > 0) told.clear();
  if (typeof seen !== "string") told.delete(theStore);
  for (const [name, line] of news) told.set(name, line);
  return news.map(([, line]) => line);
}

function newsIn(seen: Look | string): readonly (readonly [name: string, line: string])[] {
  if (typeof seen === "string") return [[theStore, seen]];
  return seen.reports.length === 0 ? [[nothing, seen.lines.join(" ")]] : seen.reports.map(shortly);
}

/** No title of a mailing is like these. */
const theStore = "";
const nothing = " ";

function shortly(report: MailingReport): readonly [string, string] {
  const { mailing, state, counts, left } = report;
  const title = mailingTitle(mailing);
  const others = (["deferred", "rejected", "skipped", "uncertain"] as const)
    .filter((name) => counts[name] > 0)
    .map((name) => `, ${name} ${counts[name].toLocaleString("en")}`);
  const have = `${counts.submitted.toLocaleString("en")} of ${mailing.recipients.toLocaleString("en")} have it`;
  const why = stopReasonLines(report)
    .map((line) => `. ${line.trim()}`)
    .join("");
  return [
    title,
    `${title}: ${stateWords(mailing, state)}, ${have}, ${left.toLocaleString("en")} left${others.join("")}${why}`,
  ];
}
