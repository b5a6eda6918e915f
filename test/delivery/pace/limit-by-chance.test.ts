import { describe, expect, test } from "@jest/globals";
import { Limit } from "../../../src/delivery/pace/limit.ts";
import type { UsedMinute } from "../../../src/delivery/pace/quota.ts";
import type { Pace } from "../../../src/model/pace.ts";
import { numbersFrom } from "../../support/chances.ts";

const minute = 60_000;
const day = 24 * 60 * minute;
const spans = { perSecond: 1_000, perMinute: minute, perHour: 60 * minute, perDay: day } as const;

const paces: readonly Pace[] = [
  { perSecond: 3 },
  { perSecond: 400 },
  { perMinute: 7 },
  { perHour: 20 },
  { perDay: 50 },
  { perHour: 200, perDay: 300 },
  { perSecond: 50, perMinute: 400, perHour: 900, perDay: 2_000 },
];

/** How far the clock is set back before a message. */
const clocks: Readonly<Record<string, (random: () => number) => number>> = {
  "that goes on": () => 0,
  "that is set back by milliseconds": (random) => (random() < 0.05 ? Math.ceil(random() * 20) : 0),
  "that is set back by minutes": (random) => (random() < 0.005 ? Math.ceil(random() * 20 * minute) : 0),
  "that is set back by a day": (random) => (random() < 0.01 ? day : 0),
};

describe.each(Object.entries(clocks))("with a clock %s and messages by chance", (_, setBack) => {
  test.each(paces)("no window holds more than its limit, and nobody waits without a reason: %j", (pace) => {
    for (let seed = 1; seed <= 5; seed += 1) {
      const { starts, withoutReason } = byChance(pace, numbersFrom(seed), setBack);
      for (const [span, most] of Object.entries(pace))
        expect(mostIn(starts, spans[span as keyof typeof spans])).toBeLessThanOrEqual(most);
      expect(withoutReason).toEqual([]);
    }
  });
});

/** The most messages in any window of that length: one begins with each message. */
function mostIn(times: readonly number[], spanMs: number): number {
  let most = 0;
  for (let first = 0, after = 0; first < times.length; first += 1) {
    while (after < times.length && (times[after] ?? 0) < (times[first] ?? 0) + spanMs) after += 1;
    most = Math.max(most, after - first);
  }
  return most;
}

/**
 * 1,500 messages that come in rushes and after pauses. Some are taken and given back later; those that start are
 * counted in rows as in the store, and the rows of the last minutes are read now and then. Where spaces do not matter,
 * and while all that was taken is in the rows, another process starts some, too. Returns the real moments of the
 * starts, and those until which somebody was to wait in vain.
 */
function byChance(pace: Pace, random: () => number, setBack: (random: () => number) => number) {
  const limit = new Limit({ of: "all" }, pace);
  const isSpaced = pace.perSecond !== undefined || pace.perMinute !== undefined;
  const rows = new Map<number, UsedMinute>();
  const starts: number[] = [];
  const withoutReason: number[] = [];
  const held: number[] = [];
  /** Of those that were not given back before another one was taken: by the clock, really, and the one before it. */
  let last = { at: 0, real: 0, before: 0 };
  let real = 100 * day;
  let error = 0;
  while (starts.length < 1_500) {
    const pause = random();
    real += pause < 0.9 ? random() * 20 : pause < 0.99 ? random() * minute : random() * 60 * minute;
    const back = setBack(random);
    error -= back;
    if (back > 0) {
      limit.shift(back);
      last = { ...last, at: 0 };
      // Nothing is held for as long as the clock needs to come to the same minute again.
      if (back > 1_000) for (const one of held.splice(0)) limit.giveBack(one);
    }
    if (random() < 0.1) limit.count(lastOf(rows, real + error));
    const [given] = random() < 0.2 ? held.splice(Math.floor(random() * held.length), 1) : [];
    if (given !== undefined) limit.giveBack(given);
    if (given === last.at) last = { at: 0, real: last.before, before: 0 };
    const waitMs = limit.readyAt(real + error) - (real + error);
    if (waitMs > 0 && !hasReason(pace, { starts, held: held.length, lastTaken: last.real }, real + waitMs))
      withoutReason.push(real + waitMs);
    if (waitMs > 0 && random() < 0.5) continue;
    real += waitMs;
    const at = real + error;
    const isOther = !isSpaced && held.length === 0 && random() < 0.1;
    if (!isOther) limit.take(at);
    last = { at, real, before: last.real };
    if (!isOther && held.length < 3 && random() < 0.2) held.push(at);
    else {
      starts.push(real);
      started(rows, at);
    }
    if (isOther) limit.count(lastOf(rows, at));
  }
  return { starts, withoutReason };
}

function started(rows: Map<number, UsedMinute>, at: number): void {
  const minuteAt = at - (at % minute);
  const row = rows.get(minuteAt);
  const lastAt = Math.max(at, row?.lastAt ?? at);
  rows.set(minuteAt, { minuteAt, lastAt, messages: 1 + (row?.messages ?? 0) });
}

/** As `readUsage` has them. */
function lastOf(rows: ReadonlyMap<number, UsedMinute>, now: number): readonly UsedMinute[] {
  return [...rows.values()]
    .filter(({ minuteAt, lastAt }) => minuteAt <= now && lastAt > now - 2 * minute)
    .map((row) => ({ ...row, lastAt: Math.min(row.lastAt, now) }));
}

/** Whether one message more, a little before that moment, could be one too many. */
function hasReason(
  pace: Pace,
  { starts, held, lastTaken }: { starts: readonly number[]; held: number; lastTaken: number },
  at: number,
): boolean {
  return Object.entries(pace).some(([name, most]) => {
    const spanMs = spans[name as keyof typeof spans];
    // A gap is a little longer than it must be where timers cannot wait so shortly.
    if (spanMs <= minute) return lastTaken > at - (1.03 * spanMs) / most;
    // Minutes come back as a whole, and may be longer than others when the clock is set back.
    const since = at - spanMs - 2 * minute;
    let count = held;
    for (let index = starts.length - 1; index >= 0 && (starts[index] ?? 0) > since; index -= 1) count += 1;
    return count >= most;
  });
}
