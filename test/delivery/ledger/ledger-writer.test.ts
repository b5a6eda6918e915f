import { rename } from "node:fs/promises";
import { setImmediate as turn } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { LeaseLost, LedgerWriter } from "../../../src/delivery/ledger/ledger-writer.ts";
import type { Ledger } from "../../../src/delivery/ledger/ledger.ts";
import { type LedgerPlace, openLedger } from "../../../src/delivery/ledger/open-ledger.ts";
import { openTurnstile } from "../../../src/delivery/pace/open-turnstile.ts";
import type { DeliveryState } from "../../../src/model/mailing.ts";
import { countDeliveries } from "../../../src/store/deliveries.ts";
import type { Settlement, Started } from "../../../src/store/ledger.ts";
import { claimMailing } from "../../../src/store/mailings.ts";
import type { Store } from "../../../src/store/store.ts";
import { addSuppression } from "../../../src/store/suppressions.ts";
import { putState, submitted } from "../../support/ledger.ts";
import { runningMailing, type TempStore, tempStore } from "../../support/temp-store.ts";

let temp: TempStore;
let store: Store;
let commits: number;
let own: Ledger | undefined;
const clock = { now: () => 4_000 };

beforeEach(async () => {
  temp = await tempStore();
  store = temp.store;
  commits = 0;
});

afterEach(async () => {
  await own?.[Symbol.asyncDispose]();
  own = undefined;
  await temp[Symbol.asyncDispose]();
});

async function writing(readers: number, place: LedgerPlace, slots = 24) {
  const running = await runningMailing(store, readers);
  const counts = await countDeliveries(store, running.mailing);
  const changed = () => {
    commits += 1;
  };
  const turnstile = await openTurnstile({
    store,
    mailing: running.mailing,
    clock,
    rules: {},
    relays: ["main"],
    usedUp: () => undefined,
    changed: () => undefined,
  });
  own = await openLedger(store, place, () => undefined);
  const writer = new LedgerWriter({
    ledger: own,
    slots,
    mailing: running.mailing,
    runner: running.runner,
    clock,
    turnstile,
    counts,
    changed,
    busy: () => undefined,
    halted: () => undefined,
  });
  /** As a slot does it: nobody is started when no turn can be had. */
  const exchange = async (settled: Settlement | undefined, wantsReader: boolean) => {
    const turn =
      wantsReader && (await turnstile.mayGo({ relay: "main", needsSession: () => false }))
        ? turnstile.take("main")
        : undefined;
    return writer.exchange(settled, turn);
  };
  return { ...running, ledger: { exchange, counts: () => writer.counts } };
}

function ids(started: readonly (Started | undefined)[]): readonly (number | undefined)[] {
  return started.map((one) => one?.subscriber);
}

async function stateOf(mailing: number, subscriber: number): Promise<DeliveryState | undefined> {
  const row = await store.db
    .selectFrom("deliveries")
    .select("state")
    .where("mailing_id", "=", mailing)
    .where("subscriber_id", "=", subscriber)
    .executeTakeFirst();
  return row?.state;
}

describe.each([
  ["in this thread", "here"],
  ["in a thread of its own", "apart"],
] as const)("the writer of the ledger %s", (_where, place) => {
  test("writes what all slots hand in at one moment in one transaction, each reader once", async () => {
    const { ledger, mailing, readers } = await writing(8, place);
    const first = await Promise.all(readers.slice(0, 5).map(() => ledger.exchange(undefined, true)));
    expect(ids(first)).toEqual(readers.slice(0, 5));
    expect(commits).toBe(1);
    const next = await Promise.all(readers.slice(0, 5).map((id) => ledger.exchange(submitted(id), true)));
    expect(ids(next)).toEqual([...readers.slice(5), undefined, undefined]);
    expect(commits).toBe(2);
    expect(await countDeliveries(store, mailing)).toMatchObject({ submitted: 5, submitting: 3, pending: 0 });
    expect(ledger.counts()).toEqual(await countDeliveries(store, mailing));
  });

  test("has written the intent and the outcome when it answers", async () => {
    const { ledger, mailing, readers } = await writing(1, place);
    const [id = 0] = readers;
    expect((await ledger.exchange(undefined, true))?.attempts).toBe(1);
    expect(await stateOf(mailing, id)).toBe("submitting");
    await ledger.exchange(submitted(id), false);
    expect(await stateOf(mailing, id)).toBe("submitted");
  });

  test("puts what comes while it writes into the next transaction", async () => {
    const { ledger } = await writing(9, place);
    const early = ledger.exchange(undefined, true);
    const late: Promise<Started | undefined>[] = [];
    const again = early.then(() => late.push(...[1, 2, 3].map(() => ledger.exchange(undefined, true))));
    await again;
    expect((await Promise.all(late)).every((reader) => reader !== undefined)).toBe(true);
    expect(commits).toBe(2);
  });

  test("passes over readers who have left and still finds one for every slot", async () => {
    const { ledger, mailing, readers } = await writing(6, place);
    for (const number of [1, 2, 3])
      await addSuppression(store, {
        key: `r${number}@example.org`,
        reason: "manual",
        source: "test",
        createdAt: 1,
      });
    const found = await Promise.all([1, 2].map(() => ledger.exchange(undefined, true)));
    expect(ids(found).toSorted()).toEqual(readers.slice(3, 5));
    expect(await countDeliveries(store, mailing)).toMatchObject({ skipped: 3, submitting: 2, pending: 1 });
    expect(ledger.counts()).toEqual(await countDeliveries(store, mailing));
  });

  test("comes back to safe retries and to deferred readers who are due, after the others", async () => {
    const { ledger, mailing, readers } = await writing(4, place);
    const [first = 0, second = 0, third = 0, fourth = 0] = readers;
    await putState(store, mailing, second, "deferred", 4_001);
    await putState(store, mailing, third, "deferred", 4_000);
    await ledger.exchange(undefined, true);
    const retry: Settlement = { subscriber: first, state: "pending" };
    expect((await ledger.exchange(retry, true))?.subscriber).toBe(fourth);
    expect(await ledger.exchange(undefined, true)).toMatchObject({ subscriber: first, attempts: 2 });
    expect((await ledger.exchange(undefined, true))?.subscriber).toBe(third);
    expect(await ledger.exchange(undefined, true)).toBeUndefined();
  });

  test("reads a list longer than its page to the end", async () => {
    const { ledger, readers } = await writing(1_203, place);
    const seen: number[] = [];
    for (let settled: Settlement | undefined; ; ) {
      const reader = await ledger.exchange(settled, true);
      if (reader === undefined) break;
      seen.push(reader.subscriber);
      settled = submitted(reader.subscriber);
    }
    expect(seen).toEqual(readers);
  });

  test("tells every slot that the lease is lost, writes nothing, and starts nobody any more", async () => {
    const { ledger, mailing, readers } = await writing(5, place);
    const [first = 0] = readers;
    await ledger.exchange(undefined, true);
    await claimMailing(store, { mailing, runner: "runner-2", now: 99_000, leaseMs: 1_000 });
    const answers = await Promise.allSettled([
      ledger.exchange(submitted(first), true),
      ledger.exchange(undefined, true),
    ]);
    expect(answers.map((one) => one.status === "rejected" && one.reason instanceof LeaseLost)).toEqual([
      true,
      true,
    ]);
    await expect(ledger.exchange(undefined, true)).rejects.toBeInstanceOf(LeaseLost);
    expect(await countDeliveries(store, mailing)).toMatchObject({ uncertain: 1, pending: 4, submitted: 0 });
  });

  test("tells every slot when the store cannot be written, and stays shut", async () => {
    const { ledger, mailing, readers } = await writing(5, place);
    const [first = 0] = readers;
    await ledger.exchange(undefined, true);
    await rename(store.file, `${store.file}.away`);
    const answers = await Promise.allSettled([
      ledger.exchange(submitted(first), true),
      ledger.exchange(undefined, true),
    ]);
    const gone = expect.objectContaining({
      name: "LetterpressError",
      code: "store/gone",
      remedy: expect.any(String),
    });
    expect(answers).toEqual(Array(2).fill({ status: "rejected", reason: gone }));
    await rename(`${store.file}.away`, store.file);
    await expect(ledger.exchange(undefined, true)).rejects.toMatchObject({ code: "store/gone" });
    expect(await countDeliveries(store, mailing)).toMatchObject({ submitting: 1, pending: 4 });
  });
});

describe("the writer of a ledger in a thread of its own", () => {
  test("writes a third of the slots at once at most, and answers everybody", async () => {
    const { ledger, mailing, readers } = await writing(6, "apart", 6);
    const first = await Promise.all(readers.map(() => ledger.exchange(undefined, true)));
    expect(ids(first)).toEqual(readers);
    expect(commits).toBe(3);
    const next = await Promise.all(readers.map((id) => ledger.exchange(submitted(id), false)));
    expect(ids(next)).toEqual(Array(6).fill(undefined));
    expect(commits).toBe(6);
    expect(await countDeliveries(store, mailing)).toMatchObject({ submitted: 6, submitting: 0, pending: 0 });
  });

  test("answers one wave while the next is being written, and not before it is on its way", async () => {
    const { ledger, readers } = await writing(4, "apart", 6);
    const answered: (number | undefined)[][] = [];
    const wave = (of: readonly number[]) =>
      Promise.all(of.map(() => ledger.exchange(undefined, true))).then((started) => {
        answered.push([commits, ...ids(started)] as number[]);
      });
    await Promise.all([wave(readers.slice(0, 2)), wave(readers.slice(2))]);
    // The first wave was written, then both of it were answered, and only later came the second commit.
    expect(answered).toEqual([
      [1, ...readers.slice(0, 2)],
      [2, ...readers.slice(2)],
    ]);
  });

  test("tells a bug with the place where it happened", async () => {
    const { ledger, readers } = await writing(2, "apart");
    const [id = 0] = readers;
    const bug = ledger.exchange(submitted(id), false);
    await expect(bug).rejects.toMatchObject({ name: "Error", stack: expect.stringContaining("ledger.ts") });
    await expect(bug).rejects.toThrow("only 0 were submitting");
  });

  test("writes in this thread until that one is ready, and nobody waits or is forgotten", async () => {
    const { ledger, mailing, readers } = await writing(2_000, "soon");
    const written = { here: 0, apart: 0 };
    for (let settled: Settlement | undefined; ; ) {
      const isApart = own?.isApart === true;
      const reader = await ledger.exchange(settled, true);
      if (reader === undefined) break;
      written[isApart ? "apart" : "here"] += 1;
      settled = submitted(reader.subscriber);
      if (written.apart > 20) break;
    }
    expect(written.here).toBeGreaterThan(0);
    expect(written.apart).toBeGreaterThan(20);
    const last = readers[written.here + written.apart - 1] ?? 0;
    await ledger.exchange(submitted(last), false);
    expect(await countDeliveries(store, mailing)).toMatchObject({
      submitted: written.here + written.apart,
      submitting: 0,
    });
    expect(ledger.counts()).toEqual(await countDeliveries(store, mailing));
  });

  test("answers the wave before when a slot hands in nothing and wants nobody", async () => {
    const { ledger, readers } = await writing(2, "apart", 6);
    const first = Promise.all([1, 2].map(() => ledger.exchange(undefined, true)));
    await turn();
    const nothing = ledger.exchange(undefined, false);
    expect(ids(await first)).toEqual(readers);
    expect(await nothing).toBeUndefined();
  });
});
