import { describe, expect, test } from "@jest/globals";
import { type MailingReport, reportOf } from "../../src/cli/status/mailing-report.ts";
import { parseAddress } from "../../src/base/address.ts";
import type { DeliveryState } from "../../src/model/mailing.ts";
import { claimMailing, findMailingById, type Measured, renewLease } from "../../src/store/mailings.ts";
import type { Store } from "../../src/store/store.ts";
import { saveSubscribers } from "../../src/store/save-subscribers.ts";
import { freeze, tempStore } from "../support/temp-store.ts";

const now = 5_000_000;
/** Of another machine, so its lease is what counts. */
const runner = "elsewhere 1 x";

describe("a report of a mailing that is sent", () => {
  test("tells how many it reached a second, be they more than are read, and be the others of the list reached long ago", async () => {
    await using temp = await tempStore();
    const { store } = temp;
    const mailing = await claimedMailing(store, 1_500);
    // Those at the end of the list were tried first.
    await submit(store, mailing, [901, 1_500], now - 3_600_000);
    const measured = { at: now - 45_000, submitted: 600 };
    await renewLease(store, { mailing, runner, now, leaseMs: 60_000, measured });
    await submit(store, mailing, [1, 900], now - 1_000);
    expect(await rate(store, mailing)).toBe(20);
  });

  test.each<[why: string, measured: Measured, perSecond: number]>([
    ["a clock that was set back", { at: now + 3_600_000, submitted: 8 }, 2],
    ["a run that began this very moment", { at: now, submitted: 10 }, 0],
    ["a copy of the store that counted more", { at: now - 30_000, submitted: 99 }, 0],
  ])("has a sober figure after %s", async (_, measured, perSecond) => {
    await using temp = await tempStore();
    const { store } = temp;
    const mailing = await claimedMailing(store, 12);
    await submit(store, mailing, [1, 10], now);
    await renewLease(store, { mailing, runner, now, leaseMs: 60_000, measured });
    expect(await rate(store, mailing)).toBe(perSecond);
  });
});

describe("a report of the rejected", () => {
  test("counts every one of them, also those whose kind of reason is rarer than what is shown", async () => {
    await using temp = await tempStore();
    const { store } = temp;
    const mailing = await claimedMailing(store, 60);
    for (let id = 1; id <= 60; id += 1)
      await reject(store, mailing, id, id <= 30 ? "550 5.1.1 No such user" : `550 5.7.${id} Not from you`);
    const { rejectedBecause, reasons } = await report(store, mailing);
    expect(rejectedBecause).toEqual({ mailbox: 30, delivery: 0, sender: 30 });
    expect(reasons.rejected).toHaveLength(20);
    expect(reasons.rejected[0]).toEqual({
      reason: "550 5.1.1 No such user",
      readers: 30,
      because: "mailbox",
    });
  });

  test("asks each for its cause, and not one of those that begin alike for all", async () => {
    await using temp = await tempStore();
    const { store } = temp;
    const mailing = await claimedMailing(store, 6);
    for (let id = 1; id <= 6; id += 1)
      await reject(
        store,
        mailing,
        id,
        id <= 2 ? "550 This mail looks like spam" : "550 This mailbox is gone",
      );
    const { rejectedBecause, reasons } = await report(store, mailing);
    expect(rejectedBecause).toEqual({ mailbox: 4, delivery: 0, sender: 2 });
    expect(reasons.rejected).toEqual([
      { reason: "550 This mailbox is gone", readers: 4, because: "mailbox" },
      { reason: "550 This mail looks like spam", readers: 2, because: "sender" },
    ]);
  });
});

async function reject(store: Store, mailing: number, id: number, reason: string): Promise<void> {
  await store.db
    .updateTable("deliveries")
    .set({ state: "rejected", reason })
    .where("mailing_id", "=", mailing)
    .where("subscriber_id", "=", id)
    .execute();
}

async function claimedMailing(store: Store, readers: number): Promise<number> {
  await fillList(store, readers);
  const { id } = await freeze(store);
  await claimMailing(store, { mailing: id, runner, now: now - 60_000, leaseMs: 120_000 });
  return id;
}

/** The readers with the ids from 1 on. */
async function fillList(store: Store, readers: number): Promise<void> {
  const addresses = Array.from({ length: readers }, (_, index) => parseAddress(`r${index + 1}@example.org`));
  await saveSubscribers(store, {
    list: "weekly",
    readers: addresses.flatMap((parsed) =>
      parsed.status === "invalid"
        ? []
        : [{ address: parsed.address, fields: {}, state: "confirmed" as const }],
    ),
    now: 1_000,
    consent: { type: "imported", source: "test" },
  });
}

async function submit(store: Store, mailing: number, ids: readonly [from: number, to: number], at: number) {
  await store.db
    .updateTable("deliveries")
    .set({ state: "submitted" satisfies DeliveryState, changed_at: at })
    .where("mailing_id", "=", mailing)
    .where("subscriber_id", ">=", ids[0])
    .where("subscriber_id", "<=", ids[1])
    .execute();
}

async function rate(store: Store, mailing: number): Promise<number | undefined> {
  return (await report(store, mailing)).perSecond;
}

async function report(store: Store, mailing: number): Promise<MailingReport> {
  const found = await findMailingById(store, mailing);
  if (found === undefined) throw new Error("there is no such mailing");
  return reportOf(store, found, now, { pace: {}, relays: [] });
}
