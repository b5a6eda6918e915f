import type { Instant } from "../../base/clock.ts";
import { NextAt } from "./next-at.ts";

/**
 * Spaces messages evenly, so that no span of time ever holds more than its limit. When the gaps are shorter than timers
 * can wait, a few messages may follow each other at once to make up for one that was late; the gaps are a little
 * longer then, so that the limit holds nevertheless. Nothing is saved up while nobody sends.
 */
export class Spacing {
  readonly #gapMs: number;
  readonly #toleranceMs: number;
  /** Messages that come a little too early may go, too. */
  readonly #next = new NextAt();

  constructor(spanMs: number, most: number) {
    this.#toleranceMs = spanMs / most < timerMs ? timerMs : 0;
    this.#gapMs = (spanMs + this.#toleranceMs) / most;
  }

  readyAt(now: Instant): Instant {
    return Math.max(now, this.#next.at - this.#toleranceMs);
  }

  take(at: Instant): void {
    this.#next.take(at, this.#gapMs);
  }

  /** The message that was taken at this moment did not start. */
  giveBack(at: Instant): void {
    this.#next.giveBack(at);
  }

  /** A message started at this moment, perhaps from another process. */
  sawAt(at: Instant): void {
    this.#next.set(Math.max(this.#next.at, at + this.#gapMs));
  }

  /** The clock was set back by so much: nobody waits until it is there again. */
  shift(ms: number): void {
    this.#next.shift(ms);
  }
}

/** So late timers may be. */
const timerMs = 20;
