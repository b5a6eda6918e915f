import { copyFile, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { deliveryStates } from "../../src/model/mailing.ts";
import { countDeliveries, listDeliveries } from "../../src/store/deliveries.ts";
import { claimMailing, releaseMailing } from "../../src/store/mailings.ts";
import { acceptRestored, restoredStore } from "../../src/store/restored.ts";
import { markRun, setGeneration } from "../../src/store/run-marks.ts";
import { openStore, type Store } from "../../src/store/store.ts";
import { putState } from "../support/ledger.ts";
import { addReaders, freeze, type TempStore, tempStore } from "../support/temp-store.ts";

let temp: TempStore;
let store: Store;
const hello = { id: 1, issue: "hello" };

beforeEach(async () => {
  temp = await tempStore();
  store = temp.store;
});

afterEach(async () => temp[Symbol.asyncDispose]());

/** A copy as `vacuum into` makes it, put in place of the store by `putBack`. */
async function copy(): Promise<{ putBack(): Promise<Store> }> {
  const file = join(temp.folder, "copy.sqlite");
  await rm(file, { force: true });
  const { default: sqlite } = await import("node:sqlite");
  const database = new sqlite.DatabaseSync(store.file);
  database.exec(`vacuum into '${file}'`);
  database.close();
  return {
    async putBack() {
      for (const ending of ["", "-wal", "-shm"]) await rm(`${store.file}${ending}`, { force: true });
      await copyFile(file, store.file);
      return openStore({ file: store.file });
    },
  };
}

describe("the marks of runs beside a store", () => {
  test("say nothing about a store that was never sent from, nor about one that is the newest", async () => {
    expect(await restoredStore(store)).toEqual({ status: "newest" });
    await markRun(store, hello);
    expect(await restoredStore(store)).toEqual({ status: "newest" });
    const same = await (await copy()).putBack();
    expect(await restoredStore(same)).toEqual({ status: "newest" });
    await same.close();
  });

  test("tell a copy from before a run, with the issues that were sent since", async () => {
    await markRun(store, hello);
    const old = await copy();
    await markRun(store, { id: 2, issue: "later" });
    await markRun(store, { id: 3, issue: "and later" });
    const restored = await old.putBack();
    expect(await restoredStore(restored)).toEqual({ status: "older", issues: ["and later", "later"] });
    await restored.close();
  });

  test("tell another store in the place of this one", async () => {
    await markRun(store, hello);
    for (const ending of ["", "-wal", "-shm"]) await rm(`${store.file}${ending}`, { force: true });
    const other = await openStore({ file: store.file });
    // However much was sent from that one: its numbers are its own.
    await setGeneration(other.db, 9);
    expect(await restoredStore(other)).toEqual({ status: "other", issues: ["hello"] });
    expect(await acceptRestored(other, 1)).toBe(0);
    expect(await restoredStore(other)).toEqual({ status: "newest" });
    await other.close();
  });

  test("are not ahead of the store however many processes mark, and a crash before the file is written is no alarm", async () => {
    const second = await temp.again();
    await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        markRun(index % 2 === 0 ? store : second, { id: index, issue: `issue ${index}` }),
      ),
    );
    const marks = JSON.parse(await readFile(`${store.file}.runs`, "utf8"));
    expect(marks.generation).toBe(20);
    expect(Object.keys(marks.mailings)).toHaveLength(20);
    await writeFile(`${store.file}.runs`, JSON.stringify({ ...marks, generation: 19 }));
    expect(await restoredStore(store)).toEqual({ status: "newest" });
  });

  test("that cannot be read stop a send with a remedy, and a folder without them does not", async () => {
    await markRun(store, hello);
    await writeFile(`${store.file}.runs`, "{");
    await expect(restoredStore(store)).rejects.toMatchObject({ code: "store/marks-unreadable" });
    await rm(`${store.file}.runs`);
    expect(await restoredStore(store)).toEqual({ status: "newest" });
  });
});

describe("an old copy that is accepted", () => {
  test("knows that who was left may have a copy, and leaves alone mailings that went no further", async () => {
    const readers = await addReaders(store, 7);
    const { id } = await freeze(store);
    const { id: other } = await freeze(store, "other");
    await claimMailing(store, { mailing: id, runner: "r", now: 3_000, leaseMs: 1 });
    await releaseMailing(store, { mailing: id, runner: "r", now: 3_000 });
    for (const [index, state] of deliveryStates.entries())
      await putState(store, id, readers[index] ?? 0, state);
    await markRun(store, { id: other, issue: "other" });
    const old = await copy();
    await markRun(store, { id, issue: "hello" });
    const restored = await old.putBack();
    expect(await acceptRestored(restored, 9_000)).toBe(3);
    expect(await countDeliveries(restored, id)).toMatchObject({
      uncertain: 4,
      submitted: 1,
      rejected: 1,
      skipped: 1,
    });
    expect(await countDeliveries(restored, other)).toMatchObject({ pending: 7 });
    expect(await restoredStore(restored)).toEqual({ status: "newest" });
    // An even older copy, or the same one again, is told again.
    await restored.close();
    const again = await old.putBack();
    expect(await restoredStore(again)).toEqual({ status: "older", issues: ["hello"] });
    await again.close();
  });

  test("takes everybody for uncertain in a mailing of an issue that was sent since, whatever part of the list it is to", async () => {
    await addReaders(store, 3);
    const old = await copy();
    await markRun(store, hello);
    const restored = await old.putBack();
    expect(await acceptRestored(restored, 9_000)).toBe(0);
    const { id } = await freeze(restored, "hello", "weekly", 10_000);
    const rows = await listDeliveries(restored, { mailing: id, states: ["uncertain"], limit: 9 });
    expect(rows).toHaveLength(3);
    expect(rows[0]?.reason).toContain("a copy from before a run");
    const { id: other } = await freeze(restored, "another", "weekly", 10_000);
    expect(await countDeliveries(restored, other)).toMatchObject({ pending: 3 });
    await restored.close();
  });
});
