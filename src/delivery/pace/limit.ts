import { type Instant, dayMs, hourMs, minuteMs } from "../../base/clock.ts";
import type { Pace } from "../../model/pace.ts";
import { Quota, type UsedMinute } from "./quota.ts";
import { Spacing } from "./spacing.ts";
import { Brake } from "./brake.ts";
import { type RelayDays, WarmUp } from "./warm-up.ts";

/** Whose limit it is: that of all mail, of one relay, or of the readers at some domains. */
export type Limited =
  | { readonly of: "all" }
  | { readonly of: "relay"; readonly relay: string }
  | { readonly of: "domains"; readonly domains: readonly string[] };

/** A quota. `day`: the number of the day, in a warm-up. */
export interface QuotaState {
  readonly span: "hour" | "day" | "warm-up";
  readonly most: number;
  readonly used: number;
  readonly day?: number;
}

/** A quota that is used up, so that nobody goes on before `until`. */
export interface UsedUp extends Omit<QuotaState, "used"> {
  readonly limited: Limited;
  readonly until: Instant;
}

/**
 * All limits of one thing at once. Seconds and minutes are spaced evenly; hours and days are quotas that may be used up
 * as fast as the relay takes mail. What a relay asks for (brake.ts) comes on top.
 */
export class Limit {
  readonly limited: Limited;
  readonly brake: Brake;
  readonly #perSecond: number;
  readonly #spacings: readonly Spacing[];
  readonly #perHour: number | undefined;
  readonly #perDay: number | undefined;
  readonly #warmUp: WarmUp | undefined;
  readonly #hour = new Quota(hourMs);
  readonly #day = new Quota(dayMs);
  readonly #countsDays: boolean;
  readonly #connections: number;
  #running = 0;

  constructor(
    limited: Limited,
    pace: Pace & { readonly connections?: number; readonly warmUp?: readonly number[] },
    days: RelayDays = { days: 0, beganAt: 0 },
  ) {
    this.limited = limited;
    this.#perSecond = perSecond(pace) ?? Number.POSITIVE_INFINITY;
    this.brake = new Brake(perSecond(pace));
    this.#spacings = [
      ...(pace.perSecond === undefined ? [] : [new Spacing(1_000, pace.perSecond)]),
      ...(pace.perMinute === undefined ? [] : [new Spacing(minuteMs, pace.perMinute)]),
    ];
    this.#perHour = pace.perHour;
    this.#perDay = pace.perDay;
    this.#warmUp = limited.of === "relay" ? new WarmUp(pace.warmUp ?? [], days) : undefined;
    this.#countsDays = pace.perDay !== undefined || pace.warmUp !== undefined;
    this.#connections = pace.connections ?? Number.POSITIVE_INFINITY;
  }

  /** When one more may start, as far as is known; infinite while as many are on their way as may be. */
  readyAt(now: Instant): Instant {
    if (this.#running >= this.#connections) return Number.POSITIVE_INFINITY;
    let at = this.brake.readyAt(now);
    for (const spacing of this.#spacings) at = Math.max(at, spacing.readyAt(now));
    if (this.#perHour !== undefined) at = Math.max(at, this.#hour.readyAt(now, this.#perHour));
    if (this.#perDay !== undefined) at = Math.max(at, this.#day.readyAt(now, this.#perDay));
    return this.#warmUp === undefined ? at : Math.max(at, this.#warmAt(now, this.#warmUp));
  }

  /** From one message to the next, in ms, as far as even spaces and the brake decide; 0 without any. */
  get spaceMs(): number {
    const rate = Math.min(this.#perSecond, this.brake.rate ?? Number.POSITIVE_INFINITY);
    return 1_000 / rate;
  }

  /** How many more the quotas allow at this moment; infinite without any. */
  roomAt(now: Instant): number {
    return Math.min(Number.POSITIVE_INFINITY, ...this.quotas(now).map(({ most, used }) => most - used));
  }

  /** When the quotas allow one more. */
  roomFrom(now: Instant): Instant {
    return this.usedUp(now)?.until ?? now;
  }

  /** Every quota, and how much of it is used. */
  quotas(now: Instant): readonly QuotaState[] {
    const most = this.#warmUp?.mostAt(now);
    return [
      ...(this.#perHour === undefined
        ? []
        : [{ span: "hour" as const, most: this.#perHour, used: this.#hour.used(now) }]),
      ...(this.#perDay === undefined
        ? []
        : [{ span: "day" as const, most: this.#perDay, used: this.#day.used(now) }]),
      ...(this.#warmUp === undefined || most === undefined
        ? []
        : [{ span: "warm-up" as const, most, used: this.#day.used(now), day: this.#warmUp.dayAt(now) }]),
    ];
  }

  /** The quota that holds everybody back for the longest, if one does. */
  usedUp(now: Instant): UsedUp | undefined {
    const { limited } = this;
    const all = this.quotas(now).map(({ used: _, ...quota }): UsedUp => {
      return { limited, ...quota, until: this.#quotaAt(quota, now) };
    });
    return all.filter(({ until }) => until > now).sort((one, other) => other.until - one.until)[0];
  }

  /** Counts a message that starts now. True: a day of the relay begins with it. */
  take(at: Instant, messages = 1): boolean {
    this.#running += messages;
    this.brake.take(at);
    for (const spacing of this.#spacings) spacing.take(at);
    if (this.#perHour !== undefined) this.#hour.take(at, messages);
    if (this.#countsDays) this.#day.take(at, messages);
    return this.#warmUp?.take(at) ?? false;
  }

  /** One that was taken at this moment, by the clock of then, did not start after all. */
  giveBack(at: Instant): void {
    this.#running -= 1;
    this.brake.giveBack(at);
    for (const spacing of this.#spacings) spacing.giveBack(at);
    if (this.#perHour !== undefined) this.#hour.giveBack(at);
    if (this.#countsDays) this.#day.giveBack(at);
  }

  /** A message is no longer on its way. */
  ended(): void {
    this.#running -= 1;
  }

  /** What was started, by whatever process. */
  count(minutes: readonly UsedMinute[]): void {
    for (const minute of minutes) {
      if (this.#perHour !== undefined) this.#hour.atLeast(minute);
      if (this.#countsDays) this.#day.atLeast(minute);
    }
  }

  /** What was started before this run: the next message keeps its distance to the last one, too. */
  restore(minutes: readonly UsedMinute[]): void {
    this.count(minutes);
    const last = minutes.at(-1);
    if (last !== undefined) for (const spacing of this.#spacings) spacing.sawAt(last.lastAt);
  }

  /** The clock was set back. */
  shift(ms: number): void {
    for (const part of [this.brake, this.#hour, this.#day, this.#warmUp, ...this.#spacings]) part?.shift(ms);
  }

  #quotaAt({ span, most }: Pick<QuotaState, "span" | "most">, now: Instant): Instant {
    if (span === "hour") return this.#hour.readyAt(now, most);
    if (span === "day" || this.#warmUp === undefined) return this.#day.readyAt(now, most);
    return this.#warmAt(now, this.#warmUp);
  }

  /** The step of today, or that of the next day from when it may begin. */
  #warmAt(now: Instant, warmUp: WarmUp): Instant {
    const most = warmUp.mostAt(now);
    if (most === undefined) return now;
    const today = this.#day.readyAt(now, most);
    if (today <= warmUp.nextDayAt || warmUp.beginsAt(now)) return today;
    const next = warmUp.mostAt(warmUp.nextDayAt);
    const left = next === undefined ? now : this.#day.readyAt(now, next);
    return Math.min(today, Math.max(warmUp.nextDayAt, left));
  }
}

/** The stricter of the limits for a second and a minute, in messages per second: what quotas allow in a rush. */
export function perSecond({ perSecond, perMinute }: Pace): number | undefined {
  if (perMinute === undefined) return perSecond;
  return Math.min(perSecond ?? Number.POSITIVE_INFINITY, perMinute / 60);
}
