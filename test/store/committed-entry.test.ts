import { DatabaseSync } from "node:sqlite";
import { setImmediate as turn } from "node:timers/promises";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { recordLedger } from "../../src/store/ledger.ts";
import { openStore } from "../../src/store/store.ts";
import { hasJournal, takeOverJournal, writeJournal } from "../../src/store/unsubscribe-journal.ts";
import { runningMailing, type TempStore, tempStore } from "../support/temp-store.ts";

let temp: TempStore;

beforeEach(async () => {
  temp = await tempStore();
});
afterEach(async () => {
  await temp[Symbol.asyncDispose]();
});

test("an entry of the ledger that is committed stands, also when another program locks the store before the journal is cleared", async () => {
  await using other = await lockable(temp.store.file);
  await using impatient = await openStore({ file: temp.store.file, patienceMs: 5 });
  const { mailing, runner, readers } = await runningMailing(temp.store, 20);
  let wasBetween = false;
  // The lock has to be taken between two transactions; who comes too late tries again with the next reader.
  for (const subscriber of readers) {
    if (wasBetween) break;
    writeJournal(temp.store.file, [
      { token: "a".repeat(32), at: 9_000, source: "one-click", network: "192.0.2.0/24" },
    ]);
    const wanted = [{ subscriber, relay: "main", domain: "" }];
    const recording = recordLedger(impatient, { mailing, runner, now: 10_000, settled: [], wanted });
    const recorded = expect(recording).resolves.toMatchObject({ started: [{ subscriber }] });
    await other.lockWhenStarted(mailing, subscriber);
    await recorded;
    wasBetween = hasJournal(temp.store.file);
    other.release();
    await takeOverJournal(temp.store);
  }
  expect(wasBetween).toBe(true);
});

/** Another program that has the store open. */
async function lockable(file: string) {
  const database = new DatabaseSync(file, { timeout: 0 });
  const stateOf = database.prepare("select state from deliveries where mailing_id = ? and subscriber_id = ?");
  return {
    /** Takes the lock as soon as the intent of this reader is committed. */
    async lockWhenStarted(mailing: number, subscriber: number) {
      while (stateOf.get(mailing, subscriber)?.state !== "submitting") await turn();
      try {
        database.exec("begin immediate");
      } catch {
        // The other transaction was faster.
      }
    },
    release: () => {
      if (database.isTransaction) database.exec("rollback");
    },
    [Symbol.asyncDispose]: async () => database.close(),
  };
}
