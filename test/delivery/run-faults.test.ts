import { DatabaseSync } from "node:sqlite";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, test } from "@jest/globals";
import type { RunEvent } from "../../src/delivery/run-event.ts";
import { runMailing } from "../../src/delivery/run-mailing.ts";
import { countDeliveries } from "../../src/store/deliveries.ts";
import { openStore } from "../../src/store/store.ts";
import { copies, oneEach, options, run, sending, started, toTheEnd, upTo } from "./sending.ts";

/** Faults of our own house while a mailing runs: the store, a row of it, the clock of the pace. */
describe("a run", () => {
  test("waits for a store that another program has locked, longer than a statement does, and gives up no outcome", async () => {
    await using parts = await sending({ readers: 60, script: { dot: { afterMs: 2 } } });
    await using store = await openStore({ file: parts.store.file, patienceMs: 500 });
    const other = new DatabaseSync(parts.store.file, { timeout: 5_000 });
    let wasLocked = false;
    const { end, counts, events } = await run({ ...parts, store }, {}, (event) => {
      if (event.type === "store-busy") other.exec("rollback");
      if (wasLocked || event.type !== "progress" || event.counts.submitted < 10) return;
      other.exec("begin immediate");
      wasLocked = true;
    });
    other.close();
    expect(end).toEqual({ status: "complete" });
    expect(counts).toMatchObject({ submitted: 60, uncertain: 0 });
    expect(events.filter((event) => event.type === "store-busy")).toHaveLength(1);
    expect(copies(parts.server.kept)).toEqual(oneEach(upTo(60)));
  }, 30_000);

  test("ends when another program keeps the store locked, before another message starts", async () => {
    await using parts = await sending({ readers: 60, script: { dot: { afterMs: 2 } } });
    await using store = await openStore({ file: parts.store.file, patienceMs: 5 });
    const other = new DatabaseSync(parts.store.file, { timeout: 5_000 });
    const events: RunEvent["type"][] = [];
    const running = run({ ...parts, store }, {}, (event) => {
      events.push(event.type);
      if (other.isTransaction || event.type !== "progress" || event.counts.submitted < 10) return;
      other.exec("begin immediate");
    });
    await expect(running).rejects.toMatchObject({ code: "store/locked" });
    other.close();
    expect(events.filter((type) => type === "store-busy")).toHaveLength(1);
    const { submitted, submitting, pending } = await countDeliveries(parts.store, parts.mailing.id);
    expect(parts.server.kept.length).toBeLessThanOrEqual(submitted + submitting);
    expect(submitting).toBeLessThanOrEqual(3);
    expect(pending).toBe(60 - submitted - submitting);
  });

  test("tells a fault of the store to whoever watches, instead of just ending", async () => {
    await using parts = await sending({ readers: 60, script: { dot: { afterMs: 2 } } });
    const other = new DatabaseSync(parts.store.file);
    const events = started(await runMailing(parts.store, parts.mailing, options(parts.server)));
    const watched = toTheEnd(events, (event) => {
      if (event.type === "progress" && event.counts.submitted >= 10)
        other.exec("alter table deliveries rename to elsewhere");
    });
    await expect(watched).rejects.toThrow(/deliveries/);
    other.close();
  });

  test("sends to a reader whose fields another program has spoilt, with the fallbacks", async () => {
    await using parts = await sending({ readers: 12 });
    const other = new DatabaseSync(parts.store.file);
    const spoil = other.prepare("update subscribers set fields = ? where id = ?");
    for (const [index, fields] of ["{", "null", '{"firstName":5}', '["x"]'].entries())
      spoil.run(fields, parts.readers[index + 2] ?? 0);
    other.close();
    const { end, counts } = await run(parts);
    expect(end).toEqual({ status: "complete" });
    expect(counts).toMatchObject({ submitted: 12 });
  });

  test("skips an address that no header can carry, and goes on behind it", async () => {
    await using parts = await sending({ readers: 5 });
    const other = new DatabaseSync(parts.store.file);
    other.prepare("update subscribers set email = ? where id = ?").run("no address", parts.readers[2] ?? 0);
    other.close();
    const { end, counts } = await run(parts);
    expect(end).toEqual({ status: "complete" });
    expect(counts).toMatchObject({ submitted: 4, skipped: 1 });
  });

  test("stops before a relay that knows nobody turns the whole list into bounces", async () => {
    await using parts = await sending({ readers: 60, script: { rcpt: "550 5.1.1 No such user" } });
    const { end, counts } = await run(parts, { connections: 2 });
    expect(end).toMatchObject({ status: "stopped", message: expect.stringContaining("5.1.1 No such user") });
    expect(counts.rejected).toBeGreaterThanOrEqual(10);
    expect(counts.rejected).toBeLessThanOrEqual(12);
    expect(counts.pending).toBeGreaterThanOrEqual(48);
  });

  test("stops for a list of which many addresses do not exist, and goes on when a person has said so", async () => {
    const isGone = (to: string) => Number(/\d+/.exec(to)) % 2 === 0;
    await using parts = await sending({
      readers: 120,
      script: { rcpt: ({ to }) => (isGone(to) ? "550 5.1.1 No such user" : undefined) },
    });
    const { end, counts, mailing } = await run(parts);
    expect(end).toMatchObject({ status: "stopped", because: "list", permanent: true });
    expect(counts.rejected).toBeGreaterThanOrEqual(20);
    expect(counts.rejected).toBeLessThanOrEqual(23);
    expect(mailing).toMatchObject({ state: "paused", stoppedBy: "list" });
    expect(mailing.stopReason?.message).toMatch(
      /says of 20 of the last \d+ addresses that they do not exist, .* 5\.1\.1/,
    );
    expect((await run(parts, { acceptBounces: true })).counts).toMatchObject({ submitted: 60, rejected: 60 });
  });

  test("with a slow pace ends when the last reader is done, not when the last slot has had its turn", async () => {
    await using parts = await sending({ readers: 1 });
    const { end } = await run(parts, { pace: { perHour: 1 }, connections: 5 });
    expect(end).toEqual({ status: "complete" });
    expect(parts.server.connections).toBe(1);
  });

  test("that is stopped does not wait for a relay that says nothing", async () => {
    const stop = new AbortController();
    await using parts = await sending({ readers: 3, script: { connect: { next: "silence" } } });
    const ran = run(parts, { signal: stop.signal, timeouts: { greetingMs: 60_000 } });
    await sleep(100);
    stop.abort();
    expect(await ran).toMatchObject({ end: { status: "interrupted" }, counts: { pending: 3 } });
  });

  test("does not go round without pause when a clock that is set back keeps a due reader from starting", async () => {
    let behindMs = 0;
    let standsAt = Number.POSITIVE_INFINITY;
    const now = () => Math.min(Date.now() - behindMs, standsAt);
    let sessions = 0;
    await using parts = await sending({
      readers: 1,
      script: {
        rcpt: () => (sessions === 1 ? "450 4.2.0 Later" : undefined),
        // The reader is due by the time that the turnstile reads, and not yet by that of the intent.
        connect: () => {
          sessions += 1;
          if (sessions > 1) behindMs += 400;
          standsAt = Number.POSITIVE_INFINITY;
          return undefined;
        },
      },
    });
    const retry = { stepsMs: [200], giveUpMs: 10_000 };
    const { end } = await run(parts, { clock: { now }, retry, connections: 1 }, (event) => {
      if (event.type === "waiting" && sessions === 1) standsAt = event.until;
    });
    expect(end).toEqual({ status: "complete" });
    expect(copies(parts.server.kept)).toEqual(oneEach([1]));
  });

  test("finds a due reader again whose intent a clock that is set back did not allow", async () => {
    let behindMs = 0;
    let standsAt = Number.POSITIVE_INFINITY;
    const clock = { now: () => Math.min(Date.now() - behindMs, standsAt) };
    let sessions = 0;
    await using parts = await sending({
      readers: 1,
      script: {
        rcpt: () => (sessions === 1 ? "450 4.2.0 Later" : undefined),
        connect: () => {
          sessions += 1;
          standsAt = Number.POSITIVE_INFINITY;
          if (sessions !== 2) return undefined;
          behindMs = 400;
          // The intent has the time of now and is written when that is over: nobody looks for readers in between.
          const other = new DatabaseSync(parts.store.file);
          other.exec("begin immediate");
          setTimeout(() => other.close(), 600);
          return undefined;
        },
      },
    });
    const retry = { stepsMs: [200], giveUpMs: 10_000 };
    const { end } = await run(parts, { clock, retry, connections: 1 }, (event) => {
      if (event.type === "waiting" && sessions === 1) standsAt = event.until;
    });
    expect(end).toEqual({ status: "complete" });
    expect(copies(parts.server.kept)).toEqual(oneEach([1]));
  });

  test("tries deferred readers soon although the clock is set back by a day while it waits for them", async () => {
    let behindMs = 0;
    const clock = { now: () => Date.now() - behindMs };
    const asked = new Set<string>();
    await using parts = await sending({
      readers: 2,
      script: {
        rcpt: ({ line }) => {
          if (asked.has(line)) return undefined;
          asked.add(line);
          return "450 4.2.0 Later";
        },
      },
    });
    const retry = { stepsMs: [300], giveUpMs: 10_000 };
    const { end } = await run(parts, { clock, retry }, (event) => {
      if (event.type === "waiting") behindMs = 86_400_000;
    });
    expect(end).toEqual({ status: "complete" });
    expect(copies(parts.server.kept)).toEqual(oneEach(upTo(2)));
  });
});
