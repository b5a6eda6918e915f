import { backoffMs } from "../base/backoff.ts";
import type { Clock, Instant } from "../base/clock.ts";
import { RelayFault, type Session, type Transport } from "../transport/transport.ts";
import { wait } from "./wait.ts";

/** Waits in ms after the first, second … failure in a row; after the last one the relay counts as gone. */
export const relayStepsMs: readonly number[] = [1_000, 2_000, 5_000, 10_000, 20_000, 30_000];

/**
 * The one way to a session, shared by all slots of a run. When the relay cannot be reached they all wait for the same
 * moment, so that a relay in trouble is not stormed.
 *
 * `open` throws RelayFault when waiting is no use: the fault is permanent, no session was ever open in this run, or the
 * steps are used up. It returns undefined when the run is asked to stop, or when this slot is one too many: the relay
 * refuses it while other sessions work.
 */
export class SessionDoor {
  readonly #transport: Transport;
  readonly #clock: Clock;
  readonly #stepsMs: readonly number[];
  readonly #report: (fault: RelayFault, retryAt: Instant) => void;
  #open = 0;
  #everOpen = false;
  #failures = 0;
  #notBefore: Instant = 0;

  constructor(options: {
    readonly transport: Transport;
    readonly clock: Clock;
    readonly stepsMs: readonly number[];
    readonly report: (fault: RelayFault, retryAt: Instant) => void;
  }) {
    this.#transport = options.transport;
    this.#clock = options.clock;
    this.#stepsMs = options.stepsMs;
    this.#report = options.report;
  }

  async open(signal: AbortSignal): Promise<Session | undefined> {
    while (!signal.aborted) {
      await wait(this.#notBefore - this.#clock.now(), signal);
      if (signal.aborted) return undefined;
      try {
        const session = await this.#transport.open();
        this.#open += 1;
        this.#everOpen = true;
        this.#failures = 0;
        return session;
      } catch (fault) {
        if (!(fault instanceof RelayFault)) throw fault;
        if (this.#open > 0) return undefined;
        this.#failures += 1;
        if (fault.permanent || !this.#everOpen || this.#failures > this.#stepsMs.length) throw fault;
        this.#backOff(fault);
      }
    }
    return undefined;
  }

  /** Lets go of a session that `open` gave. A link that broke counts as trouble: the next one waits a moment. */
  async close(session: Session, broke: boolean): Promise<void> {
    this.#open -= 1;
    if (broke) this.#notBefore = Math.max(this.#notBefore, this.#clock.now() + (this.#stepsMs[0] ?? 0) / 10);
    await session.close();
  }

  #backOff(fault: RelayFault): void {
    const now = this.#clock.now();
    if (this.#notBefore > now) return;
    this.#notBefore = now + backoffMs(this.#stepsMs, this.#failures, 0.5);
    this.#report(fault, this.#notBefore);
  }
}
