import { describe, expect, test } from "@jest/globals";
import { backoffMs } from "../../src/base/backoff.ts";

describe("the wait before the next attempt", () => {
  const steps = [1000, 5000, 20_000];

  test.each([
    [1, 1000],
    [2, 5000],
    [3, 20_000],
    [4, 20_000],
    [400, 20_000],
    [0, 1000],
  ])("after attempt %d is %d ms", (attempt, wait) => {
    expect(backoffMs(steps, attempt, 0.5)).toBe(wait);
  });

  test.each([
    [0, 4000],
    [0.25, 4500],
    [0.5, 5000],
    [1 - Number.EPSILON, 6000],
  ])("is spread by a fifth: the chance %d makes it %d ms", (random, wait) => {
    expect(backoffMs(steps, 2, random)).toBe(wait);
  });

  test("is exact without a spread", () => {
    expect([0, 0.3, 0.99].map((random) => backoffMs(steps, 2, random, 0))).toEqual([5000, 5000, 5000]);
  });

  test("is nothing when there are no steps", () => {
    expect(backoffMs([], 1, 0.5)).toBe(0);
  });
});
