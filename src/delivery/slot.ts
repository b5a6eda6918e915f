import type { Clock } from "../base/clock.ts";
import type { RetryPolicy } from "../model/pace.ts";
import type { Started } from "../store/ledger.ts";
import { recordable } from "../transport/outcome.ts";
import type { LedgerWriter, Settled } from "./ledger/ledger-writer.ts";
import type { Pass, Passenger, Turnstile } from "./pace/turnstile.ts";
import { PressFault, type PressOutcome, type PressSession } from "./press/press.ts";
import type { Lane } from "./relays/lane.ts";
import type { Turn } from "./relays/shares.ts";
import { settle } from "./settle.ts";

/** What all slots of a run share, and what those of its relay do. */
export interface SlotWork extends Lane {
  readonly ledger: Pick<LedgerWriter, "exchange">;
  readonly turnstile: Turnstile;
  readonly retry: RetryPolicy;
  readonly clock: Clock;
  readonly random: () => number;
  /** Aborted by the first slot that finds no reader: slots that wait for a session need not wait any longer. */
  readonly round: AbortController;
  /** How long a session may carry nothing, in ms, before it is closed. */
  readonly idleMs: number;
  /**
   * Those of this round whose address needs SMTPUTF8, and who met a relay without it while another one may offer it.
   */
  readonly setAside: Set<number>;
  /** Whether any relay of the run offers SMTPUTF8, as far as is known. */
  readonly mayOfferUtf8: () => boolean;
}

/*
 * Who waits for whom before a message, and who wakes them. A slot that waits has written down its outcome, holds no
 * pass, and goes on at once when the run stops or the round ends.
 *
 * | waits for | that is | woken by |
 * |---|---|---|
 * | its turn | other relays, to be level with this one | who takes a turn or leaves, a relay that fails or is back; the first in line looks again every second at the latest |
 * | the pace | a limit, or a reader; without a session also those that others open (pace/openings.ts) | who takes or gives back a pass, a message that ends; a timer, every second at the latest |
 * | a session | the relay, or a place on a session of others | the end of an attempt to open one; a timer of the door's steps |
 *
 * The answer of the relay and the ledger are waited for whatever the signal says: they end by their own timeouts.
 */

/**
 * One message after the other, until no reader may start. The order is the promise: a session is open before a reader
 * is claimed; the intent is durable before the first byte; the outcome is durable before the next reader. An outcome is
 * never kept waiting for the turn, the pace or a new session.
 */
export async function runSlot(work: SlotWork): Promise<void> {
  await using slot = new Slot(work);
  await slot.toTheEnd();
}

class Slot {
  readonly #work: SlotWork;
  readonly #turn: Turn;
  readonly #passenger: Passenger;
  /** Aborted: nobody needs to wait for a session any more. */
  readonly #noSession: AbortSignal;
  #session: PressSession | undefined;
  /** The outcome of the last message, until it is written down. */
  #settled: Settled | undefined;
  /** The last words on this session, also when they have been written down. */
  #said: string | undefined;

  constructor(work: SlotWork) {
    this.#work = work;
    this.#turn = work.share.turn();
    this.#passenger = { relay: work.relay.name, needsSession: () => this.#needsSession() };
    this.#noSession = AbortSignal.any([work.signal, work.round.signal]);
  }

  async toTheEnd(): Promise<void> {
    const { signal, ledger } = this.#work;
    while (!signal.aborted) {
      if (!this.#turn.take()) {
        await this.#record();
        if (!(await this.#idle(this.#turn.wait(this.#noSession)))) break;
      }
      const way = await this.#wayFree();
      if (way === undefined) break;
      const outcome = this.#settled;
      this.#settled = undefined;
      const reader = await ledger.exchange(outcome, way.pass);
      if (reader === undefined) continue;
      this.#settled = await submit(reader, way.pass, way.session, this.#work);
      this.#said = this.#settled.reason;
    }
    await this.#record();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#turn.leave();
    if (this.#session !== undefined) await this.#work.door.close(this.#session);
  }

  /** A session, and a pass for one message through it; undefined when nobody is left who could start here. */
  async #wayFree(): Promise<{ readonly session: PressSession; readonly pass: Pass } | undefined> {
    const { turnstile, relay, signal } = this.#work;
    for (;;) {
      // Before the session is looked at: a relay may hang up on one that waits for long.
      if (!(await this.#mayGo())) return undefined;
      if (this.#needsSession() && !(await this.#openSession())) continue;
      if (this.#session === undefined || signal.aborted) return undefined;
      // Only now does the message count: a door may keep a slot waiting for long, and what counts is kept from the
      // others.
      const pass = turnstile.take(relay.name);
      if (pass !== undefined) return { session: this.#session, pass };
    }
  }

  async #mayGo(): Promise<boolean> {
    const { turnstile, round } = this.#work;
    if (await turnstile.mayGo(this.#passenger)) return true;
    await this.#record();
    if (await this.#idle(turnstile.untilMayGo(this.#passenger, this.#noSession))) return true;
    if (!this.#noSession.aborted) round.abort();
    return false;
  }

  #needsSession(): boolean {
    return this.#session?.usable !== true;
  }

  /**
   * A session that carries nothing for long is closed meanwhile: the relay would hang up on it, and may think worse of
   * us.
   */
  async #idle<Value>(waiting: Promise<Value>): Promise<Value> {
    let closing: Promise<void> | undefined;
    const timer = setTimeout(() => {
      const session = this.#session;
      this.#session = undefined;
      if (session !== undefined) closing = this.#work.door.close(session);
    }, this.#work.idleMs);
    try {
      return await waiting;
    } finally {
      clearTimeout(timer);
      await closing;
    }
  }

  /**
   * In place of one that takes no more messages; there is none afterwards when none is to be had. False: this slot need
   * not open one now.
   */
  async #openSession(): Promise<boolean> {
    const { door, turnstile, relay } = this.#work;
    if (this.#session !== undefined) {
      await this.#record();
      await door.close(this.#session, this.#said ?? "The connection was closed.");
    }
    this.#session = undefined;
    const opened = turnstile.opening(relay.name);
    if (opened === undefined) return false;
    try {
      this.#session = await door.open(this.#noSession);
    } finally {
      opened();
    }
    return true;
  }

  async #record(): Promise<void> {
    const outcome = this.#settled;
    this.#settled = undefined;
    if (outcome !== undefined) await this.#work.ledger.exchange(outcome);
  }
}

async function submit(reader: Started, pass: Pass, session: PressSession, work: SlotWork): Promise<Settled> {
  const { subscriber, attempts, waits } = reader;
  const outcome = await outcomeOf(reader, session, work);
  work.turnstile.ended(pass, outcome.status === "skipped" ? undefined : outcome);
  if (outcome.status === "skipped") return skipped(subscriber, outcome.reason, work);
  if (outcome.status !== "unsent") work.door.served(session);
  work.answered(outcome);
  const attempt = { subscriber, attempts, waits, now: work.clock.now(), random: work.random() };
  return settle(recordable(outcome), attempt, work.retry);
}

/** Who only needs another relay is set aside for it (rounds.ts). */
function skipped(
  subscriber: number,
  reason: Extract<PressOutcome, { status: "skipped" }>["reason"],
  { setAside, mayOfferUtf8, relay }: SlotWork,
): Settled {
  if (reason !== "needs-smtputf8" || !mayOfferUtf8()) return { subscriber, state: "skipped", reason };
  setAside.add(subscriber);
  const why = `The address needs SMTPUTF8, which the relay ${relay.name} does not offer.`;
  return { subscriber, state: "pending", reason: why, setAside: true };
}

/** After a fault of the press the reader goes back, since no byte was sent, and the run ends. */
async function outcomeOf(
  reader: Started,
  session: PressSession,
  { ledger }: SlotWork,
): Promise<PressOutcome> {
  try {
    return await session.submit(reader);
  } catch (fault) {
    if (fault instanceof PressFault)
      await ledger.exchange({ subscriber: reader.subscriber, state: "pending" });
    throw fault;
  }
}
