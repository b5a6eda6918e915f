import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, test } from "@jest/globals";
import { type Share, Shares, type Turn } from "../../src/delivery/relays/shares.ts";

/** Relays whose messages take a time of the test's own clock: nothing here waits for real. */
interface Relay {
  readonly weight: number;
  readonly slots: number;
  /** How long each message takes, in ms of that clock; `undefined` is for ever. */
  readonly takesMs: (taken: number) => number | undefined;
}

/** Gives `readers` readers to relays, as their slots ask for them; returns how many each has taken. */
async function given(
  readers: number,
  relays: readonly Relay[],
  during: (taken: readonly number[], shares: readonly Share[]) => void = () => undefined,
): Promise<readonly number[]> {
  let now = 0;
  const shares = new Shares({ now: () => now });
  const each = relays.map(({ weight }) => shares.share(weight));
  const taken = relays.map(() => 0);
  const away: { readonly turn: Turn; readonly relay: number; readonly until: number }[] = [];
  const stop = new AbortController();
  let left = readers;
  const take = (turn: Turn, relay: number) => {
    if (left === 0) return;
    left -= 1;
    const number = (taken[relay] ?? 0) + 1;
    taken[relay] = number;
    away.push({ turn, relay, until: now + (relays[relay]?.takesMs(number) ?? Number.POSITIVE_INFINITY) });
    during(taken, each);
  };
  const ask = (turn: Turn, relay: number) => {
    if (turn.take()) take(turn, relay);
    else void turn.wait(stop.signal).then((may) => may && take(turn, relay));
  };
  const slots = relays.flatMap(({ slots: count }, relay) =>
    Array.from({ length: count }, () => ({ turn: each[relay]?.turn(), relay })),
  );
  for (const { turn, relay } of slots) if (turn !== undefined) ask(turn, relay);
  while (left > 0) {
    // Who waits looks again now and then, so the clock goes on for them, too.
    await sleep(0);
    away.sort((one, other) => one.until - other.until);
    const next = away[0];
    if (next === undefined || next.until === Number.POSITIVE_INFINITY) {
      now += 1;
      await sleep(1);
      continue;
    }
    away.shift();
    now = Math.max(now, next.until);
    ask(next.turn, next.relay);
  }
  stop.abort();
  return taken;
}

const steady = (weight: number, slots = 5, ms = 10): Relay => ({ weight, slots, takesMs: () => ms });

describe("the shares of relays", () => {
  test.each([[[3, 1]], [[1, 1]], [[9, 1]], [[8, 1, 1]], [[5, 3, 2]]])(
    "follow the weights %j after every message, to one message",
    async (weights) => {
      const all = weights.reduce((sum, weight) => sum + weight, 0);
      const relays = weights.map((weight) => steady(weight));
      await given(400, relays, (taken) => {
        const sum = taken.reduce((one, other) => one + other, 0);
        weights.forEach((weight, relay) => {
          expect(Math.abs((taken[relay] ?? 0) - (sum * weight) / all)).toBeLessThanOrEqual(weights.length);
        });
      });
    },
  );

  test("follow the weights also when one relay has fewer slots, or is slower, and keeps up", async () => {
    expect(await given(400, [steady(1, 5), steady(1, 2)])).toEqual([200, 200]);
    expect(await given(400, [steady(3, 5, 20), steady(1, 5, 10)])).toEqual([300, 100]);
  });

  test("of a relay that is far too slow do not hold up the others", async () => {
    const taken = await given(1_000, [steady(1, 5, 10), steady(1, 5, 1_000)]);
    expect(taken[0]).toBeGreaterThan(900);
    // And it is not left without any.
    expect(taken[1]).toBeGreaterThanOrEqual(5);
  });

  test("of a relay that is a fifth as fast do not hold up the other, whatever its weight is", async () => {
    const [fast = 0, slow = 0] = await given(600, [steady(1, 5, 10), steady(1, 5, 50)]);
    // As many as each can take.
    expect(fast).toBeGreaterThan(460);
    expect(slow).toBeGreaterThan(60);
    expect((await given(600, [steady(1, 5, 10), steady(9, 5, 50)]))[0]).toBeGreaterThan(460);
    // It need not be waited for to get a tenth.
    expect(Math.abs(((await given(600, [steady(9, 5, 10), steady(1, 5, 50)]))[1] ?? 0) - 60)).toBeLessThan(
      12,
    );
  });

  test("follow unequal weights also when the heavy relay could be left behind: the weights are what was wished", async () => {
    expect(await given(400, [steady(9, 5, 20), steady(1, 5, 10)])).toEqual([360, 40]);
    expect(await given(400, [steady(19, 5, 10), steady(1, 5, 10)])).toEqual([380, 20]);
  });

  test("of a relay that hangs in the middle do not hold up the others", async () => {
    const hangs: Relay = { weight: 3, slots: 5, takesMs: (number) => (number > 20 ? undefined : 10) };
    const taken = await given(300, [hangs, steady(1)]);
    expect(taken[0]).toBeLessThanOrEqual(25);
    expect(taken[1]).toBeGreaterThanOrEqual(275);
  });

  test("are not made up for when a relay was slow for a while", async () => {
    let before: readonly number[] = [];
    const slowAtFirst: Relay = { weight: 1, slots: 5, takesMs: (number) => (number <= 10 ? 2_000 : 10) };
    const taken = await given(3_000, [slowAtFirst, steady(1)], (all) => {
      if (all[0] === 10) before = [...all];
    });
    const [slow = 0, other = 0] = taken;
    expect(before[1]).toBeGreaterThan(300);
    // From then on they go evenly again, and the other one is not stopped until both are level.
    expect(Math.abs(slow - 10 - (other - (before[1] ?? 0)))).toBeLessThan(60);
  });

  test("with the weight 0 take nobody while another relay works, all when none does, and stop when one is back", async () => {
    const seen: string[] = [];
    const taken = await given(90, [steady(1), steady(0), steady(0)], (all, shares) => {
      const [main = 0, one = 0, other = 0] = all;
      seen.push(`${main} ${one + other}`);
      if (main === 30 && one + other === 0) shares[0]?.works(false);
      if (one + other === 30) shares[0]?.works(true);
    });
    expect(seen).toContain("30 0");
    expect(taken[1]).toBe(taken[2]);
    // What was on its way when the relay was taken out, or came back, is not taken away from it.
    expect(taken[0]).toBeGreaterThanOrEqual(50);
    expect((taken[1] ?? 0) + (taken[2] ?? 0)).toBeGreaterThanOrEqual(30);
    expect((taken[1] ?? 0) + (taken[2] ?? 0)).toBeLessThanOrEqual(40);
  });

  test("let a waiting slot go when the run stops, and do not count one that has left", async () => {
    const shares = new Shares({ now: () => 0 });
    const [one, other] = [shares.share(1).turn(), shares.share(1).turn()];
    expect([one.take(), other.take(), one.take()]).toEqual([true, true, true]);
    expect(one.take()).toBe(false);
    const stop = new AbortController();
    const waiting = one.wait(stop.signal);
    stop.abort();
    expect(await waiting).toBe(false);
    other.leave();
    expect(one.take()).toBe(true);
  });
});
