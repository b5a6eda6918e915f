import type { Instant } from "../../base/clock.ts";

/**
 * When the next message is due: each keeps a gap behind it. One that did not start after all leaves no gap, as long as
 * nobody has come behind it; afterwards its gap stays, since the next one has been given its moment by it.
 */
export class NextAt {
  #at: Instant = 0;
  /** The last message, while it may be given back. */
  #last: { readonly at: Instant; readonly before: Instant } | undefined;

  get at(): Instant {
    return this.#at;
  }

  take(at: Instant, gapMs: number): void {
    this.#last = { at, before: this.#at };
    this.#at = Math.max(at, this.#at) + gapMs;
  }

  /** The message that was taken at this moment did not start. */
  giveBack(at: Instant): void {
    if (this.#last?.at !== at) return;
    this.#at = this.#last.before;
    this.#last = undefined;
  }

  /** Another reason than a message taken here decides from now on. */
  set(at: Instant): void {
    this.#at = at;
    this.#last = undefined;
  }

  /** The clock was set back by so much. Moments of before can come again, so nothing of before is given back. */
  shift(ms: number): void {
    this.set(this.#at - ms);
  }
}
