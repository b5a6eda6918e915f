import { describe, expect, test } from "@jest/globals";
import { Brake } from "../../../src/delivery/pace/brake.ts";

const start = 1_000_000;
const second = 1_000;

/** As if so many messages had started in each of the last ten seconds. */
function driven(perSecond: number, brake = new Brake(undefined)): Brake {
  for (let number = 0; number < perSecond * 10; number += 1)
    brake.take(start - 10 * second + (number * second) / perSecond);
  return brake;
}

describe("a brake", () => {
  test("is open until somebody asks for less", () => {
    const brake = driven(40);
    expect(brake.rate).toBeUndefined();
    expect(brake.readyAt(start)).toBe(start);
    expect(brake.eased(start)).toBe(false);
  });

  test("halves the configured rate, or without one what was sent in the last seconds", () => {
    const configured = driven(40, new Brake(30));
    expect(configured.slowDown(start)).toBe(true);
    expect(configured.rate).toBe(15);
    const measured = driven(40);
    measured.slowDown(start);
    expect(measured.rate).toBeCloseTo(20, 0);
  });

  test("spaces messages by the rate it has", () => {
    const brake = new Brake(4);
    brake.slowDown(start);
    expect(brake.readyAt(start)).toBe(start + 500);
    brake.take(start + 500);
    expect(brake.readyAt(start + 500)).toBe(start + 1_000);
    brake.giveBack(start + 500);
    expect(brake.readyAt(start + 500)).toBe(start + 500);
  });

  test("does not measure messages that did not start, whenever that is known", () => {
    const brake = new Brake(undefined);
    for (let number = 0; number < 50; number += 1) brake.take(start);
    for (let number = 0; number < 20; number += 1) brake.take(start + 5 * second);
    for (let number = 0; number < 50; number += 1) brake.giveBack(start);
    brake.slowDown(start + 10 * second);
    expect(brake.rate).toBeCloseTo(1, 5);
  });

  test("halves once for all who are answered at one moment, and again when it is asked later", () => {
    const brake = new Brake(80);
    const rates = [0, 1, 9, 10, 19, 20].map((seconds) => {
      brake.slowDown(start + seconds * second);
      return brake.rate;
    });
    expect(rates).toEqual([40, 40, 40, 20, 20, 10]);
  });

  test("never stops altogether", () => {
    const brake = new Brake(1);
    for (let number = 0; number < 50; number += 1) brake.slowDown(start + number * 10 * second);
    expect(brake.rate).toBe(0.1);
  });

  test("comes back step by step while mail is taken, and not by waiting", () => {
    const brake = new Brake(100);
    brake.slowDown(start);
    expect(brake.eased(start + 600 * second)).toBe(false);
    expect(brake.rate).toBe(50);
    const rates: unknown[] = [];
    for (let step = 1; step <= 5; step += 1) {
      const at = start + (600 + step * 30) * second;
      const isFree = brake.eased(at);
      rates.push([brake.rate, isFree]);
      brake.eased(at + second);
    }
    expect(rates).toEqual([
      [60, false],
      [70, false],
      [80, false],
      [90, false],
      [undefined, true],
    ]);
    expect(brake.readyAt(start)).toBe(start);
  });

  test("does not come back while it is asked for less", () => {
    const brake = new Brake(100);
    brake.slowDown(start);
    brake.eased(start + 29 * second);
    expect(brake.slowDown(start + 29.5 * second)).toBe(true);
    brake.eased(start + 31 * second);
    expect(brake.rate).toBe(25);
  });
});
