import type { Instant } from "../../base/clock.ts";
import { NextAt } from "./next-at.ts";

/**
 * What is left of a pace when the other side asks for less:
 *
 *   open -> held: it asks. Half of the rate that was, at most once in ten seconds: messages that were on their way at
 *                 that moment are answered the same.
 *   held -> held: it asks again, half of that; or half a minute without asking in which it took mail, a tenth of
 *                 the first rate more.
 *   held -> open: the first rate is reached again. It is that of the last seconds, or the configured one if that is
 *                 less.
 *
 * Nothing of it outlives the run: who begins anew finds out anew.
 */
export class Brake {
  readonly #configured: number | undefined;
  /** Messages per second; undefined while it is open. */
  #rate: number | undefined;
  #first = 0;
  #changedAt: Instant = 0;
  #took = false;
  readonly #next = new NextAt();
  /** Messages of the last seconds, and of those before. */
  readonly #seen = { sinceAt: 0, before: 0, beforeMs: 0, messages: 0 };

  /** `configured` is in messages per second. */
  constructor(configured: number | undefined) {
    this.#configured = configured;
  }

  /** Messages per second that are allowed now; undefined without such a limit. */
  get rate(): number | undefined {
    return this.#rate;
  }

  readyAt(now: Instant): Instant {
    return this.#rate === undefined ? now : Math.max(now, this.#next.at);
  }

  take(at: Instant): void {
    this.#count(at);
    if (this.#rate !== undefined) this.#next.take(at, 1_000 / this.#rate);
  }

  /** The message that was taken at this moment did not start. */
  giveBack(at: Instant): void {
    const seen = this.#seen;
    if (at >= seen.sinceAt) seen.messages = Math.max(0, seen.messages - 1);
    else if (at >= seen.sinceAt - seen.beforeMs) seen.before = Math.max(0, seen.before - 1);
    this.#next.giveBack(at);
  }

  /** The other side asks for less. True: the rate is another now. */
  slowDown(now: Instant): boolean {
    if (this.#rate !== undefined && now - this.#changedAt < patienceMs) {
      this.#took = false;
      return false;
    }
    if (this.#rate === undefined)
      this.#first = Math.min(this.#configured ?? Number.POSITIVE_INFINITY, this.#measured(now));
    if (this.#first === Number.POSITIVE_INFINITY) return false;
    this.#rate = Math.max(slowest, (this.#rate ?? this.#first) / 2);
    this.#changedAt = now;
    this.#took = false;
    this.#next.set(now + 1_000 / this.#rate);
    return true;
  }

  /** It took a message. True: the rate is free again. */
  eased(now: Instant): boolean {
    if (this.#rate === undefined) return false;
    if (!this.#took || now - this.#changedAt < stepMs) {
      this.#took = true;
      return false;
    }
    this.#changedAt = now;
    this.#rate += this.#first / 10;
    if (this.#rate < this.#first) return false;
    this.#rate = undefined;
    return true;
  }

  shift(ms: number): void {
    this.#changedAt -= ms;
    this.#next.shift(ms);
    this.#seen.sinceAt -= ms;
  }

  #count(at: Instant): void {
    const seen = this.#seen;
    if (at - seen.sinceAt >= measuredMs) {
      const isNext = at - seen.sinceAt < 2 * measuredMs;
      seen.before = isNext ? seen.messages : 0;
      seen.beforeMs = isNext ? measuredMs : 0;
      seen.messages = 0;
      seen.sinceAt = at;
    }
    seen.messages += 1;
  }

  /** Infinite before the first message. */
  #measured(now: Instant): number {
    const { sinceAt, before, beforeMs, messages } = this.#seen;
    if (before + messages <= 0) return Number.POSITIVE_INFINITY;
    const ms = Math.max(shortestMs, now - sinceAt + beforeMs);
    return Math.max(2 * slowest, ((before + messages) * 1_000) / ms);
  }
}

const patienceMs = 10_000;
const stepMs = 30_000;
const measuredMs = 5_000;
/** Of less nothing can be said: a relay that asks at the first message is asked again by a few a second. */
const shortestMs = 100;
/** One message in ten seconds: enough to notice that mail is taken again. */
const slowest = 0.1;
