import { type Clock, clockTime, type Instant } from "../../base/clock.ts";
import { durationWords } from "../../base/duration-words.ts";
import type { RunEvent } from "../../delivery/run-event.ts";
import type { DeliveryCounts } from "../../model/mailing.ts";
import { countOf } from "../newsletter.ts";
import { paceChangeWords, usedUpWords } from "./pace-words.ts";
import type { Terminal } from "../terminal.ts";

const barWidth = 28;
const redrawMs = 100;
const lineMs = 5_000;

/** Shows a run while it goes on: a bar on a screen, a line every few seconds elsewhere. */
export function progressView(
  terminal: Terminal,
  clock: Clock,
): { show(event: RunEvent): void; clear(): void } {
  const startedAt = clock.now();
  let first: DeliveryCounts | undefined;
  let shownAt: Instant = terminal.screen ? 0 : startedAt;
  const clear = () => {
    if (terminal.screen) terminal.overwrite("");
  };
  const note = (line: string) => {
    clear();
    terminal.note(line);
  };
  return {
    clear,
    show(event) {
      switch (event.type) {
        case "claimed":
          first = event.counts;
          if (event.uncertain > 0)
            note(`${countOf(event.uncertain, "reader")} of an interrupted send may or may not have a copy.`);
          return;
        case "store-busy":
          note("Another program has locked the store. Waiting for it; no message starts meanwhile.");
          return;
        case "relay-trouble":
          note(`${event.message} Trying again at ${clockTime(event.retryAt)}.${goesOnThrough(event.left)}`);
          return;
        case "thread-missing":
          note(event.message);
          return;
        case "relay-back":
          note(`The relay ${event.relay} works again.`);
          return;
        case "relay-out":
          note(`${event.message} ${event.remedy} It is out of this run.${goesOnThrough(event.left)}`);
          return;
        case "pace-used-up":
          note(usedUpWords(event, clock.now()));
          return;
        case "pace-changed":
          note(paceChangeWords(event));
          return;
        case "waiting":
          note(
            `${countOf(event.deferred, "reader")} deferred by the relay; the next try is at ${clockTime(event.until)}.`,
          );
          return;
        case "progress": {
          const now = clock.now();
          const done = isDone(event.counts);
          if (now - shownAt < (terminal.screen ? redrawMs : lineMs) && !done) return;
          shownAt = now;
          const line = progressLine(event.counts, first ?? event.counts, now - startedAt);
          if (terminal.screen) terminal.overwrite(line.slice(0, terminal.columns - 1));
          else if (!done) terminal.note(line);
          return;
        }
        case "ended":
          clear();
      }
    },
  };
}

function goesOnThrough(relays: readonly string[]): string {
  return relays.length === 0 ? "" : ` The mailing goes on through ${relays.join(" and ")}.`;
}

function isDone(counts: DeliveryCounts): boolean {
  return counts.pending + counts.submitting + counts.deferred === 0;
}

function progressLine(counts: DeliveryCounts, first: DeliveryCounts, elapsedMs: number): string {
  const total = Object.values(counts).reduce((sum, one) => sum + one, 0);
  const left = counts.pending + counts.submitting + counts.deferred;
  const done = total - left;
  const full = total === 0 ? barWidth : Math.round((barWidth * done) / total);
  const bar = `${"█".repeat(full)}${"░".repeat(barWidth - full)}`;
  const rate = (counts.submitted - first.submitted) / Math.max(elapsedMs / 1000, 0.001);
  const eta = rate > 0 && left > 0 ? `, ${durationWords((left / rate) * 1_000)} left` : "";
  return `${bar} ${done.toLocaleString("en")}/${total.toLocaleString("en")}  ${Math.round(rate)}/s${eta}${othersOf(counts)}`;
}

function othersOf({ deferred, rejected, skipped, uncertain }: DeliveryCounts): string {
  return Object.entries({ deferred, rejected, skipped, uncertain })
    .filter(([, readers]) => readers > 0)
    .map(([state, readers]) => `  ${state} ${readers.toLocaleString("en")}`)
    .join("");
}
