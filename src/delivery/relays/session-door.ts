import { backoffMs } from "../../base/backoff.ts";
import type { Clock, Instant } from "../../base/clock.ts";
import { RelayFault, type Session, type Transport } from "../../transport/transport.ts";
import { settled, wait } from "../wait.ts";

/** Waits in ms after the first, second … failure in a row; after the last one the relay counts as gone. */
export const relayStepsMs: readonly number[] = [1_000, 2_000, 5_000, 10_000, 20_000, 30_000];

/**
 * The one way to a session, shared by all slots of a relay. A session has as many places as messages may be on their
 * way on it, and there are never more than `connections` sessions to the relay.
 *
 * While no session is of use, a failure is the relay's: however many slots met it, it counts once, and they all wait
 * for the same moment, so that a relay in trouble is not stormed. Sessions that end before the relay has answered for
 * any reader are such a failure too, when as many end in a row as were ever open at once. The count starts again when
 * the relay has answered for a reader (`served`).
 *
 * While another session is of use, a failure is the slot's: the relay takes no more connections. It waits alone. One
 * that the relay has ended is of none, also while its slot still waits for its turn or writes down an outcome, and has
 * not given it back.
 */
export class SessionDoor<Opened extends Session<never, unknown>> {
  readonly #transport: Opening<Opened>;
  readonly #clock: Clock;
  readonly #stepsMs: readonly number[];
  readonly #patient: boolean;
  readonly #report: (fault: RelayFault, retryAt: Instant) => void;
  readonly #opened: () => void;
  readonly #attempts = new Set<Promise<unknown>>();
  readonly #connections: number;
  /** Sessions that give places, and whether the relay has answered for a reader on them. */
  readonly #open = new Map<Opened, boolean>();
  /** How many places are taken, also on sessions that give none any more. */
  readonly #places = new Map<Opened, number>();
  #mostOpen = 0;
  #offersUtf8: boolean | undefined;
  #failures = 0;
  #fruitless = 0;
  #notBefore: Instant = 0;
  #gone: RelayFault | undefined;

  constructor(options: {
    readonly transport: Opening<Opened>;
    /** The most sessions at once. */
    readonly connections: number;
    readonly clock: Clock;
    readonly stepsMs: readonly number[];
    /** Also a relay that was not there from the beginning gets all the steps: others send meanwhile. */
    readonly patient?: boolean;
    readonly report: (fault: RelayFault, retryAt: Instant) => void;
    /** Hears that a session has opened. */
    readonly opened?: () => void;
  }) {
    this.#transport = options.transport;
    this.#connections = options.connections;
    this.#clock = options.clock;
    this.#stepsMs = options.stepsMs;
    this.#patient = options.patient === true;
    this.#report = options.report;
    this.#opened = options.opened ?? (() => undefined);
  }

  /**
   * A place in a session: one message at a time goes through it. Throws RelayFault when waiting is no use: the fault is
   * permanent, no session was ever open in this run (unless the door is patient), or the steps are used up. Returns
   * undefined when the signal says stop, when the relay refuses this slot for good while other sessions work, or when
   * all sessions there may be are open and none has a place, because the relay takes fewer messages at once than were
   * wanted.
   */
  async open(signal: AbortSignal): Promise<Opened | undefined> {
    for (let refused = 0; !signal.aborted; ) {
      const place = this.#place();
      if (place !== undefined) return place;
      const known = this.#failures;
      await this.#wait(this.#notBefore - this.#clock.now(), signal);
      if (signal.aborted) return undefined;
      if (this.#gone !== undefined) throw this.#gone;
      // It has failed for another slot meanwhile, and all wait for the same moment.
      if (this.#failures > known) continue;
      if (this.#usable() + this.#attempts.size >= this.#connections) {
        // Others may have opened all there may be, with places left, while this one waited.
        if (this.#attempts.size === 0) return this.#place();
        await settled(Promise.race(this.#attempts), signal);
        continue;
      }
      const failures = this.#failures;
      const opened = await this.#attempt(signal);
      if (signal.aborted) {
        // It may have opened just then, and nobody would close it.
        if (!(opened instanceof RelayFault)) await this.close(opened);
        return undefined;
      }
      if (!(opened instanceof RelayFault)) return opened;
      // Whether the relay is in trouble or this slot is one too many is known when the others have their answer.
      await settled(Promise.allSettled(this.#attempts), signal);
      if (signal.aborted) return undefined;
      if (this.#usable() === 0) {
        if (failures === this.#failures) this.#fail(opened);
      } else {
        if (opened.permanent) return undefined;
        refused += 1;
        await wait(backoffMs(this.#stepsMs, refused, 0.5), signal);
      }
    }
    return undefined;
  }

  /** Whether the relay takes addresses that need SMTPUTF8; undefined before the first session. */
  get offersUtf8(): boolean | undefined {
    return this.#offersUtf8;
  }

  /** The relay has answered for a reader: it works. */
  served(session: Opened): void {
    if (this.#open.has(session)) this.#open.set(session, true);
    this.#failures = 0;
    this.#fruitless = 0;
  }

  /**
   * Gives back a place that `open` gave. `broken` says why the session takes no more messages, when it does not. The
   * last one to leave closes it: others may still wait for the relay's answer.
   */
  async close(session: Opened, broken?: string): Promise<void> {
    const places = (this.#places.get(session) ?? 1) - 1;
    if (broken !== undefined && this.#open.has(session)) {
      const served = this.#open.get(session);
      this.#open.delete(session);
      this.#notBefore = Math.max(this.#notBefore, this.#clock.now() + (this.#stepsMs[0] ?? 0) / 10);
      if (served !== true) this.#fruitless += 1;
      if (this.#fruitless >= this.#mostOpen) this.#fail(this.#hangsUp(broken));
    }
    this.#places.set(session, places);
    if (places > 0) return;
    this.#open.delete(session);
    this.#places.delete(session);
    await session.close();
  }

  /** A place in a session that is open, taken. */
  #place(): Opened | undefined {
    for (const session of this.#open.keys()) {
      const taken = this.#places.get(session) ?? 0;
      if (!session.usable || taken >= session.depth) continue;
      this.#places.set(session, taken + 1);
      return session;
    }
    return undefined;
  }

  #usable(): number {
    return [...this.#open.keys()].filter((session) => session.usable).length;
  }

  /** Opens one session and notes it before anybody else can ask how many there are. */
  async #attempt(signal: AbortSignal): Promise<Opened | RelayFault> {
    const attempt = this.#transport.open(signal).then(
      (session) => {
        this.#open.set(session, false);
        this.#places.set(session, 1);
        this.#offersUtf8 = session.offersUtf8;
        this.#mostOpen = Math.max(this.#mostOpen, this.#open.size);
        this.#opened();
        return session;
      },
      (fault: unknown) => {
        if (fault instanceof RelayFault) return fault;
        throw fault;
      },
    );
    this.#attempts.add(attempt);
    try {
      return await attempt;
    } finally {
      this.#attempts.delete(attempt);
    }
  }

  #fail(fault: RelayFault): void {
    this.#failures += 1;
    this.#fruitless = 0;
    const neverThere = this.#mostOpen === 0 && !this.#patient;
    if (fault.permanent || neverThere || this.#failures > this.#stepsMs.length) {
      this.#gone = fault;
      return;
    }
    this.#notBefore = this.#clock.now() + backoffMs(this.#stepsMs, this.#failures, 0.5);
    this.#report(fault, this.#notBefore);
  }

  #hangsUp(reason: string): RelayFault {
    return new RelayFault({
      code: "delivery/relay-hangs-up",
      stage: "mail",
      permanent: false,
      message: `The relay ${this.#transport.name} takes connections and ends them before it takes a message. ${reason}`,
      remedy: "Ask whoever runs the relay.",
    });
  }

  /** No longer than the longest step, even when the clock of this machine was set back. */
  async #wait(ms: number, signal: AbortSignal): Promise<void> {
    await wait(Math.min(ms, 1.2 * Math.max(0, ...this.#stepsMs)), signal);
  }
}

/** A transport, of which the door only opens the sessions: what goes through them is not its business. */
interface Opening<Opened> extends Pick<Transport, "name"> {
  open(signal: AbortSignal): Promise<Opened>;
}
