import { longestBackoffMs } from "../base/backoff.ts";
import { type Clock, systemClock } from "../base/clock.ts";
import { type DeliveryCounts, type Mailing, type Stop, unfinished } from "../model/mailing.ts";
import type { PaceRules, RetryPolicy } from "../model/pace.ts";
import type { SigningKey } from "../model/signing-key.ts";
import { countDeliveries, earliestDue } from "../store/deliveries.ts";
import { claimMailing, editionsToSend, type Halt, releaseMailing } from "../store/mailings.ts";
import { markRun } from "../store/run-marks.ts";
import type { Store } from "../store/store.ts";
import { RelayFault } from "../transport/transport.ts";
import { EventQueue } from "./event-queue.ts";
import { keepLease, leaseMs } from "./keep-lease.ts";
import { type Lane, type RunRelay, slotsOf } from "./lane.ts";
import { Lanes } from "./lanes.ts";
import { LeaseLost, LedgerWriter } from "./ledger-writer.ts";
import { openTurnstile } from "./pace/open-turnstile.ts";
import { openPresses, type Presses, threadsFor } from "./presses.ts";
import type { RunEnd, RunEvent } from "./run-event.ts";
import { relayStepsMs } from "./session-door.ts";
import { runSlot, type SlotWork } from "./slot.ts";
import { wait } from "./wait.ts";

export interface RunOptions {
  /** At least one; the ledger is one for all of them. */
  readonly relays: readonly RunRelay[];
  /** Each signs every message (DKIM). */
  readonly signingKeys?: readonly SigningKey[];
  /** How many threads make and send the messages; with 0 or 1 this one does. Left out, it is chosen. */
  readonly threads?: number;
  /** How many there may be when it is chosen; 1 without it. */
  readonly cores?: number;
  readonly pace: PaceRules;
  readonly retry: RetryPolicy;
  /** Names this run; never used twice. */
  readonly runner: string;
  /** Whether the process behind another runner's name still lives. */
  readonly isAlive?: (runner: string) => boolean;
  /** A person has said so: a mailing that a person has paused goes on, too. */
  readonly resume?: boolean;
  /** Aborted: drain what is in flight, then end. With the reason "interrupt", nobody goes on unasked afterwards. */
  readonly signal: AbortSignal;
  readonly clock?: Clock;
  readonly random?: () => number;
  /** Waits between attempts to reach a relay, in ms. */
  readonly relayStepsMs?: readonly number[];
}

/** Somebody else is sending this mailing at this moment. */
export interface Held {
  readonly status: "held";
  readonly runner: string;
  readonly until: number;
}

const longestNapMs = 60_000;

/*
 * How a mailing runs. Every step is durable before the next begins.
 *
 * 1. Claim: take the lease, and mark the run beside the store (store/run-marks.ts). Readers whom a dead sender left between the first byte and the answer become `uncertain`.
 * 2. Rounds: each relay has a lane (lanes.ts), with as many slots as messages may be in flight through it, each with one message at a
 *    time (slot.ts), until nobody may start. If readers are deferred, wait until the first is due, and go round again.
 * 3. Release: `finished` when every delivery is final, else `paused`.
 *
 * A crash in 1 or 3 changes nobody's delivery; the next run claims again. A crash in 2 leaves at most one reader a slot
 * `submitting`: the next run names them. A fault of the store ends the run at once, since what cannot be recorded must
 * not be sent. An abort ends the rounds after what is in flight, and so does a person who pauses or cancels the mailing from
 * anywhere (store/stop-mailing.ts).
 */

/** Finished or cancelled, perhaps by another sender a moment ago: there is nothing to send. */
export interface Over {
  readonly status: "over";
}

/** A person has paused it: only a run that resumes it goes on. */
export interface Paused {
  readonly status: "paused";
}

/** Sends a mailing to everybody who is still to get it. Throws LetterpressError when the store fails. */
export async function runMailing(
  store: Store,
  mailing: Mailing,
  options: RunOptions,
): Promise<Held | Over | Paused | { readonly status: "running"; readonly events: AsyncIterable<RunEvent> }> {
  const { runner, isAlive } = options;
  const clock = options.clock ?? systemClock;
  const { createdAt } = mailing;
  const purpose = options.resume === true ? "resume" : "send";
  const lease = { mailing: mailing.id, createdAt, runner, now: clock.now(), leaseMs, purpose } as const;
  const claimed = await claimMailing(store, { ...lease, ...(isAlive === undefined ? {} : { isAlive }) });
  if (claimed.status !== "claimed") return claimed;
  const queue = new EventQueue<RunEvent>();
  const run = new Run({ store, mailing, options, clock, queue });
  const ended = run.toTheEnd(claimed.uncertain).then(
    () => queue.end(),
    (fault: unknown) => queue.fail(fault),
  );
  return { status: "running", events: queue.drain(ended) };
}

interface RunParts {
  readonly store: Store;
  readonly mailing: Mailing;
  readonly options: RunOptions;
  readonly clock: Clock;
  readonly queue: EventQueue<RunEvent>;
}

/** What stopped the rounds before everybody was served. */
type Cut = Extract<RunEnd, { status: "stopped" | "lost" | Halt }>;

class Run {
  readonly #parts: RunParts;
  readonly #halt = new AbortController();
  #cut: Cut | undefined;

  constructor(parts: RunParts) {
    this.#parts = parts;
  }

  async toTheEnd(uncertain: number): Promise<void> {
    const { options } = this.#parts;
    const forward = () => this.#halt.abort();
    options.signal.addEventListener("abort", forward, { once: true });
    if (options.signal.aborted) forward();
    const { store, mailing, clock } = this.#parts;
    const ended = new AbortController();
    const renewal = keepLease({
      store,
      mailing,
      runner: options.runner,
      clock,
      ended: ended.signal,
      stop: (status) => this.#stopRun({ status }),
    });
    try {
      await this.#send(uncertain);
    } catch (fault) {
      // The lease is given back if it can be, without an event: the fault is what has to be told.
      await this.#giveBack().catch(() => undefined);
      throw fault;
    } finally {
      options.signal.removeEventListener("abort", forward);
      ended.abort();
      await renewal;
    }
    await this.#release();
    // The mark of the start is there, and is enough to know an old copy by; this one also knows copies of the time between.
    await markRun(store, mailing).catch(() => undefined);
  }

  async #send(uncertain: number): Promise<void> {
    const { store, mailing, queue } = this.#parts;
    await markRun(store, mailing);
    const counts = await countDeliveries(store, mailing.id);
    queue.push({ type: "claimed", counts, uncertain });
    await using presses = await this.#presses(counts.pending);
    await this.#rounds(presses);
  }

  /** What makes the messages, in this thread or in others. */
  async #presses(readers: number): Promise<Presses> {
    const { store, mailing, options } = this.#parts;
    const { relays, signingKeys = [], threads: asked, cores = 1 } = options;
    const { issue, list, only, date, sender } = mailing;
    const names = { issue, list, date, ...(only === undefined ? {} : { only }) };
    const editions = await editionsToSend(store, mailing.id);
    const transports = relays.map(({ transport }) => transport);
    const connections = relays.reduce((sum, relay) => sum + relay.connections, 0);
    const signed = signingKeys.length > 0;
    const threads = threadsFor({ asked, cores, signed, transports, connections, readers });
    return openPresses({ editions, sender, names, key: store.key, signingKeys }, transports, threads);
  }

  async #rounds(presses: Presses): Promise<void> {
    const { store, mailing, options, clock, queue } = this.#parts;
    const signal = this.#halt.signal;
    const shared = await this.#shared();
    const lanes = this.#lanes(presses);
    let told: number | undefined;
    for (let rounds = 0; !signal.aborted; rounds += 1) {
      const { pending, deferred } = await countDeliveries(store, mailing.id);
      if (pending + deferred === 0) return;
      if (pending > 0 && rounds > 0) shared.turnstile.restart();
      if (pending === 0) {
        const latest = clock.now() + longestBackoffMs(options.retry.stepsMs);
        const until = (await earliestDue(store, { mailing: mailing.id, latest })) ?? clock.now();
        if (until > clock.now()) {
          if (until !== told) queue.push({ type: "waiting", deferred, until });
          told = until;
          // In small steps, because a clock may be set and a machine may sleep meanwhile.
          await wait(Math.min(until - clock.now(), longestNapMs), signal);
          continue;
        }
      }
      const round = new AbortController();
      const slots = lanes.open.flatMap((lane) =>
        Array.from({ length: slotsOf(lane.relay) }, () =>
          this.#slot({ ...shared, ...lane, round }, lanes, lane),
        ),
      );
      for (const slot of await Promise.allSettled(slots)) if (slot.status === "rejected") throw slot.reason;
    }
  }

  async #shared(): Promise<Omit<SlotWork, keyof Lane | "round">> {
    const { store, mailing, options, clock, queue } = this.#parts;
    const counts = await countDeliveries(store, mailing.id);
    const progress = () => queue.pushLatest("progress", { type: "progress", counts: ledger.counts });
    const turnstile = await openTurnstile({
      store,
      mailing: mailing.id,
      clock,
      rules: options.pace,
      relays: options.relays.map(({ name }) => name),
      usedUp: (usedUp) => queue.push({ type: "pace-used-up", ...usedUp }),
      changed: (change) => queue.push({ type: "pace-changed", ...change }),
    });
    const ledger = new LedgerWriter({
      store,
      mailing: mailing.id,
      runner: options.runner,
      clock,
      turnstile,
      counts,
      changed: progress,
      busy: () => queue.push({ type: "store-busy" }),
      halted: (status) => this.#stopRun({ status }),
    });
    return {
      ledger,
      turnstile,
      retry: options.retry,
      clock,
      random: options.random ?? Math.random,
    };
  }

  #lanes(presses: Presses): Lanes {
    const { options, clock, queue } = this.#parts;
    return new Lanes({
      relays: options.relays,
      press: ({ transport }) => presses.of(transport),
      clock,
      stepsMs: options.relayStepsMs ?? relayStepsMs,
      signal: this.#halt.signal,
      tell: (event) => queue.push(event),
      stop: (cut) => this.#stopRun(cut),
    });
  }

  /** A slot whose faults are understood: only faults of the store and bugs are thrown on. */
  async #slot(work: SlotWork, lanes: Lanes, lane: Lane): Promise<void> {
    try {
      await runSlot(work);
    } catch (fault) {
      if (fault instanceof RelayFault) return lanes.takeOut(lane, fault);
      this.#halt.abort();
      if (fault instanceof LeaseLost) this.#stopRun({ status: "lost" });
      else throw fault;
    }
  }

  #stopRun(cut: Cut): void {
    this.#cut ??= cut;
    this.#halt.abort();
  }

  #giveBack(): Promise<Mailing> {
    const { store, mailing, options, clock } = this.#parts;
    const lease = { mailing: mailing.id, runner: options.runner, now: clock.now() };
    return releaseMailing(store, { ...lease, stoppedBy: this.#stoppedBy() });
  }

  /** Why nobody is to go on unasked, if so. */
  #stoppedBy(): Stop | undefined {
    const { signal } = this.#parts.options;
    if (this.#cut?.status === "stopped" && this.#cut.permanent) return "relay";
    return signal.aborted && signal.reason === "interrupt" ? "interrupt" : undefined;
  }

  async #release(): Promise<void> {
    const { store, mailing, queue } = this.#parts;
    const released = await this.#giveBack();
    const counts = await countDeliveries(store, mailing.id);
    queue.push({ type: "ended", end: this.#end(counts), mailing: released, counts });
  }

  #end(counts: DeliveryCounts): RunEnd {
    const cut = this.#cut;
    // The last message may have gone out just then.
    if (cut !== undefined && !(cut.status === "paused" && unfinished(counts) === 0)) return cut;
    if (unfinished(counts) === 0) return { status: "complete" };
    if (unfinished(counts) === counts.uncertain) return { status: "uncertain" };
    return { status: "interrupted" };
  }
}
