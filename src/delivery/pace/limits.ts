import type { Instant } from "../../base/clock.ts";
import type { Outcome, Stage } from "../../model/outcome.ts";
import type { DomainPace, PaceRules } from "../../model/pace.ts";
import type { RelayUsage } from "../../store/relay-usage.ts";
import { Limit, type Limited, type UsedUp } from "./limit.ts";
import type { UsedMinute } from "./quota.ts";
import type { RelayDays } from "./warm-up.ts";

/** What a message passes: `group` is the number of its group among `rules.domains`, undefined for everybody else. */
export interface Passing {
  readonly relay: string;
  readonly group: number | undefined;
}

/** What a relay asked for, or takes again. */
export interface PaceChange {
  readonly limited: Limited;
  /** Messages per second; undefined when the pace is as configured again. */
  readonly perSecond?: number;
  /** What the relay said when it asked for less. */
  readonly reply?: string;
}

/** The limits of all mail, of each relay and of each group of domains, with what was started under them. */
export class Limits {
  readonly #all: Limit;
  readonly #relays: ReadonlyMap<string, Limit>;
  readonly #groups: readonly Limit[];
  readonly #groupDomains: readonly ReadonlySet<string>[];
  readonly #every: readonly Limit[];
  /**
   * What a message passes, by relay: first for readers without a group, then for each group. Asked for every message.
   */
  readonly #passed: ReadonlyMap<string, readonly (readonly Limit[])[]>;
  #last: Instant = 0;

  constructor(rules: PaceRules, relays: readonly string[], days: ReadonlyMap<string, RelayDays>) {
    const groups: readonly DomainPace[] = rules.domains ?? [];
    this.#all = new Limit({ of: "all" }, rules);
    this.#relays = new Map(
      relays.map((relay) => [
        relay,
        new Limit({ of: "relay", relay }, rules.relays?.[relay] ?? {}, days.get(relay)),
      ]),
    );
    this.#groups = groups.map((group) => new Limit({ of: "domains", domains: group.domains }, group));
    this.#groupDomains = groups.map(({ domains }) => new Set(domains));
    this.#passed = new Map(
      [...this.#relays].map(([relay, limit]) => {
        const both = [this.#all, limit];
        return [relay, [both, ...this.#groups.map((ofGroup) => [...both, ofGroup])]];
      }),
    );
    this.#every = [this.#all, ...this.#relays.values(), ...this.#groups];
  }

  /** When a message may start; infinite while as many are on their way as may be. */
  readyAt(passing: Passing, now: Instant): Instant {
    let at = now;
    for (const limit of this.#of(passing)) {
      at = Math.max(at, limit.readyAt(now));
      if (at === Number.POSITIVE_INFINITY) break;
    }
    return at;
  }

  /**
   * From one message through a relay to the next, in ms; 0 where no limit of all mail or of the relay has even spaces.
   */
  spaceMs(relay: string): number {
    return Math.max(this.#all.spaceMs, this.ofRelay(relay).spaceMs);
  }

  /** How many more messages through a relay the quotas allow at this moment, those of the readers' domains aside. */
  roomAt(relay: string, now: Instant): number {
    return Math.min(this.#all.roomAt(now), this.ofRelay(relay).roomAt(now));
  }

  /** True: a day of the relay begins with this message. */
  take(passing: Passing, at: Instant): boolean {
    let beginsDay = false;
    for (const limit of this.#of(passing)) if (limit.take(at)) beginsDay = true;
    return beginsDay;
  }

  giveBack(passing: Passing, at: Instant): void {
    for (const limit of this.#of(passing)) limit.giveBack(at);
  }

  ended(passing: Passing): void {
    for (const limit of this.#of(passing)) limit.ended();
  }

  /** The quota that holds such a message back for the longest, if one does. */
  usedUp(passing: Passing, now: Instant): UsedUp | undefined {
    return this.#of(passing)
      .flatMap((limit) => limit.usedUp(now) ?? [])
      .sort((one, other) => other.until - one.until)[0];
  }

  /** Hears what became of a message. Undefined: the pace is as it was. */
  answered(passing: Passing, outcome: Outcome, now: Instant): PaceChange | undefined {
    if (outcome.status === "submitted") {
      const eased = this.#of(passing).filter(({ brake }) => brake.eased(now));
      return eased[0] && { limited: eased[0].limited };
    }
    if (!("asksForLess" in outcome)) return undefined;
    const limit = this.#asked(passing, outcome.stage);
    if (limit?.brake.slowDown(now) !== true || limit.brake.rate === undefined) return undefined;
    const reply = outcome.status === "deferred" ? outcome.reply : outcome.reason;
    return { limited: limit.limited, perSecond: limit.brake.rate, reply };
  }

  /** An answer about a reader is about their domains, if these have a limit; any other is about the relay. */
  #asked({ relay, group }: Passing, stage: Stage): Limit | undefined {
    const ofGroup = stage === "rcpt" && group !== undefined ? this.#groups[group] : undefined;
    return ofGroup ?? this.#relays.get(relay);
  }

  /** Counts what other processes have started; what is known already is not counted twice. */
  count(usage: readonly RelayUsage[]): void {
    for (const { limit, minutes } of this.#byLimit(usage)) limit.count(minutes);
  }

  /** Counts what was started before this run, also for the space to the next message. */
  restore(usage: readonly RelayUsage[]): void {
    for (const { limit, minutes } of this.#byLimit(usage)) limit.restore(minutes);
  }

  get ofAll(): Limit {
    return this.#all;
  }

  ofRelay(relay: string): Limit {
    const limit = this.#relays.get(relay);
    if (limit === undefined) throw new Error(`there is no relay "${relay}"`);
    return limit;
  }

  /** That of the group with this number. */
  ofGroup(group: number): Limit {
    const limit = this.#groups[group];
    if (limit === undefined) throw new Error(`there is no group of domains ${group}`);
    return limit;
  }

  /** Hears what time it is: when the clock was set back, what has started stays as long ago as it was. */
  tick(now: Instant): void {
    if (now < this.#last) for (const limit of this.#every) limit.shift(this.#last - now);
    this.#last = now;
  }

  #byLimit(usage: readonly RelayUsage[]): readonly { limit: Limit; minutes: readonly UsedMinute[] }[] {
    return [
      { limit: this.#all, minutes: minutesOf(usage) },
      ...[...this.#relays].map(([name, limit]) => ({
        limit,
        minutes: minutesOf(usage.filter(({ relay }) => relay === name)),
      })),
      ...this.#groups.map((limit, index) => ({
        limit,
        minutes: minutesOf(usage.filter(({ domain }) => this.#groupDomains[index]?.has(domain))),
      })),
    ];
  }

  #of({ relay, group }: Passing): readonly Limit[] {
    const limits = this.#passed.get(relay)?.[group === undefined ? 0 : group + 1];
    if (limits === undefined)
      throw new Error(`there is no relay "${relay}", or no group of domains ${group}`);
    return limits;
  }
}

/** The rows of each minute together, oldest first. */
function minutesOf(usage: readonly RelayUsage[]): readonly UsedMinute[] {
  const minutes = new Map<Instant, UsedMinute>();
  for (const { minuteAt, lastAt, messages } of usage) {
    const known = minutes.get(minuteAt);
    minutes.set(minuteAt, {
      minuteAt,
      lastAt: Math.max(lastAt, known?.lastAt ?? lastAt),
      messages: messages + (known?.messages ?? 0),
    });
  }
  return [...minutes.values()].sort((one, other) => one.lastAt - other.lastAt);
}
