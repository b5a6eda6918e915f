import { describe, expect, test } from "@jest/globals";
import { Limit } from "../../../src/delivery/pace/limit.ts";

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

function limitOf(
  pace: ConstructorParameters<typeof Limit>[1],
  days?: ConstructorParameters<typeof Limit>[2],
) {
  return new Limit({ of: "relay", relay: "main" }, pace, days);
}

/** When each of `count` messages may go, when the next one asks as soon as the last has gone. */
function moments(limit: Limit, count: number, from: number): readonly number[] {
  const all: number[] = [];
  for (let now = from; all.length < count; ) {
    now = limit.readyAt(now);
    limit.take(now);
    all.push(now - from);
  }
  return all;
}

describe("a limit", () => {
  test("that is none never lets anybody wait", () => {
    expect(moments(limitOf({}), 3, day)).toEqual([0, 0, 0]);
  });

  test("of a second or a minute spaces messages evenly and starts at once", () => {
    expect(moments(limitOf({ perSecond: 4 }), 5, day)).toEqual([0, 250, 500, 750, 1_000]);
    expect(moments(limitOf({ perMinute: 120 }), 3, day)).toEqual([0, 500, 1_000]);
  });

  test("of a second saves nothing up while nobody sends", () => {
    const limit = limitOf({ perSecond: 10 });
    limit.take(day);
    expect(moments(limit, 3, day + hour)).toEqual([0, 100, 200]);
  });

  test("of an hour or a day may be used up at once, and then waits until it comes back", () => {
    expect(moments(limitOf({ perHour: 3 }), 7, day)).toEqual([0, 0, 0, hour, hour, hour, 2 * hour]);
    expect(moments(limitOf({ perHour: 3, perDay: 4 }), 6, day)).toEqual([0, 0, 0, hour, day, day]);
  });

  test("comes back with the messages that used it, and not all at once", () => {
    const limit = limitOf({ perHour: 2 });
    limit.take(day);
    limit.take(day + 20 * minute);
    expect(moments(limit, 3, day + 30 * minute)).toEqual([30 * minute, 50 * minute, 90 * minute]);
  });

  test("a message that did not start does not count", () => {
    const limit = limitOf({ perSecond: 1, perHour: 1 });
    limit.take(day);
    expect(limit.readyAt(day)).toBe(day + hour);
    limit.giveBack(day);
    expect(limit.readyAt(day)).toBe(day);
  });

  test("a message that did not start leaves its gap to nobody when another one has started since", () => {
    const limit = limitOf({ perMinute: 1 });
    limit.take(day);
    limit.take(day + minute);
    limit.giveBack(day);
    expect(limit.readyAt(day + 61_000)).toBe(day + 2 * minute);
    limit.giveBack(day + minute);
    expect(limit.readyAt(day + 61_000)).toBe(day + 61_000);
  });

  test("counts nothing twice when the clock was set back, and a message that did not start is found by the time of then", () => {
    const limit = limitOf({ perHour: 9 });
    const used = () => limit.quotas(day + 20_000)[0]?.used;
    const minuteAt = day;
    for (const at of [day + 9_000, day + 10_000, day + 10_000]) limit.take(at);
    limit.shift(1);
    limit.count([{ minuteAt, lastAt: day + 10_000, messages: 3 }]);
    expect(used()).toBe(3);
    limit.giveBack(day + 10_000);
    limit.take(day + 10_500);
    limit.count([{ minuteAt, lastAt: day + 10_500, messages: 5 }]);
    expect(used()).toBe(5);
    // Five minutes, and the clock comes to the same minute once more, in which another process starts one.
    limit.shift(5 * minute);
    limit.take(day - 4 * minute);
    limit.take(day + 11_000);
    limit.count([{ minuteAt, lastAt: day + 12_000, messages: 7 }]);
    expect(used()).toBe(8);
    expect(limit.usedUp(day + 20_000)).toBeUndefined();
    limit.take(day + 12_000);
    expect(limit.usedUp(day + 20_000)?.until).toBe(day + 10_500 - 5 * minute + hour);
  });

  test("of connections lets nobody start before somebody has ended", () => {
    const limit = limitOf({ connections: 2 });
    limit.take(day);
    limit.take(day);
    expect(limit.readyAt(day)).toBe(Number.POSITIVE_INFINITY);
    limit.ended();
    expect(limit.readyAt(day)).toBe(day);
  });

  test("says which quota is used up, how much it is and until when", () => {
    const limit = limitOf({ perSecond: 1_000, perHour: 2, perDay: 3 });
    expect(limit.usedUp(day)).toBeUndefined();
    const limited = { of: "relay", relay: "main" };
    for (const _ of [1, 2]) limit.take(day);
    expect(limit.usedUp(day)).toEqual({ limited, span: "hour", most: 2, until: day + hour });
    limit.take(day + hour);
    expect(limit.usedUp(day + hour)).toEqual({ limited, span: "day", most: 3, until: 2 * day });
  });

  test("knows what was started before and by others, and counts what it knows already only once", () => {
    const limit = limitOf({ perMinute: 60, perHour: 5 });
    const known = { minuteAt: day, lastAt: day + 500, messages: 2 };
    limit.restore([known]);
    expect(limit.readyAt(day + 600)).toBe(day + 1_500);
    limit.take(day + 1_500);
    limit.count([{ ...known, messages: 4 }]);
    limit.count([{ ...known, messages: 4 }]);
    limit.take(day + 2_500);
    expect(limit.usedUp(day + 3_500)).toMatchObject({ span: "hour", most: 5, until: day + hour + 2_500 });
  });
});

describe("a warm-up", () => {
  const warmUp = [2, 3, 5];

  test("lets more start with every day on which the relay is used, and then everybody", () => {
    const at = moments(limitOf({ warmUp }), 13, 10 * day).map((moment) => moment / day);
    expect(at).toEqual([0, 0, 1, 1, 1, 2, 2, 2, 2, 2, 3, 3, 3]);
  });

  test("does not get on by waiting: a weekly letter warms up by its weeks", () => {
    const limit = limitOf({ warmUp });
    expect(moments(limit, 2, 10 * day)).toEqual([0, 0]);
    expect(moments(limit, 4, 17 * day)).toEqual([0, 0, 0, day]);
  });

  test("goes on where the relay was when another run began", () => {
    const limit = limitOf({ warmUp }, { days: 2, beganAt: 10 * day });
    limit.restore([{ minuteAt: 10 * day, lastAt: 10 * day, messages: 2 }]);
    expect(moments(limit, 3, 10 * day + hour)).toEqual([0, 23 * hour, 23 * hour]);
  });

  test("says which day it is when its messages are used up", () => {
    const limit = limitOf({ warmUp });
    moments(limit, 2, 10 * day);
    expect(limit.usedUp(10 * day)).toEqual({
      limited: { of: "relay", relay: "main" },
      span: "warm-up",
      most: 2,
      day: 1,
      until: 11 * day,
    });
  });
});
