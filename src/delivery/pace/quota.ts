import type { Instant } from "../../base/clock.ts";

/** Messages that started in one minute; the store keeps them too (store/relay-usage.ts). */
export interface UsedMinute {
  /** Where the minute begins. */
  readonly minuteAt: Instant;
  /** When the last of them started. */
  readonly lastAt: Instant;
  readonly messages: number;
}

/**
 * How many messages started in the last `spanMs`, for a limit that holds in every window of that length: what started
 * comes back one span later. Minutes are counted, not messages, so a day is at most 1,441 numbers; a minute
 * comes back as a whole, when its last message does. It never comes back too early.
 */
export class Quota {
  readonly #spanMs: number;
  /** In the order of `lastAt`. */
  readonly #minutes: { minuteAt: Instant; lastAt: Instant; messages: number }[] = [];
  #used = 0;

  constructor(spanMs: number) {
    this.#spanMs = spanMs;
  }

  used(now: Instant): number {
    for (let first = this.#minutes[0]; first !== undefined; first = this.#minutes[0]) {
      if (first.lastAt + this.#spanMs > now) break;
      this.#used -= first.messages;
      this.#minutes.shift();
    }
    return this.#used;
  }

  /** From when on one more message makes no more than `most` of them. */
  readyAt(now: Instant, most: number): Instant {
    let tooMany = this.used(now) + 1 - most;
    if (tooMany <= 0) return now;
    for (const { lastAt, messages } of this.#minutes) {
      tooMany -= messages;
      if (tooMany <= 0) return lastAt + this.#spanMs;
    }
    return Number.POSITIVE_INFINITY;
  }

  take(at: Instant, messages = 1): void {
    const minuteAt = at - (at % minuteMs);
    const last = this.#minutes.at(-1);
    this.#used += messages;
    if (last?.minuteAt === minuteAt) {
      last.messages += messages;
      last.lastAt = Math.max(last.lastAt, at);
    } else this.#minutes.push({ minuteAt, lastAt: Math.max(at, last?.lastAt ?? at), messages });
  }

  /** A message that was taken at this moment did not start. */
  giveBack(at: Instant): void {
    const minuteAt = at - (at % minuteMs);
    const minute = this.#minutes.findLast((one) => one.minuteAt === minuteAt && one.messages > 0);
    if (minute === undefined) return;
    minute.messages -= 1;
    this.#used -= 1;
  }

  /** So many started in this minute, those that were taken here among them: other processes send, too. */
  atLeast({ minuteAt, lastAt, messages }: UsedMinute): void {
    const known = this.#minutes.find((one) => one.minuteAt === minuteAt);
    if (known === undefined) {
      this.#minutes.push({ minuteAt, lastAt, messages });
      this.#used += messages;
    } else if (known.messages < messages) {
      this.#used += messages - known.messages;
      known.messages = messages;
      known.lastAt = Math.max(known.lastAt, lastAt);
    }
    this.#minutes.sort((one, other) => one.lastAt - other.lastAt);
  }

  /** The clock was set back by so much: what has started is as long ago as before. */
  shift(ms: number): void {
    for (const minute of this.#minutes) {
      minute.minuteAt -= ms;
      minute.lastAt -= ms;
    }
  }
}

export const minuteMs = 60_000;
