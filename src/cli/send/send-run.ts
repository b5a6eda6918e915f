import { availableParallelism } from "node:os";
import { systemClock } from "../../base/clock.ts";
import type { RunRelay } from "../../delivery/relays/lane.ts";
import type { RunEnd } from "../../delivery/run-event.ts";
import { runMailing } from "../../delivery/run-mailing.ts";
import { type DeliveryCounts, type Mailing, unfinished } from "../../model/mailing.ts";
import type { PaceRules, RetryPolicy } from "../../model/pace.ts";
import type { SigningKey } from "../../model/signing-key.ts";
import { countDeliveries } from "../../store/deliveries.ts";
import { findMailingById } from "../../store/mailings.ts";
import type { Store } from "../../store/store.ts";
import { type ExitCode, exitCodes } from "../exit-code.ts";
import { holdHeap } from "./hold-heap.ts";
import { nameUncertain, stayListed } from "./name-uncertain.ts";
import { countOf } from "../newsletter.ts";
import { heldBy, isAlive, newRunner } from "./runner.ts";
import { pausedByPerson } from "./send-request.ts";
import { progressView } from "./show-progress.ts";
import { stopOnSignal } from "./stop-on-signal.ts";
import type { Terminal } from "../terminal.ts";

export interface SendRun {
  readonly store: Store;
  readonly mailing: Mailing;
  readonly relays: readonly RunRelay[];
  readonly signingKeys: readonly SigningKey[];
  /** As the configuration says it. */
  readonly threads: number | undefined;
  readonly pace: PaceRules;
  readonly retry: RetryPolicy;
  /** What a person types to go on later. */
  readonly resume: string;
  /** What a person types to go on after somebody has paused it. */
  readonly resumePaused: string;
  /** A person has said that it goes on, even if somebody has paused it. */
  readonly resuming: boolean;
  /** A person has said that it goes on although many addresses do not exist. */
  readonly acceptBounces?: boolean;
  /** The sentence that says how to decide for the uncertain, with what a person types to go on. */
  readonly decide: (goOn: string) => string;
}

/** What came of it, for the exit code and for `--json`. */
export interface SendResult {
  readonly end: RunEnd;
  readonly counts: DeliveryCounts;
  readonly code: ExitCode;
  /** The exit code of the signal that asked to stop, also when it came behind the last message. */
  readonly interrupted: ExitCode | undefined;
}

/** Runs a mailing in the foreground, until it ends or a signal asks it to stop. */
export async function sendRun(terminal: Terminal, run: SendRun): Promise<SendResult> {
  const stop = stopOnSignal(terminal);
  const view = progressView(terminal, systemClock);
  using _heap = holdHeap();
  try {
    const { store, mailing, relays, signingKeys, threads, pace, retry } = run;
    const started = await runMailing(store, mailing, {
      relays,
      signingKeys,
      ...(threads === undefined ? { cores: availableParallelism() } : { threads }),
      pace,
      retry,
      runner: newRunner(),
      isAlive,
      resume: run.resuming,
      acceptBounces: run.acceptBounces === true,
      signal: stop.signal,
    });
    if (started.status === "held") throw heldBy(started);
    if (started.status === "paused") throw pausedByPerson(run.resumePaused);
    if (started.status === "over") {
      const counts = await countDeliveries(store, mailing.id);
      const now = await findMailingById(store, mailing.id);
      const status = now?.state === "cancelled" ? "cancelled" : "complete";
      return await report(terminal, run, { status }, counts, undefined);
    }
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

async function report(
  terminal: Terminal,
  run: SendRun,
  end: RunEnd,
  counts: DeliveryCounts,
  interrupted: ExitCode | undefined,
): Promise<SendResult> {
  const { store, mailing } = run;
  terminal.note(
    Object.entries(counts)
      .filter(([state, readers]) => readers > 0 || state === "submitted")
      .map(([state, readers]) => `${state} ${readers.toLocaleString("en")}`)
      .join(", "),
  );
  if (counts.uncertain > 0)
    await nameUncertain(terminal, store, mailing, counts.uncertain, uncertainWords(run, end));
  if (end.status === "stopped")
    terminal.note(`${terminal.style("red", "error")} ${end.message} ${end.remedy}`);
  if (end.status === "lost") terminal.note("Another sender has taken over this mailing.");
  const left = unfinished(counts);
  if (end.status === "cancelled")
    terminal.note(`Cancelled from another terminal: ${countOf(counts.skipped, "reader")} skipped.`);
  else if (left > 0) terminal.note(leftWords(run, end, counts));
  const done = left === 0 && end.status !== "cancelled";
  const code = done ? exitCodes.done : (interrupted ?? exitCodes.incomplete);
  return { end, counts, code, interrupted };
}

/** What was stopped meanwhile goes on otherwise than it began, or not at all. */
function uncertainWords({ decide, resume, resumePaused }: SendRun, { status }: RunEnd): string {
  if (status === "cancelled") return stayListed;
  return decide(status === "paused" ? resumePaused : resume);
}

function leftWords({ resume, resumePaused }: SendRun, end: RunEnd, counts: DeliveryCounts): string {
  const left = unfinished(counts);
  // The uncertain do not go on by themselves: how to decide for them has just been said.
  const goesOn = left > counts.uncertain;
  if (end.status === "paused")
    return `Paused from another terminal; ${countOf(left, "reader")} left. Go on with: ${resumePaused}`;
  return `Incomplete: ${countOf(left, "reader")} left.${goesOn ? ` Go on with: ${resume}` : ""}`;
}
