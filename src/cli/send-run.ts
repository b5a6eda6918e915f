import { hostname } from "node:os";
import { systemClock } from "../base/clock.ts";
import { LetterpressError } from "../base/errors.ts";
import { randomToken } from "../base/token.ts";
import type { RunEnd } from "../delivery/run-event.ts";
import { runMailing } from "../delivery/run-mailing.ts";
import { type DeliveryCounts, type Mailing, unfinished } from "../model/mailing.ts";
import type { Pace, RetryPolicy } from "../model/pace.ts";
import type { Relay } from "../model/relay.ts";
import { listDeliveries } from "../store/deliveries.ts";
import type { Store } from "../store/store.ts";
import { smtpTransport } from "../transport/smtp.ts";
import { type ExitCode, exitCodes } from "./exit-code.ts";
import { countOf } from "./newsletter.ts";
import { progressView } from "./show-progress.ts";
import type { Terminal } from "./terminal.ts";

export interface SendRun {
  readonly store: Store;
  readonly mailing: Mailing;
  readonly relay: Relay;
  readonly pace: Pace;
  readonly retry: RetryPolicy;
  /** What a person types to go on later. */
  readonly resume: string;
}

/** What came of it, for the exit code and for `--json`. */
export interface SendResult {
  readonly end: RunEnd;
  readonly counts: DeliveryCounts;
  readonly code: ExitCode;
}

/**
 * Runs a mailing in the foreground. The first Ctrl-C or SIGTERM drains what is in flight; the second one ends the
 * process at once, which is the same as a crash: the ledger knows.
 */
export async function sendRun(terminal: Terminal, run: SendRun): Promise<SendResult> {
  const stop = stopOnSignal(terminal);
  const view = progressView(terminal, systemClock);
  try {
    const { store, mailing, relay, pace, retry } = run;
    const started = await runMailing(store, mailing, {
      transport: smtpTransport(relay),
      connections: relay.connections,
      pace,
      retry,
      runner: newRunner(),
      isAlive,
      signal: stop.signal,
    });
    if (started.status === "held") throw heldBy(started.runner);
    for await (const event of started.events) {
      view.show(event);
      if (event.type === "ended") return await report(terminal, run, event.end, event.counts, stop.code());
    }
    throw new Error("the run ended without saying how");
  } finally {
    view.clear();
    stop.release();
  }
}

function stopOnSignal(terminal: Terminal) {
  const controller = new AbortController();
  let code: ExitCode | undefined;
  const listen = (signal: "SIGINT" | "SIGTERM") => () => {
    const own = signal === "SIGINT" ? exitCodes.interrupted : exitCodes.terminated;
    if (code !== undefined) process.exit(own);
    code = own;
    terminal.note(
      "Stopping: no new message starts, those on their way are finished. Once more stops at once.",
    );
    controller.abort();
  };
  const onInterrupt = listen("SIGINT");
  const onTerminate = listen("SIGTERM");
  process.on("SIGINT", onInterrupt);
  process.on("SIGTERM", onTerminate);
  return {
    signal: controller.signal,
    code: () => code,
    release() {
      process.off("SIGINT", onInterrupt);
      process.off("SIGTERM", onTerminate);
    },
  };
}

/** A name for one run, from which `isAlive` finds its process. */
export function newRunner(): string {
  return `${hostname()} ${process.pid} ${randomToken()}`;
}

/** Whether the process behind a runner's name lives. Of another machine nothing is known: its lease has to run out. */
export function isAlive(runner: string): boolean {
  const [host, pid] = runner.split(" ");
  if (host !== hostname()) return true;
  // A container that starts again gives its process the same number: that one is us, and the other is gone.
  if (Number(pid) === process.pid) return false;
  try {
    process.kill(Number(pid), 0);
    return true;
  } catch (fault) {
    return (fault as { code?: unknown }).code === "EPERM";
  }
}

export function heldBy(runner: string): LetterpressError {
  const [host, pid] = runner.split(" ");
  return new LetterpressError(
    "delivery/held",
    `This mailing is being sent at this moment by process ${pid} on ${host}.`,
    "Watch it with: letterpress status",
  );
}

async function report(
  terminal: Terminal,
  { store, mailing, resume }: SendRun,
  end: RunEnd,
  counts: DeliveryCounts,
  interrupted: ExitCode | undefined,
): Promise<SendResult> {
  terminal.note(
    Object.entries(counts)
      .filter(([state, readers]) => readers > 0 || state === "submitted")
      .map(([state, readers]) => `${state} ${readers.toLocaleString("en")}`)
      .join(", "),
  );
  if (counts.uncertain > 0) await nameUncertain(terminal, store, mailing, counts.uncertain);
  if (end.status === "stopped")
    terminal.note(`${terminal.style("red", "error")} ${end.message} ${end.remedy}`);
  if (end.status === "lost") terminal.note("Another sender has taken over this mailing.");
  const left = unfinished(counts);
  if (left > 0) terminal.note(`Incomplete: ${countOf(left, "reader")} left. Go on with: ${resume}`);
  const code = left === 0 ? exitCodes.done : (interrupted ?? exitCodes.incomplete);
  return { end, counts, code };
}

const mostNamed = 50;

/** The uncertain by address: a person decides, so a person must see them. */
export async function nameUncertain(
  terminal: Terminal,
  store: Store,
  mailing: Mailing,
  count: number,
): Promise<void> {
  const rows = await listDeliveries(store, { mailing: mailing.id, states: ["uncertain"], limit: mostNamed });
  terminal.note(
    `${countOf(count, "reader")} may or may not have a copy, because the link broke before the relay answered:`,
  );
  for (const row of rows) terminal.note(`  ${row.email ?? `subscriber ${row.subscriber}, removed since`}`);
  if (count > rows.length) terminal.note(`  and ${count - rows.length} more: letterpress status --json`);
  terminal.note(
    "Decide for them: --uncertain resend (some may get two copies) or --uncertain skip (some may get none).",
  );
}
