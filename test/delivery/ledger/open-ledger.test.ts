import { existsSync } from "node:fs";
import { mkdir, rename, rmdir } from "node:fs/promises";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { sql } from "kysely";
import { type LedgerPlace, openLedger } from "../../../src/delivery/ledger/open-ledger.ts";
import { startedIn } from "../../support/ledger.ts";
import { withoutThreads } from "../../support/no-more-threads.ts";
import { runningMailing, type TempStore, tempStore } from "../../support/temp-store.ts";

let temp: TempStore;
/** What was said of a thread that is not there. */
let missed: string[];

beforeEach(async () => {
  temp = await tempStore();
  missed = [];
});

afterEach(async () => {
  await temp[Symbol.asyncDispose]();
});

const opened = (place: LedgerPlace) => openLedger(temp.store, place, (why) => missed.push(why));

/** The first reader of a mailing, as `record` takes it. */
async function intent() {
  const { mailing, runner, readers } = await runningMailing(temp.store, 3);
  const wanted = readers.slice(0, 1).map((subscriber) => ({ subscriber, relay: "main", domain: "" }));
  return { readers, entry: { mailing, runner, now: 4_000, settled: [], wanted } };
}

describe("The ledger of a run that was to have a thread", () => {
  test("is written in this one when that cannot open the store, and tells why once", async () => {
    const { store } = temp;
    const { entry, readers } = await intent();
    await rename(store.file, `${store.file}.away`);
    await mkdir(store.file);
    await using ledger = await opened("apart");
    await rmdir(store.file);
    await rename(`${store.file}.away`, store.file);
    expect(ledger.isApart).toBe(false);
    expect(missed).toEqual([expect.stringContaining(store.file)]);
    expect(startedIn(await ledger.record(entry))).toEqual(readers.slice(0, 1));
  });

  test.each(["soon", "apart"] as const)(
    "is written in this one when the system gives no other, and tells why (%s)",
    async (place) => {
      const { entry, readers } = await intent();
      await using ledger = await withoutThreads(() => opened(place));
      expect(ledger.isApart).toBe(false);
      expect(missed).toEqual([expect.stringContaining("the system gives this process no more threads")]);
      expect(startedIn(await ledger.record(entry))).toEqual(readers.slice(0, 1));
    },
  );

  test("tells nothing when the run is over before the thread has begun", async () => {
    const ledger = await opened("soon");
    await ledger[Symbol.asyncDispose]();
    expect(missed).toEqual([]);
  });

  test.each(["deleted", "replaced by a copy"])(
    "opens no other store when the file was %s before it could: the run says that it is gone",
    async (what) => {
      const { store } = temp;
      const { entry } = await intent();
      const copy = `${store.file}.copy`;
      await store.db.executeQuery(sql`vacuum into ${sql.lit(copy)}`.compile(store.db));
      await rename(store.file, `${store.file}.away`);
      if (what !== "deleted") await rename(copy, store.file);
      await using ledger = await opened("apart");
      expect(ledger.isApart).toBe(false);
      expect(missed).toEqual([expect.stringContaining(store.file)]);
      expect(existsSync(store.file)).toBe(what !== "deleted");
      await expect(ledger.record(entry)).rejects.toMatchObject({ code: "store/gone" });
    },
  );
});
