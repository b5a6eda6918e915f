import { systemClock } from "../base/clock.ts";
import { LetterpressError } from "../base/errors.ts";
import {
  type DeliveryCounts,
  type Mailing,
  type Stop,
  type StopReason,
  unfinished,
} from "../model/mailing.ts";
import { countDeliveries } from "../store/deliveries.ts";
import { claimMailing, releaseMailing } from "../store/mailings.ts";
import { markRun } from "../store/run-marks.ts";
import type { Store } from "../store/store.ts";
import { EventQueue } from "./event-queue.ts";
import { keepLease, leaseMs } from "./keep-lease.ts";
import { type Cut, type RoundsParts, runRounds } from "./rounds.ts";
import type { RunEnd, RunEvent } from "./run-event.ts";
import type { RunOptions } from "./run-options.ts";

/** Somebody else is sending this mailing at this moment. */
export interface Held {
  readonly status: "held";
  readonly runner: string;
  readonly until: number;
}

/*
 * How a mailing runs. Every step is durable before the next begins.
 *
 * 1. Claim: take the lease, and mark the run beside the store (store/run-marks.ts). Readers whom a dead sender
 *    left between the first byte and the answer become `uncertain`.
 * 2. Rounds (rounds.ts): each relay has a lane, with as many slots as messages may be in flight through it, each with
 *    one message at a time, until nobody may start. If readers are deferred, wait until the first is due, and go round
 *    again.
 * 3. Release: `finished` when every delivery is final, else `paused`.
 *
 * A crash in 1 or 3 changes nobody's delivery; the next run claims again. A crash in 2 leaves at most one reader a slot
 * `submitting`: the next run names them. A fault of the store ends the run at once, since what cannot be recorded must
 * not be sent. An abort ends the rounds after what is in flight, and so does a person who pauses or cancels the mailing
 * from anywhere (store/stop-mailing.ts).
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

type RunParts = Omit<RoundsParts, "halt" | "progress">;

class Run {
  readonly #parts: RunParts;
  readonly #halt = new AbortController();
  #cut: Cut | undefined;
  /** As it was told last; undefined until they are counted. */
  #submitted: number | undefined;

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
      submitted: () => this.#submitted,
      stop: (status) => this.#stopRun({ status }),
    });
    try {
      await this.#send(uncertain);
    } catch (fault) {
      // The lease is given back if it can be, without an event: the fault is what has to be told.
      await this.#giveBack(fault).catch(() => undefined);
      throw fault;
    } finally {
      options.signal.removeEventListener("abort", forward);
      ended.abort();
      await renewal;
    }
    await this.#release();
    // The mark of the start is there, and is enough to know an old copy by; this one also knows copies of the time
    // between.
    await markRun(store, mailing).catch(() => undefined);
  }

  async #send(uncertain: number): Promise<void> {
    const { store, mailing, queue } = this.#parts;
    await markRun(store, mailing);
    const counts = await countDeliveries(store, mailing.id);
    queue.push({ type: "claimed", counts, uncertain });
    this.#submitted = counts.submitted;
    const halt = {
      signal: this.#halt.signal,
      stop: (cut: Cut) => this.#stopRun(cut),
      abort: () => this.#halt.abort(),
    };
    const progress = (now: DeliveryCounts) => this.#progress(now);
    await runRounds({ ...this.#parts, halt, progress }, counts.pending);
  }

  #progress(counts: DeliveryCounts): void {
    this.#submitted = counts.submitted;
    this.#parts.queue.pushLatest("progress", { type: "progress", counts });
  }

  #stopRun(cut: Cut): void {
    this.#cut ??= cut;
    this.#halt.abort();
  }

  #giveBack(fault?: unknown): Promise<Mailing> {
    const { store, mailing, options, clock } = this.#parts;
    const lease = { mailing: mailing.id, runner: options.runner, now: clock.now() };
    return releaseMailing(store, {
      ...lease,
      stoppedBy: this.#stoppedBy(),
      stopReason: this.#stopReason(fault),
    });
  }

  /** For who looks later; what a person has done needs no such words. */
  #stopReason(fault: unknown): StopReason | undefined {
    const why =
      this.#cut?.status === "stopped" ? this.#cut : fault instanceof LetterpressError ? fault : undefined;
    return why && { message: why.message, remedy: why.remedy };
  }

  /** Why nobody is to go on unasked, if so. */
  #stoppedBy(): Stop | undefined {
    const { signal } = this.#parts.options;
    if (this.#cut?.status === "stopped" && this.#cut.permanent) return this.#cut.because;
    return signal.aborted && signal.reason === "interrupt" ? "interrupt" : undefined;
  }

  async #release(): Promise<void> {
    const { store, mailing, queue } = this.#parts;
    const released = await this.#giveBack();
    const counts = await countDeliveries(store, mailing.id);
    queue.push({ type: "ended", end: this.#end(released, counts), mailing: released, counts });
  }

  #end({ state }: Mailing, counts: DeliveryCounts): RunEnd {
    const cut = this.#cut;
    // What was paused may be cancelled while the last messages are on their way.
    if (state === "cancelled" && (cut === undefined || cut.status === "paused"))
      return { status: "cancelled" };
    // The last message may have gone out just then.
    if (cut !== undefined && !(cut.status === "paused" && unfinished(counts) === 0)) return cut;
    if (unfinished(counts) === 0) return { status: "complete" };
    if (unfinished(counts) === counts.uncertain) return { status: "uncertain" };
    return { status: "interrupted" };
  }
}
