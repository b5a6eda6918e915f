import { describe, expect, test } from "@jest/globals";
import type { Clock } from "../../src/base/clock.ts";
import type { RunEvent } from "../../src/delivery/run-event.ts";
import type { DeliveryCounts } from "../../src/model/mailing.ts";
import { countDeliveries } from "../../src/store/deliveries.ts";
import { addReader } from "../support/temp-store.ts";
import { startScriptedServer } from "../support/smtp-server.ts";
import { copies, oneEach, run, runRelay, sending, upTo } from "./sending.ts";

const hour = 3_600_000;
const day = 24 * hour;

/** A clock of this machine that a test sets forward. */
function clockToSet(): Clock & { forward(ms: number): void } {
  let ahead = 0;
  return {
    now: () => Date.now() + ahead,
    forward(ms) {
      ahead += ms;
    },
  };
}

function told<Type extends RunEvent["type"]>(
  events: readonly RunEvent[],
  type: Type,
): readonly Extract<RunEvent, { type: Type }>[] {
  return events.filter((event): event is Extract<RunEvent, { type: Type }> => event.type === type);
}

/** The relay may have messages on its way that the ledger has begun. */
async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 5));
}

describe("a run and its pace", () => {
  test("a quota that is used up is waited for, and told once", async () => {
    const clock = clockToSet();
    await using parts = await sending({ readers: 10 });
    let days = 0;
    const { end, events } = await run(parts, { pace: { perDay: 4 }, clock }, async (event) => {
      if (event.type !== "pace-used-up") return;
      days += 1;
      await until(() => parts.server.kept.length === days * 4);
      clock.forward(day);
    });
    expect(end).toEqual({ status: "complete" });
    expect(days).toBe(2);
    expect(told(events, "pace-used-up")[0]).toMatchObject({ limited: { of: "all" }, span: "day", most: 4 });
    expect(copies(parts.server.kept)).toEqual(oneEach(upTo(10)));
  });

  test("the outcome of the last message is written down before a slot waits for the next one", async () => {
    await using parts = await sending({ readers: 2 });
    const stop = new AbortController();
    const waiting: DeliveryCounts[] = [];
    const pace = { perDay: 1 };
    await run(parts, { pace, connections: 1, signal: stop.signal }, async ({ type }) => {
      if (type !== "pace-used-up") return;
      waiting.push(await countDeliveries(parts.store, parts.mailing.id));
      stop.abort();
    });
    expect(waiting).toMatchObject([{ submitted: 1, submitting: 0, pending: 1 }]);
  });

  test("and before a slot waits for the other relays to be level with its own", async () => {
    await using parts = await sending({ readers: 9 });
    const silent = await startScriptedServer({ dot: { next: "silence" } });
    const relays = [
      runRelay(parts.server, { name: "one", connections: 1 }),
      runRelay(silent, { name: "two", connections: 1, timeouts: { dotMs: 5_000 } }),
    ];
    const stop = new AbortController();
    const seen: unknown[] = [];
    // By a clock that stands still both are equally fast: the first relay takes two messages, then it waits.
    const changes = { relays, clock: { now: () => 3_000 }, signal: stop.signal };
    try {
      await run(parts, changes, (event) => {
        if (event.type !== "progress") return;
        const { submitted, submitting, pending } = event.counts;
        seen.push({ submitted, submitting, pending });
        if (submitted < 2) return;
        stop.abort();
        silent.kill();
      });
      expect(seen).toContainEqual({ submitted: 2, submitting: 1, pending: 6 });
    } finally {
      await silent.close();
    }
  });

  test("a warm-up goes on with its second day, also in the run after this one", async () => {
    const clock = clockToSet();
    await using parts = await sending({ readers: 12 });
    const pace = { relays: { test: { warmUp: [2, 5] } } };
    const stop = new AbortController();
    const first = await run(parts, { pace, clock, signal: stop.signal }, (event) => {
      if (event.type === "pace-used-up") stop.abort();
    });
    expect(first.end).toEqual({ status: "interrupted" });
    expect(parts.server.kept).toHaveLength(2);
    clock.forward(day);
    const days: unknown[] = [];
    const { end } = await run(parts, { pace, clock }, async (event) => {
      if (event.type !== "pace-used-up") return;
      days.push([event.day, event.most]);
      await until(() => parts.server.kept.length === 7);
      clock.forward(day);
    });
    expect(end).toEqual({ status: "complete" });
    expect(days).toEqual([[2, 5]]);
    expect(copies(parts.server.kept)).toEqual(oneEach(upTo(12)));
  });

  test("a group that waits holds up nobody, and its readers who were deferred are tried when they are due", async () => {
    const clock = clockToSet();
    const slow = ["slow.example.org", "slower.example.org"];
    let deferred = 0;
    await using parts = await sending({
      readers: 30,
      before: async (store) => {
        for (const domain of slow)
          for (const name of ["a", "b"]) await addReader(store, { email: `${name}@${domain}` });
      },
      script: {
        rcpt: ({ to }) => {
          if (!to.includes("slow") || deferred > 0) return undefined;
          deferred += 1;
          return "450 4.2.0 Greylisted";
        },
      },
    });
    const pace = { domains: [{ domains: slow, perHour: 2 }] };
    const { end, counts } = await run(parts, { pace, clock }, async (event) => {
      if (event.type !== "pace-used-up") return;
      // All others, and of the group the one who was not deferred.
      await until(() => parts.server.kept.length >= 31);
      clock.forward(hour);
    });
    expect(end).toEqual({ status: "complete" });
    expect(counts).toMatchObject({ submitted: 34 });
    expect(Object.values(copies(parts.server.kept))).toEqual(Array(34).fill(1));
  });

  test("a storm of 421 halves the pace, and when it is over the pace comes back", async () => {
    const clock = clockToSet();
    let storm = true;
    await using parts = await sending({
      readers: 60,
      script: {
        mail: ({ message }) =>
          storm && message > 10 ? { say: "421 4.7.0 Too fast, slow down", next: "end" } : undefined,
      },
    });
    const { end, events } = await run(parts, { pace: { perSecond: 200 }, clock }, (event) => {
      if (event.type === "pace-changed") storm = false;
      // Half a minute passes with every few messages.
      if (event.type === "progress" && event.counts.submitted > 20) clock.forward(31_000);
    });
    expect(end).toEqual({ status: "complete" });
    const changes = told(events, "pace-changed");
    expect(changes[0]?.perSecond).toBeLessThanOrEqual(100);
    expect(changes[1]?.perSecond).toBeUndefined();
    expect(changes).toMatchObject([
      { limited: { of: "relay", relay: "test" }, perSecond: expect.any(Number) },
      { limited: { of: "relay", relay: "test" } },
    ]);
    expect(copies(parts.server.kept)).toEqual(oneEach(upTo(60)));
  });

  test("a pause ends the wait for a quota at once", async () => {
    const stop = new AbortController();
    await using parts = await sending({ readers: 5 });
    const { end, counts } = await run(parts, { pace: { perHour: 2 }, signal: stop.signal }, (event) => {
      if (event.type === "pace-used-up") stop.abort();
    });
    expect(end).toEqual({ status: "interrupted" });
    expect(counts).toMatchObject({ submitted: 2, pending: 3, submitting: 0 });
  });

  test("a relay whose quota is used up leaves the readers to the others", async () => {
    await using parts = await sending({ readers: 80 });
    const other = await startScriptedServer();
    try {
      const relays = [runRelay(other, { name: "new" }), runRelay(parts.server, { name: "old" })];
      const pace = { relays: { new: { warmUp: [5] } } };
      const { end } = await run(parts, { relays, pace });
      expect(end).toEqual({ status: "complete" });
      expect(other.kept).toHaveLength(5);
      expect(copies([...other.kept, ...parts.server.kept])).toEqual(oneEach(upTo(80)));
    } finally {
      await other.close();
    }
  });
});
