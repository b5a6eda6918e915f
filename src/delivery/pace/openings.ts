import type { Instant } from "../../base/clock.ts";
import type { Limits } from "./limits.ts";

/**
 * How many sessions may be opened at once: as many as there are messages that the pace lets start through them, and no
 * more. Without that all slots of a relay would open one when a mailing begins, each for the message that only one may
 * start, and relays dislike connections that carry nothing.
 *
 *   may open: the space to the last opening is as wide as that between two messages, and the quotas have room for as
 *             many messages as sessions are being opened
 *   begin:    an opening begins
 *   end:      there is a session, or there is none
 *
 * An opening promises nothing and holds up nobody who has a session. One that takes long keeps the next one waiting for
 * no longer than the space of one message.
 */
export class Openings {
  readonly #limits: Limits;
  /** By relay. */
  readonly #now = new Map<string, number>();
  readonly #last = new Map<string, Instant>();

  constructor(limits: Limits) {
    this.#limits = limits;
  }

  /** When another one may begin, as far as is known; infinite while as many go on as messages may start. */
  readyAt(relay: string, now: Instant): Instant {
    const going = this.#now.get(relay) ?? 0;
    if (going > 0 && going >= this.#limits.roomAt(relay, now)) return Number.POSITIVE_INFINITY;
    const last = this.#last.get(relay);
    // One in the future was begun by a clock that was set back since.
    return last === undefined || last > now ? now : last + this.#limits.spaceMs(relay);
  }

  begin(relay: string, now: Instant): void {
    this.#now.set(relay, (this.#now.get(relay) ?? 0) + 1);
    this.#last.set(relay, now);
  }

  end(relay: string): void {
    this.#now.set(relay, (this.#now.get(relay) ?? 1) - 1);
  }
}
