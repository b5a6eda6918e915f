import { type Clock, type Instant, minuteMs } from "../../base/clock.ts";

/** One relay's part of a run. */
export interface Share {
  /** A place in it for one slot. */
  turn(): Turn;
  /** Whether the relay takes messages, as far as is known. */
  works(does: boolean): void;
}

/** What a slot asks before every message. */
export interface Turn {
  /** True: take a reader now. False: another relay comes first. */
  take(): boolean;
  /** After `take` said no. False: the signal says stop. */
  wait(signal: AbortSignal): Promise<boolean>;
  /** The slot asks no more. */
  leave(): void;
}

/*
 * Which relay takes the next reader.
 *
 * Each share has a position: the messages it has taken, divided by its weight. Who is ahead of another waits until that
 * one is level. So after every message the relays have taken readers in the proportion of their weights, to one
 * message.
 *
 * That alone would make all as slow as the slowest. So a share is waited for only while it keeps up:
 *
 * | a share | the others |
 * |---|---|
 * | whose relay is out, is in trouble, or has no slot left | do not wait for it |
 * | whose own pace lets nobody through for more than a second | do not wait for it |
 * | that is less than a third as fast as the fastest of the others | do not wait for it |
 * | that is behind and was not waited for | move it level with them: what it missed, nobody makes up for |
 * | with the weight 0, a standby | take all readers while one of them works, unless the quota of each keeps it away for more than a minute |
 *
 * What a relay can do is told by its slots: how long each of them was away with its last message, the wait for the pace
 * included, or is away with this one. The time in which it waits here is not counted, or a relay that waits would look
 * slow.
 */
export class Shares {
  readonly #clock: Clock;
  readonly #members: Member[] = [];

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** `waitsMs`: for how many ms the relay's own pace lets nobody through. */
  share(weight: number, waitsMs: () => number = () => 0): Share {
    const member: Member = { weight, waitsMs, position: 0, works: true, slots: new Set(), waiting: [] };
    this.#members.push(member);
    return {
      turn: () => this.#turn(member),
      works: (does) => {
        member.works = does;
        this.#wake();
      },
    };
  }

  #turn(member: Member): Turn {
    const slot: Slot = {};
    member.slots.add(slot);
    return {
      take: () => {
        if (slot.leftAt !== undefined) slot.awayMs = this.#clock.now() - slot.leftAt;
        delete slot.leftAt;
        // Nobody overtakes the slots of the same relay.
        return member.waiting.length === 0 && this.#take(member, slot);
      },
      wait: (signal) => this.#wait(member, slot, signal),
      leave: () => {
        member.slots.delete(slot);
        this.#wake();
      },
    };
  }

  #take(member: Member, slot: Slot): boolean {
    if (!this.#mayTake(member)) return false;
    for (const other of this.#alike(member)) other.position = Math.max(other.position, member.position);
    member.position += 1 / weightOf(member);
    slot.leftAt = this.#clock.now();
    this.#wake();
    return true;
  }

  #mayTake(member: Member): boolean {
    if (member.weight === 0 && this.#members.some(needsNoStandby)) return false;
    // Its door knows when it works again.
    if (!member.works) return true;
    // One that waits for its pace tells no rate, and would be waited for without end.
    const rivals = this.#alike(member).filter((other) => isThere(other) && other.waitsMs() <= longestMs);
    return !rivals.some((other) => isBehind(other, member) && this.#keepsUp(other, [member, ...rivals]));
  }

  /** The others that take readers at the same time, when they can. */
  #alike(member: Member): readonly Member[] {
    return this.#members.filter((other) => other !== member && other.weight > 0 === member.weight > 0);
  }

  #keepsUp(member: Member, others: readonly Member[]): boolean {
    const rate = this.#rate(member);
    return rate === undefined || others.every((other) => rate >= (this.#rate(other) ?? 0) * leastSpeed);
  }

  /** Messages in a millisecond that its slots can take when they need not wait here; undefined before the first. */
  #rate({ slots }: Member): number | undefined {
    const now = this.#clock.now();
    let [sum, known] = [0, 0];
    for (const { awayMs, leftAt = now } of slots)
      if (awayMs !== undefined) [sum, known] = [sum + Math.max(awayMs, now - leftAt, shortestMs), known + 1];
    // Of a slot that is away for the first time it is known only that this takes no less, so one that has just left
    // says nothing.
    const usualMs = known === 0 ? 0 : sum / known;
    for (const { awayMs, leftAt } of slots) {
      if (awayMs !== undefined || leftAt === undefined || now - leftAt < usualMs) continue;
      [sum, known] = [sum + Math.max(now - leftAt, shortestMs), known + 1];
    }
    return known === 0 ? undefined : (slots.size * known) / sum;
  }

  async #wait(member: Member, slot: Slot, signal: AbortSignal): Promise<boolean> {
    const waiter: Waiter = { wake: () => undefined };
    member.waiting.push(waiter);
    try {
      while (!signal.aborted) {
        const first = member.waiting[0] === waiter;
        if (first && this.#take(member, slot)) return true;
        // Who does not keep up any more wakes nobody: the first looks again, about once for a message.
        await nap(waiter, signal, first ? lookAgainMs(member, slot) : undefined);
      }
      return false;
    } finally {
      member.waiting.splice(member.waiting.indexOf(waiter), 1);
      this.#wake();
    }
  }

  #wake(): void {
    for (const { waiting } of this.#members) waiting[0]?.wake();
  }
}

/**
 * How fast a relay has to be to be waited for, as part of the fastest of the others. So two relays of one weight are
 * together at least two thirds as fast as the faster one alone, and what a person has wished by unequal weights is
 * kept.
 */
const leastSpeed = 1 / 3;

/** How long a relay's own pace may keep it away and it is waited for all the same. */
const longestMs = 1_000;

/**
 * How long it may keep it away before a standby steps in: longer than any space between two messages, so it is a quota.
 */
export const standbyMs = minuteMs;

/** The clock counts whole milliseconds, and nobody is infinitely fast. */
const shortestMs = 0.1;

interface Member {
  readonly weight: number;
  readonly waitsMs: () => number;
  /** Messages taken, divided by the weight. */
  position: number;
  works: boolean;
  readonly slots: Set<Slot>;
  /** In the order of their coming. */
  readonly waiting: Waiter[];
}

interface Slot {
  /** How long the last message took, from here to here. */
  awayMs?: number;
  /** Since when it is away with a message. */
  leftAt?: Instant;
}

interface Waiter {
  wake: () => void;
}

function isThere({ works, slots }: Member): boolean {
  return works && slots.size > 0;
}

function needsNoStandby(member: Member): boolean {
  return member.weight > 0 && isThere(member) && member.waitsMs() <= standbyMs;
}

function lookAgainMs({ weight }: Member, { awayMs = 0 }: Slot): number {
  return weight === 0 ? 1_000 : Math.min(Math.max(awayMs, 5), 1_000);
}

/** Standbys share evenly what is left to them. */
function weightOf({ weight }: Member): number {
  return weight === 0 ? 1 : weight;
}

/** Sums of thirds are not exact. */
function isBehind(one: Member, other: Member): boolean {
  return one.position < other.position - 1e-9;
}

function nap(waiter: Waiter, signal: AbortSignal, ms: number | undefined): Promise<void> {
  return new Promise((resolve) => {
    const timer = ms === undefined ? undefined : setTimeout(end, ms);
    function end(): void {
      clearTimeout(timer);
      signal.removeEventListener("abort", end);
      waiter.wake = () => undefined;
      resolve();
    }
    signal.addEventListener("abort", end, { once: true });
    waiter.wake = end;
  });
}
