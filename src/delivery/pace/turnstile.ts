import type { Clock, Instant } from "../../base/clock.ts";
import type { Outcome } from "../../model/outcome.ts";
import type { WaitingReader } from "../../store/deliveries.ts";
import type { UsedUp } from "./limit.ts";
import type { Limits, PaceChange, Passing } from "./limits.ts";
import { Openings } from "./openings.ts";
import type { Pile } from "./pile.ts";

/*
 * Where every message of a run passes before it starts: whether the pace allows it, and which reader may go.
 *
 *   a slot -> mayGo        somebody may start through its relay now; if not, it writes down the outcome it holds, and
 *          -> untilMayGo   waits until somebody may, or nobody is left
 *          -> opening      when it has no session: whether it may open one (openings.ts)
 *          -> take         when it has a session: a pass. The reader is off the pile, and the message counts
 *   a pass -> ended        the message is no longer on its way
 *          -> giveBack     it did not start: it does not count
 *
 * Slots that wait are woken one after the other, each when one more message may start; who has a session goes before
 * who has none. Nothing is promised to them and nothing counts before they take it, so who finds no session uses up
 * nothing, and keeps the next one waiting for a moment only.
 */

/** The right to start a message to one reader, through one relay, now. */
export interface Pass extends WaitingReader, Passing {
  readonly at: Instant;
  /** A day of the relay begins with it. */
  readonly beginsDay: boolean;
}

/** Readers whose messages pass the same limits: `group` is undefined for those without a limit of their own. */
export interface Waiting {
  readonly group: number | undefined;
  readonly pile: Pile;
}

/** A slot, as the turnstile sees it. */
export interface Passenger {
  readonly relay: string;
  /** Whether it would have to open a session first. */
  needsSession(): boolean;
}

interface Sleeper extends Passenger {
  readonly wake: () => void;
}

/** Also while nobody may start: deferred readers become due, clocks are set, and other processes send, too. */
const longestNapMs = 1_000;
/** Who is woken gets so much time to take a pass before the next one is. */
const politeMs = 20;
/** A wait is told when it is longer than this, and not again so soon. */
const toldMs = 60_000;

export class Turnstile {
  readonly #clock: Clock;
  readonly #limits: Limits;
  readonly #openings: Openings;
  readonly #waiting: readonly Waiting[];
  readonly #usedUp: (usedUp: UsedUp) => void;
  readonly #changed: (change: PaceChange) => void;
  readonly #unnotedDays = new Set<string>();
  readonly #told = new Map<string, Instant>();
  readonly #sleepers: Sleeper[] = [];
  readonly #refresh: (now: Instant) => Promise<void>;
  #refreshedAt: Instant;
  #timer: NodeJS.Timeout | undefined;

  constructor(parts: {
    readonly clock: Clock;
    readonly limits: Limits;
    /** Those with limits of their own first: what they may take they take at once, since they will be done last. */
    readonly waiting: readonly Waiting[];
    /** Looks what other processes have started; asked every second. */
    readonly refresh: (now: Instant) => Promise<void>;
    /** Hears of a quota that keeps readers waiting. */
    readonly usedUp: (usedUp: UsedUp) => void;
    /** Hears what a relay asks for. */
    readonly changed: (change: PaceChange) => void;
  }) {
    this.#clock = parts.clock;
    this.#limits = parts.limits;
    this.#openings = new Openings(parts.limits);
    this.#waiting = parts.waiting;
    this.#refresh = parts.refresh;
    this.#refreshedAt = parts.clock.now();
    this.#usedUp = parts.usedUp;
    this.#changed = parts.changed;
  }

  /** Whether a message of this slot may start now. */
  async mayGo(slot: Passenger): Promise<boolean> {
    const now = this.#now();
    await this.#look(now);
    for (const { pile } of this.#waiting) if (pile.isEmpty) await pile.fill(now);
    return this.#mayStart(slot, now);
  }

  /**
   * Waits until a message of this slot may start. False: nobody is left who could, apart from those on their way
   * and deferred ones who are not due, or the signal says stop.
   */
  async untilMayGo(slot: Passenger, signal: AbortSignal): Promise<boolean> {
    for (let thoroughly = true; !signal.aborted; thoroughly = false) {
      const now = this.#now();
      await this.#look(now);
      for (const { pile } of this.#waiting) await pile.fill(now, thoroughly);
      if (this.#waiting.every(({ pile }) => pile.isEmpty)) return false;
      if (this.#mayStart(slot, now)) return true;
      this.#tell(slot.relay, now);
      await this.#sleep(slot, signal);
    }
    return false;
  }

  /** The slot opens a session, and calls what it gets when that has ended. Undefined: not now, another slot does. */
  opening(relay: string): (() => void) | undefined {
    const now = this.#now();
    if (this.#openings.readyAt(relay, now) > now) return undefined;
    this.#openings.begin(relay, now);
    return () => {
      this.#openings.end(relay);
      this.#wakeNext();
    };
  }

  /** For how many ms the relay's own pace lets nobody through. */
  relayWaitsMs(relay: string): number {
    const now = this.#now();
    return Math.max(0, this.#limits.ofRelay(relay).readyAt(now) - now);
  }

  /** Undefined: another slot was quicker. */
  take(relay: string): Pass | undefined {
    const at = this.#now();
    const chosen = this.#choose(relay, at);
    const reader = chosen?.pile.take();
    if (chosen === undefined || reader === undefined) return undefined;
    const { group } = chosen;
    if (this.#limits.take({ relay, group }, at)) this.#unnotedDays.add(relay);
    const pass = { ...reader, relay, group, at, beginsDay: this.#unnotedDays.delete(relay) };
    this.#wakeNext();
    return pass;
  }

  /** The reader turned out to have left: the pass is for the next one of the same pile. Undefined: it is given back. */
  async another(pass: Pass): Promise<Pass | undefined> {
    const pile = this.#pileOf(pass);
    await pile?.fill(this.#now());
    const reader = pile?.take();
    if (reader !== undefined) return { ...pass, ...reader };
    this.giveBack(pass);
    return undefined;
  }

  giveBack(pass: Pass): void {
    this.#limits.giveBack(pass, pass.at);
    if (pass.beginsDay) this.#unnotedDays.add(pass.relay);
    this.#wakeNext();
  }

  /** The message is no longer on its way; what the relay said may be that it wants less, or takes more again. */
  ended(pass: Pass, outcome: Outcome | undefined): void {
    const now = this.#now();
    this.#limits.ended(pass);
    const change = outcome && this.#limits.answered(pass, outcome, now);
    if (change !== undefined) this.#changed(change);
    this.#wakeNext();
  }

  /** The message may start again, later. */
  comesBack(pass: Pass): void {
    this.#pileOf(pass)?.comesBack({ subscriber: pass.subscriber, domain: pass.domain });
  }

  /** Somebody is pending of whom the piles do not know. */
  restart(): void {
    for (const { pile } of this.#waiting) pile.restart();
  }

  async #look(now: Instant): Promise<void> {
    if (Math.abs(now - this.#refreshedAt) < longestNapMs) return;
    this.#refreshedAt = now;
    await this.#refresh(now);
  }

  #choose(relay: string, now: Instant): Waiting | undefined {
    return this.#waiting.find(
      ({ group, pile }) => !pile.isEmpty && this.#limits.readyAt({ relay, group }, now) <= now,
    );
  }

  #mayStart({ relay, needsSession }: Passenger, now: Instant): boolean {
    if (needsSession() && this.#openings.readyAt(relay, now) > now) return false;
    return this.#choose(relay, now) !== undefined;
  }

  #pileOf({ group }: Passing): Pile | undefined {
    return this.#waiting.find((one) => one.group === group)?.pile;
  }

  #now(): Instant {
    const now = this.#clock.now();
    this.#limits.tick(now);
    return now;
  }

  async #sleep(slot: Passenger, signal: AbortSignal): Promise<void> {
    if (signal.aborted) return;
    await new Promise<void>((resolve) => {
      const wake = () => {
        signal.removeEventListener("abort", wake);
        const place = this.#sleepers.indexOf(sleeper);
        if (place >= 0) this.#sleepers.splice(place, 1);
        // The process of a run that is over would wait for it.
        if (this.#sleepers.length === 0) clearTimeout(this.#timer);
        resolve();
      };
      const sleeper = { ...slot, wake };
      this.#sleepers.push(sleeper);
      signal.addEventListener("abort", wake);
      this.#wakeNext();
    });
  }

  /**
   * Wakes somebody for whom a message may start, and looks again when the next one may. Who has a session goes first,
   * and of those who came last: so no more sessions are used than are needed.
   */
  #wakeNext(): void {
    clearTimeout(this.#timer);
    if (this.#sleepers.length === 0) return;
    const now = this.#now();
    let napMs = longestNapMs;
    for (const relay of new Set(this.#sleepers.map((sleeper) => sleeper.relay))) {
      const those = this.#sleepers.filter((sleeper) => sleeper.relay === relay);
      const ready = those.findLast((sleeper) => !sleeper.needsSession());
      const opensAt = ready === undefined ? this.#openings.readyAt(relay, now) : now;
      const waitMs = Math.max(this.#readyAt(relay, now), opensAt) - now;
      napMs = Math.min(napMs, waitMs > 0 ? waitMs : politeMs);
      if (waitMs <= 0) (ready ?? those.at(-1))?.wake();
    }
    if (this.#sleepers.length === 0) return;
    this.#timer = setTimeout(() => this.#lookAgain(), Math.ceil(napMs));
  }

  /** One of them looks into the piles whoever may start, because a deferred reader may have become due. */
  #lookAgain(): void {
    const before = this.#sleepers.length;
    this.#wakeNext();
    if (this.#sleepers.length === before) this.#sleepers.at(-1)?.wake();
  }

  #readyAt(relay: string, now: Instant): Instant {
    let at = Number.POSITIVE_INFINITY;
    for (const { group, pile } of this.#waiting)
      if (!pile.isEmpty) at = Math.min(at, this.#limits.readyAt({ relay, group }, now));
    return at;
  }

  /** Each quota that keeps somebody waiting for long, and not with every message that it lets through. */
  #tell(relay: string, now: Instant): void {
    for (const { group, pile } of this.#waiting) {
      const usedUp = pile.isEmpty ? undefined : this.#limits.usedUp({ relay, group }, now);
      if (usedUp === undefined || usedUp.until - now < toldMs) continue;
      const key = JSON.stringify([usedUp.limited, usedUp.span]);
      if (now < (this.#told.get(key) ?? 0)) continue;
      this.#told.set(key, Math.max(usedUp.until, now + 15 * toldMs));
      this.#usedUp(usedUp);
    }
  }
}
