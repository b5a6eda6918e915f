import { expect, test } from "@jest/globals";
import { keepLease, leaseMs } from "../../src/delivery/keep-lease.ts";
import { measuredSince } from "../../src/store/delivery-facts.ts";
import { claimMailing } from "../../src/store/mailings.ts";
import { readMarks } from "../../src/store/run-marks.ts";
import { setTimeout as pause } from "node:timers/promises";
import { addReaders, freeze, tempStore } from "../support/temp-store.ts";

test("with the lease goes what the speed is measured from: the count at the renewal before, or now's after a sleep", async () => {
  await using temp = await tempStore();
  const { store } = temp;
  await addReaders(store, 1);
  const mailing = await freeze(store);
  const runner = "elsewhere 1 x";
  await claimMailing(store, { mailing: mailing.id, runner, now: 10_000, leaseMs });
  let [now, submitted] = [10_000, 0];
  const ended = new AbortController();
  const kept = keepLease({
    store,
    mailing,
    runner,
    clock: { now: () => now },
    ended: ended.signal,
    submitted: () => submitted,
    stop: () => undefined,
  });
  const leaseUntil = async () =>
    (await store.db.selectFrom("mailings").select("lease_until").executeTakeFirstOrThrow()).lease_until;
  const measuredAfter = async (atMs: number, count: number) => {
    [now, submitted] = [atMs, count];
    while ((await leaseUntil()) !== atMs + leaseMs) await pause(5);
    return measuredSince(store, mailing.id);
  };
  expect(await measuredSince(store, mailing.id)).toEqual({ at: 10_000, submitted: 0 });
  expect(await measuredAfter(40_000, 900)).toEqual({ at: 10_000, submitted: 0 });
  expect(await measuredAfter(70_000, 1_500)).toEqual({ at: 40_000, submitted: 900 });
  expect(await measuredAfter(9_000_000, 1_600)).toEqual({ at: 9_000_000, submitted: 1_600 });
  expect(await measuredAfter(9_030_000, 2_000)).toEqual({ at: 9_000_000, submitted: 1_600 });
  expect(await measuredAfter(1_000_000, 2_100)).toEqual({ at: 1_000_000, submitted: 2_100 });
  ended.abort();
  await kept;
  // Each of the five renewals marks how far the run has come, so that a copy made between two of them is known as old.
  expect(readMarks(store.file)?.generation).toBe(5);
}, 30_000);
