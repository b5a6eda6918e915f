import { type Instant, minuteMs } from "../../base/clock.ts";

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
 * comes back one span later. Minutes are counted, not messages, so a day is little more than 1,440 numbers; a minute
 * comes back as a whole, when its last message does. It never comes back too early.
 *
 * A minute is known by when it began on the clock of that time, as in the store. When the clock is set back that name
 * stays, and only `lastAt` moves; so what is known of a minute of the store is counted once, whatever the clock does.
 */
export class Quota {
  readonly #spanMs: number;
  /** In the order of `lastAt`. */
  readonly #minutes: { readonly minuteAt: Instant; lastAt: Instant; messages: number }[] = [];
  /** How many of each minute of the store have been counted, by `minuteAt`. */
  readonly #known = new Map<Instant, number>();
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
    const minuteAt = minuteOf(at);
    this.#knows(minuteAt, messages);
    this.#add({ minuteAt, lastAt: at, messages });
  }

  /** A message that was taken at this moment, by the clock of then, did not start. */
  giveBack(at: Instant): void {
    const minuteAt = minuteOf(at);
    this.#knows(minuteAt, -1);
    // The later one, should the clock have come to this minute twice: it was taken a moment ago.
    const minute = this.#minutes.findLast((one) => one.minuteAt === minuteAt && one.messages > 0);
    if (minute === undefined) return;
    minute.messages -= 1;
    this.#used -= 1;
  }

  /** So many started in this minute, those that were taken here among them: other processes send, too. */
  atLeast({ minuteAt, lastAt, messages }: UsedMinute): void {
    const others = messages - (this.#known.get(minuteAt) ?? 0);
    if (others <= 0) return;
    this.#knows(minuteAt, others);
    this.#add({ minuteAt, lastAt, messages: others });
  }

  /** The clock was set back by so much: what has started is as long ago as before. */
  shift(ms: number): void {
    for (const minute of this.#minutes) minute.lastAt -= ms;
  }

  #knows(minuteAt: Instant, more: number): void {
    this.#known.set(minuteAt, (this.#known.get(minuteAt) ?? 0) + more);
    // The store is not asked for minutes that are so long ago.
    const [oldest] = this.#known.size > 2 * dayMinutes ? this.#known.keys() : [];
    if (oldest !== undefined) this.#known.delete(oldest);
  }

  #add(minute: UsedMinute): void {
    this.#used += minute.messages;
    const last = this.#minutes.at(-1);
    // One name, but another time, when the clock was set back meanwhile.
    if (last?.minuteAt === minute.minuteAt && minute.lastAt - last.lastAt < minuteMs) {
      last.messages += minute.messages;
      last.lastAt = Math.max(last.lastAt, minute.lastAt);
      return;
    }
    this.#minutes.push({ ...minute });
    if (last !== undefined && last.lastAt > minute.lastAt)
      this.#minutes.sort((one, other) => one.lastAt - other.lastAt);
  }
}

function minuteOf(at: Instant): Instant {
  return at - (at % minuteMs);
}

const dayMinutes = 1_440;
