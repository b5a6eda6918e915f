import { type Instant, dayMs } from "../../base/clock.ts";

/** On how many days a relay was used, and when the last of them began; kept in the store. */
export interface RelayDays {
  readonly days: number;
  readonly beganAt: Instant;
}

/**
 * Which step of a warm-up counts. A day begins with the first message after the day before it is over, and has 24
 * hours. Days on which nothing is sent are not counted: a relay gets warm by mail, not by waiting.
 */
export class WarmUp {
  readonly #steps: readonly number[];
  #days: number;
  #beganAt: Instant;

  constructor(steps: readonly number[], { days, beganAt }: RelayDays) {
    this.#steps = steps;
    this.#days = days;
    this.#beganAt = beganAt;
  }

  /** The number of the day that a message which starts now belongs to, from 1. */
  dayAt(now: Instant): number {
    return this.beginsAt(now) ? this.#days + 1 : this.#days;
  }

  /** The most messages in the 24 hours before `now`; undefined when the warm-up is over. */
  mostAt(now: Instant): number | undefined {
    return this.#steps[this.dayAt(now) - 1];
  }

  /** When the next day may begin. */
  get nextDayAt(): Instant {
    return this.#beganAt + dayMs;
  }

  /** Whether a message that starts now begins a day. */
  beginsAt(now: Instant): boolean {
    return this.#days === 0 || now >= this.nextDayAt;
  }

  /** A message starts: true when a day begins with it. */
  take(at: Instant): boolean {
    if (!this.beginsAt(at)) return false;
    this.#days += 1;
    this.#beganAt = at;
    return true;
  }

  shift(ms: number): void {
    this.#beganAt -= ms;
  }
}
