import { describe, expect, test } from "@jest/globals";
import { pacer, perSecond } from "../../src/delivery/pace.ts";

/** When each of `count` messages may go, when the next asks as soon as the last has gone. */
function moments(pace: Parameters<typeof pacer>[0], count: number, from = 1_000_000): readonly number[] {
  const bucket = pacer(pace);
  const all: number[] = [];
  for (let now = from; all.length < count; ) {
    now += bucket.reserve(now);
    all.push(now - from);
  }
  return all;
}

describe("the pace", () => {
  test("is the strictest of its limits", () => {
    expect(perSecond({})).toBeUndefined();
    expect(perSecond({ perSecond: 10, perMinute: 60 })).toBe(1);
    expect(perSecond({ perHour: 3_600, perDay: 43_200 })).toBe(0.5);
  });

  test("without a limit never waits", () => {
    expect(moments({}, 3)).toEqual([0, 0, 0]);
  });

  test("spaces messages evenly and starts at once", () => {
    expect(moments({ perSecond: 4 }, 5)).toEqual([0, 250, 500, 750, 1_000]);
    expect(moments({ perMinute: 120 }, 3)).toEqual([0, 500, 1_000]);
    expect(moments({ perDay: 86_400 }, 3)).toEqual([0, 1_000, 2_000]);
  });

  test("gives each of several slots a moment of its own", () => {
    const bucket = pacer({ perSecond: 10 });
    expect([1, 2, 3].map(() => bucket.reserve(5_000))).toEqual([0, 100, 200]);
  });

  test("saves nothing up while nobody sends", () => {
    const bucket = pacer({ perSecond: 10 });
    bucket.reserve(1_000);
    expect([1, 2, 3].map(() => bucket.reserve(60_000))).toEqual([0, 100, 200]);
  });

  test("goes on when the clock is set back a day", () => {
    const bucket = pacer({ perSecond: 10 });
    bucket.reserve(200_000_000);
    bucket.reserve(200_000_000);
    expect(bucket.reserve(200_000_000 - 86_400_000)).toBe(200);
  });
});
