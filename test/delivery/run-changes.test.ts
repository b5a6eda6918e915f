import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, test } from "@jest/globals";
import { sql } from "kysely";
import { runMailing } from "../../src/delivery/run-mailing.ts";
import { countDeliveries } from "../../src/store/deliveries.ts";
import { claimMailing, findMailing } from "../../src/store/mailings.ts";
import { readMarks } from "../../src/store/run-marks.ts";
import { findSubscription } from "../../src/store/subscriptions.ts";
import { unsubscribe } from "../../src/store/unsubscribe.ts";
import { addSuppression } from "../../src/store/suppressions.ts";
import type { Script } from "../support/smtp-server.ts";
import {
  copies,
  expectFaultless,
  ledgerOf,
  oneEach,
  options,
  quickRetry,
  run,
  sending,
  started,
  toTheEnd,
  upTo,
} from "./sending.ts";

/** For what a test keeps waiting until something else has happened. */
const patient = { dotMs: 60_000 };

describe("while a mailing runs", () => {
  test("who unsubscribes, is suppressed or removed gets no message after that", async () => {
    const changed = Promise.withResolvers<void>();
    const script: Script = {
      dot: ({ message }) => (message === 4 ? { until: changed.promise } : undefined),
    };
    await using parts = await sending({ readers: 30, script });
    const { store, readers, server } = parts;
    const [, , , , ...late] = readers;
    const [away = 0, bounced = 0, erased = 0] = late.slice(-3);
    let left = false;
    let before = 0;
    const { end } = await run(parts, { connections: 1, timeouts: patient }, async (event) => {
      if (left || event.type !== "progress" || event.counts.submitted < 2) return;
      left = true;
      const other = await parts.temp.again();
      const token = (await findSubscription(other, away, "weekly"))?.token ?? "";
      expect(await unsubscribe(other, token, 3_000)).toMatchObject({ status: "unsubscribed" });
      await addSuppression(other, {
        key: "r29@example.org",
        reason: "complaint",
        source: "fbl",
        createdAt: 1,
      });
      await other.db.deleteFrom("subscribers").where("id", "=", erased).execute();
      before = server.kept.length;
      changed.resolve();
    });
    expect(end).toEqual({ status: "complete" });
    expect(before).toBeLessThanOrEqual(4);
    expect(copies(server.kept)).toEqual(oneEach(upTo(27)));
    expect((await ledgerOf(parts)).slice(-3)).toEqual([
      ["r28@example.org", "skipped", "unsubscribed"],
      ["r29@example.org", "skipped", "suppressed"],
      [undefined, "skipped", "removed"],
    ]);
    expect(
      await store.db.selectFrom("deliveries").selectAll().where("subscriber_id", "=", bounced).execute(),
    ).toMatchObject([{ attempts: 0 }]);
  });

  test("a copy of the store from before its first message, or from before its end, is known as an old one", async () => {
    const generations: (number | undefined)[] = [];
    let file = "";
    const mail = () => {
      generations.push(readMarks(file)?.generation);
      return undefined;
    };
    await using parts = await sending({ readers: 1, script: { mail } });
    file = parts.store.file;
    expect(readMarks(file)).toBeUndefined();
    await run(parts);
    const { id, issue } = parts.mailing;
    expect(generations).toEqual([1]);
    expect(readMarks(file)).toMatchObject({ generation: 2, mailings: { [id]: { issue, generation: 2 } } });
  });

  test("an abort drains what is in flight: nothing is left submitting, and the lease is free", async () => {
    const stop = new AbortController();
    await using parts = await sending({ readers: 60, script: { dot: { afterMs: 5 } } });
    const { end, counts, mailing } = await run(parts, { signal: stop.signal }, (event) => {
      if (event.type === "progress" && event.counts.submitted >= 9) stop.abort();
    });
    expect(end).toEqual({ status: "interrupted" });
    expect(counts).toMatchObject({ submitting: 0, uncertain: 0, submitted: parts.server.kept.length });
    expect(counts.pending).toBeGreaterThan(0);
    expect(mailing.state).toBe("paused");
    expect(await run(parts)).toMatchObject({ end: { status: "complete" }, counts: { submitted: 60 } });
    expect(copies(parts.server.kept)).toEqual(oneEach(upTo(60)));
    expectFaultless(parts.server.kept);
  });

  test("an abort ends the waits for the pace, for a deferred reader and for the relay at once", async () => {
    const hour = 3_600_000;
    const cases = [
      [{}, { pace: { perHour: 1 } }],
      [{ rcpt: "450 4.2.0 Later" }, { retry: { stepsMs: [hour], giveUpMs: 9 * hour } }],
      [{ mail: { next: "end" } as const }, { connections: 1, relayStepsMs: [hour] }],
    ] as const;
    for (const [script, changes] of cases) {
      const stop = new AbortController();
      await using parts = await sending({ readers: 2, script });
      const ran = run(parts, { ...changes, signal: stop.signal });
      await sleep(100);
      stop.abort();
      expect((await ran).end).toEqual({ status: "interrupted" });
    }
  });

  test("an abort before the first session opens starts nobody", async () => {
    const stop = new AbortController();
    await using parts = await sending({ readers: 5, script: { connect: { say: "220 Hi", afterMs: 60 } } });
    const ran = run(parts, { signal: stop.signal });
    await sleep(20);
    stop.abort();
    expect(await ran).toMatchObject({ end: { status: "interrupted" }, counts: { pending: 5 } });
    expect(parts.server.commands.filter((line) => line.startsWith("MAIL"))).toEqual([]);
  });

  test("a second sender is told who holds the mailing, and sends nothing", async () => {
    const answered = Promise.withResolvers<void>();
    await using parts = await sending({ readers: 20, script: { dot: { until: answered.promise } } });
    const first = options(parts.server, { timeouts: patient });
    const events = started(await runMailing(parts.store, parts.mailing, first));
    const second = await runMailing(await parts.temp.again(), parts.mailing, options(parts.server));
    expect(second).toMatchObject({ status: "held", runner: first.runner });
    answered.resolve();
    expect((await toTheEnd(events)).end).toEqual({ status: "complete" });
    expect(copies(parts.server.kept)).toEqual(oneEach(upTo(20)));
  });

  test("who loses the lease ends at once, and what it had in flight is uncertain for the new one", async () => {
    await using parts = await sending({ readers: 40, script: { dot: { afterMs: 4 } } });
    const other = await parts.temp.again();
    let uncertain = -1;
    let keptAtTakeOver = 0;
    const { end } = await run(parts, {}, async (event) => {
      if (uncertain >= 0 || event.type !== "progress" || event.counts.submitted < 6) return;
      const lease = { mailing: parts.mailing.id, runner: "other", now: Date.now() + 91_000, leaseMs: 1 };
      const claimed = await claimMailing(other, lease);
      uncertain = claimed.status === "claimed" ? claimed.uncertain : -1;
      keptAtTakeOver = parts.server.kept.length;
    });
    expect(end).toEqual({ status: "lost" });
    expect(uncertain).toBeGreaterThanOrEqual(0);
    expect(uncertain).toBeLessThanOrEqual(3);
    expect(parts.server.kept.length).toBeLessThanOrEqual(keptAtTakeOver + 3);
    expect((await findMailing(other, "hello", "weekly"))?.state).toBe("running");
    expect(await countDeliveries(other, parts.mailing.id)).toMatchObject({ submitting: 0, uncertain });
    const rest = await run(parts, { isAlive: () => false });
    expect(rest.counts).toMatchObject({ uncertain, submitted: 40 - uncertain });
    const reached = copies(parts.server.kept);
    expect(Math.max(...Object.values(reached))).toBe(1);
    expect(Object.keys(reached).length).toBeGreaterThanOrEqual(40 - uncertain);
  });

  test("a store that cannot be written ends the run at once: what cannot be recorded is not sent", async () => {
    await using parts = await sending({ readers: 40, script: { dot: { afterMs: 3 } } });
    let broken = false;
    let kept = 0;
    const ran = run(parts, {}, async (event) => {
      if (broken || event.type !== "progress" || event.counts.submitted < 5) return;
      broken = true;
      await sql`pragma query_only = 1`.execute(parts.store.db);
      kept = parts.server.kept.length;
    });
    await expect(ran).rejects.toMatchObject({ code: "store/read-only" });
    expect(parts.server.kept.length).toBeLessThanOrEqual(kept + 3);
    await sql`pragma query_only = 0`.execute(parts.store.db);
    const { end, counts } = await run(parts, { isAlive: () => false });
    expect(end).toEqual({ status: "uncertain" });
    expect(counts.uncertain).toBeLessThanOrEqual(3);
    expect(counts.submitted + counts.uncertain).toBe(40);
    expect(Math.max(...Object.values(copies(parts.server.kept)))).toBe(1);
  });

  test("watching slowly neither slows the mailing nor loses its end", async () => {
    await using parts = await sending({ readers: 200 });
    let sentWhileLooking = 0;
    const { end, counts, events } = await run(parts, {}, async (event) => {
      if (event.type !== "claimed") return;
      while ((await countDeliveries(parts.store, parts.mailing.id)).submitted < 200) await sleep(5);
      sentWhileLooking = parts.server.kept.length;
    });
    expect(sentWhileLooking).toBe(200);
    expect(end).toEqual({ status: "complete" });
    expect(counts.submitted).toBe(200);
    expect(events.filter((event) => event.type === "progress").length).toBeLessThanOrEqual(2);
  });

  test("not watching at all loses nothing either", async () => {
    await using parts = await sending({ readers: 20 });
    started(await runMailing(parts.store, parts.mailing, options(parts.server, { retry: quickRetry })));
    while ((await findMailing(parts.store, "hello", "weekly"))?.state !== "finished") await sleep(5);
    expect(copies(parts.server.kept)).toEqual(oneEach(upTo(20)));
  });
});
