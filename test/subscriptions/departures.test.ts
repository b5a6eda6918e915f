import { readFile } from "node:fs/promises";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { openStore, type Store } from "../../src/store/store.ts";
import { findSubscription, setSubscription } from "../../src/store/subscriptions.ts";
import { takeOverJournal } from "../../src/store/unsubscribe-journal.ts";
import { Departures } from "../../src/subscriptions/departures.ts";
import { addReader, type TempStore, tempStore } from "../support/temp-store.ts";

let temp: TempStore;
let wayOut: Store;
let reads: Store;
let departures: Departures;

beforeEach(async () => {
  temp = await tempStore();
  const { file } = temp.store;
  wayOut = await openStore({ file, patienceMs: 20 });
  reads = await openStore({ file });
  departures = new Departures(wayOut, reads);
});
afterEach(async () => {
  await departures.close();
  await Promise.all([wayOut.close(), reads.close()]);
  await temp[Symbol.asyncDispose]();
});

/** The lines of the journal. */
async function lines(): Promise<readonly string[]> {
  const text = await readFile(`${temp.store.file}.unsubscribes`, "utf8").catch(() => "");
  return text.split("\n").filter((line) => line !== "");
}

/** While this is done the store is locked by somebody else. */
async function locked(done: () => Promise<void>): Promise<void> {
  await temp.store.db.transaction().execute(done);
}

const leave = (token: string) => departures.unsubscribe({ token, at: 9_000, source: "one-click" });

async function reader(email: string) {
  const id = await addReader(temp.store, { email });
  const token = (await findSubscription(temp.store, id, "weekly"))?.token ?? "";
  return { id, token };
}

describe("while the store is locked", () => {
  test("a reader is noted once, however often and at once their link is sent", async () => {
    const { token } = await reader("ada@example.org");
    await locked(async () => {
      const statuses = [];
      for (let time = 0; time < 5; time += 1) {
        const answers = await Promise.all([leave(token), leave(token.toUpperCase())]);
        statuses.push(...answers.map(({ status }) => status));
      }
      expect(statuses).toEqual(["noted", ...Array(9).fill("gone")]);
      expect(await lines()).toHaveLength(1);
      expect([departures.noted, departures.hasNoted(token)]).toEqual([1, true]);
    });
  });

  test("who has left already is answered without a line", async () => {
    const { id, token } = await reader("ada@example.org");
    await setSubscription(temp.store, { subscriber: id, list: "weekly", state: "unsubscribed", now: 1 });
    await locked(async () => {
      expect(await leave(token)).toEqual({ status: "gone" });
      expect(await lines()).toEqual([]);
    });
  });

  test("who came back after the journal was taken over is noted again", async () => {
    const { id, token } = await reader("ada@example.org");
    await locked(async () => void (await leave(token)));
    await takeOverJournal(temp.store);
    await setSubscription(temp.store, { subscriber: id, list: "weekly", state: "confirmed", now: 9_500 });
    await locked(async () => {
      expect(await departures.unsubscribe({ token, at: 9_900, source: "one-click" })).toEqual({
        status: "noted",
      });
      expect(await lines()).toHaveLength(1);
    });
  });
});
