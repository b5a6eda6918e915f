import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, test } from "@jest/globals";
import { LazyTimer } from "../../src/transport/lazy-timer.ts";

function timer() {
  const { promise: met, resolve } = Promise.withResolvers<number>();
  const begun = performance.now();
  const lazy = new LazyTimer(() => resolve(performance.now() - begun));
  return { lazy, met };
}

describe("A deadline that is moved often", () => {
  test("is met when it is not moved, and not before its time", async () => {
    const { lazy, met } = timer();
    lazy.set(40);
    expect(await met).toBeGreaterThanOrEqual(40);
  });

  test("is met at the last one that was set, later or sooner than those before", async () => {
    const later = timer();
    for (let moved = 0; moved < 20; moved += 1) {
      later.lazy.set(30);
      await sleep(5);
    }
    expect(await later.met).toBeGreaterThanOrEqual(100);
    const sooner = timer();
    sooner.lazy.set(600_000);
    sooner.lazy.set(20);
    expect(await sooner.met).toBeGreaterThanOrEqual(20);
  });

  test("is never met once it is unset or ended, and may be set again only after the first", async () => {
    const { lazy, met } = timer();
    let isMet = false;
    void met.then(() => {
      isMet = true;
    });
    lazy.set(10);
    lazy.unset();
    await sleep(60);
    expect(isMet).toBe(false);
    lazy.set(10);
    lazy.end();
    lazy.set(10);
    await sleep(60);
    expect(isMet).toBe(false);
    const again = timer();
    again.lazy.set(10);
    again.lazy.unset();
    again.lazy.set(10);
    expect(await again.met).toBeGreaterThanOrEqual(10);
  });
});
