import { beforeEach, describe, expect, test } from "@jest/globals";
import { editionOf } from "../../src/model/edition.ts";
import { undivided } from "../../src/model/variant.ts";
import {
  adoptEditions,
  claimMailing,
  countEditions,
  editionFor,
  editionsOf,
  editionsToSend,
  findMailing,
  releaseMailing,
} from "../../src/store/mailings.ts";
import type { Store } from "../../src/store/store.ts";
import { putState, record, submitted } from "../support/ledger.ts";
import { runningMailing, sampleEdition, type TempStore } from "../support/temp-store.ts";

const corrected = editionOf({ ...sampleEdition, subject: ["A corrected subject"] });
const split = undivided("hello");

export function adoptContract(opened: () => TempStore): void {
  describe("a corrected edition", () => {
    let store: Store;

    beforeEach(() => {
      store = opened().store;
    });

    /** One reader of each fate: submitted, uncertain, deferred, pending after a broken link, never tried. */
    async function underWay() {
      const running = await runningMailing(store, 5);
      const { mailing, runner, readers } = running;
      const [a = 0, b = 0, c = 0, d = 0] = readers;
      await record(store, { mailing, runner, wanted: [a, b, c, d] });
      const settled = [
        submitted(a),
        { subscriber: b, state: "uncertain" } as const,
        { subscriber: c, state: "deferred", dueAt: 1 } as const,
        { subscriber: d, state: "pending" } as const,
      ];
      await record(store, { mailing, runner, settled });
      return running;
    }

    test("goes to who has no copy; who has one, or may have one, keeps the other, also when it is sent again", async () => {
      const { mailing, runner, readers } = await underWay();
      await releaseMailing(store, { mailing, runner, now: 5_000 });
      const adopt = { mailing, now: 6_000, split, editions: [corrected], commit: "1f2e3d" };
      expect(await adoptEditions(store, adopt)).toEqual({ status: "adopted", revision: 2, readers: 3 });
      expect(await editionsOf(store, mailing)).toEqual([corrected]);
      expect(await editionsToSend(store, mailing)).toEqual([
        sampleEdition,
        { ...corrected, variant: "all@2" },
      ]);
      const claim = { mailing, runner: "runner-2", now: 7_000, leaseMs: 60_000, decision: "resend" } as const;
      expect(await claimMailing(store, claim)).toMatchObject({ decided: 1 });
      const result = await record(store, { mailing, runner: "runner-2", wanted: readers });
      const started = result.status === "recorded" ? result.started : [];
      expect(started.map(({ variant }) => variant)).toEqual(["all", "all@2", "all@2", "all@2"]);
      const second = { mailing, runner: "runner-2" };
      await record(store, { ...second, settled: readers.slice(1).map(submitted) });
      const got = await Promise.all(readers.map((subscriber) => editionFor(store, { mailing, subscriber })));
      expect(got.map((one) => [one?.revision, one?.edition.digest])).toEqual([
        [1, sampleEdition.digest],
        [1, sampleEdition.digest],
        [2, corrected.digest],
        [2, corrected.digest],
        [2, corrected.digest],
      ]);
      expect(await countEditions(store, mailing)).toEqual([
        { revision: 1, variant: "all", digest: sampleEdition.digest, readers: 2 },
        { revision: 2, variant: "all", digest: corrected.digest, commit: "1f2e3d", readers: 3 },
      ]);
      expect(await editionFor(store, { mailing, subscriber: 999 })).toBeUndefined();
    });

    test("does not reach who may have the other: not when the message that is sent again is deferred, or its link breaks", async () => {
      const { mailing, runner, readers } = await underWay();
      await releaseMailing(store, { mailing, runner, now: 5_000 });
      const [, b = 0] = readers;
      const decision = new Map([[b, "resend"]] as const);
      const next = { mailing, runner: "runner-2" };
      await claimMailing(store, { ...next, now: 6_000, leaseMs: 60_000, decision });
      const start = async () => {
        const result = await record(store, { ...next, wanted: [b] });
        return result.status === "recorded" ? result.started.map(({ variant }) => variant) : [];
      };
      expect(await start()).toEqual(["all"]);
      await record(store, { ...next, settled: [{ subscriber: b, state: "deferred", dueAt: 1 }] });
      await releaseMailing(store, { ...next, now: 7_000 });
      // Whoever has no copy gets another variant of it.
      const editions = [editionOf({ ...corrected, variant: "a" }), editionOf({ ...corrected, variant: "b" })];
      await adoptEditions(store, { mailing, now: 8_000, split: { ...split, arms: 2 }, editions });
      await claimMailing(store, { ...next, now: 9_000, leaseMs: 60_000 });
      expect(await start()).toEqual(["all"]);
      await record(store, { ...next, settled: [{ subscriber: b, state: "pending" }] });
      expect(await start()).toEqual(["all"]);
      await record(store, { ...next, settled: [submitted(b)] });
      expect(await editionFor(store, { mailing, subscriber: b })).toMatchObject({ revision: 1 });
    });

    test("is not adopted while somebody sends, nor when the mailing is over, and fences who has lost the lease", async () => {
      const { mailing, runner, readers } = await underWay();
      const adopt = { mailing, split, editions: [corrected] };
      expect(await adoptEditions(store, { ...adopt, now: 6_000 })).toMatchObject({ status: "held", runner });
      expect(await adoptEditions(store, { ...adopt, now: 99_000 })).toMatchObject({ status: "adopted" });
      expect(await record(store, { mailing, runner, wanted: readers })).toEqual({ status: "fenced" });
      for (const reader of readers) await putState(store, mailing, reader, "submitted");
      await claimMailing(store, { mailing, runner: "runner-2", now: 100_000, leaseMs: 1 });
      await releaseMailing(store, { mailing, runner: "runner-2", now: 100_000 });
      expect(await adoptEditions(store, { ...adopt, now: 200_000 })).toEqual({ status: "over" });
    });

    test("divides those who are left as the issue does now, and is refused when one of them would get nothing", async () => {
      const { mailing, runner, readers } = await underWay();
      await releaseMailing(store, { mailing, runner, now: 5_000 });
      const arms = { ...split, arms: 2 };
      const [first, second] = ["a", "b"].map((variant) => editionOf({ ...corrected, variant }));
      if (first === undefined || second === undefined) throw new Error("there are two");
      const adopt = { mailing, now: 6_000, split: arms };
      await expect(adoptEditions(store, { ...adopt, editions: [first] })).rejects.toMatchObject({
        code: "delivery/no-edition",
      });
      expect(await editionsOf(store, mailing)).toEqual([sampleEdition]);
      await adoptEditions(store, { ...adopt, editions: [first, second] });
      const now = await Promise.all(readers.map((subscriber) => editionFor(store, { mailing, subscriber })));
      const variants = now.map((one) => one?.edition.variant);
      expect(variants.slice(0, 2)).toEqual(["all", "all"]);
      for (const variant of variants.slice(2)) expect(["a@2", "b@2"]).toContain(variant);
      expect(await findMailing(store, "hello", "weekly")).toMatchObject({ recipients: 5 });
    });
  });
}
