import { spawnSync } from "node:child_process";
import { appendFile, lstat, mkdir, readFile, readdir, stat, symlink, writeFile } from "node:fs/promises";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { parseAddress } from "../../src/base/address.ts";
import { changePreferences } from "../../src/store/preferences.ts";
import { saveSubscribers } from "../../src/store/save-subscribers.ts";
import { confirmSignUp } from "../../src/store/confirm-sign-up.ts";
import { insertSignUp } from "../../src/store/sign-ups.ts";
import { consentOf } from "../../src/store/consent.ts";
import { recordLedger } from "../../src/store/ledger.ts";
import { findSubscription } from "../../src/store/subscriptions.ts";
import {
  afterJournal,
  applyJournal,
  hasJournal,
  keepReserve,
  takeOverJournal,
  writeJournal,
} from "../../src/store/unsubscribe-journal.ts";
import { canMount } from "../support/small-disk.ts";
import { addReader, runningMailing, type TempStore, tempStore } from "../support/temp-store.ts";

const onDiskOfOurOwn = canMount() ? test : test.skip;

let temp: TempStore;

beforeEach(async () => {
  temp = await tempStore();
});
afterEach(async () => {
  await temp[Symbol.asyncDispose]();
});

async function tokenOf(subscriber: number): Promise<string> {
  return (await findSubscription(temp.store, subscriber, "weekly"))?.token ?? "";
}

async function state(subscriber: number): Promise<string | undefined> {
  return (await findSubscription(temp.store, subscriber, "weekly"))?.state;
}

async function filesBeside(): Promise<readonly string[]> {
  return (await readdir(temp.folder)).filter((name) => name.includes("unsubscribes"));
}

const noted = (token: string, at = 9_000) => ({ token, at, source: "one-click", network: "192.0.2.0/24" });

test("a reserve that another process has begun is left to it", async () => {
  // The name is taken, though nothing is found under it: so it is for who looks before the other process has made it.
  const file = `${temp.store.file}.reserve`;
  await symlink("nowhere", file);
  expect(keepReserve(temp.store.file)).toBe(true);
  expect((await lstat(file)).isSymbolicLink()).toBe(true);
});

describe("the journal beside the store", () => {
  test("is taken over with its time and its origin, and then is gone", async () => {
    const [ada, bob, eve] = [
      await addReader(temp.store, { email: "ada@example.org" }),
      await addReader(temp.store, { email: "bob@example.org" }),
      await addReader(temp.store, { email: "eve@example.org" }),
    ];
    writeJournal(temp.store.file, [noted(await tokenOf(ada))]);
    writeJournal(temp.store.file, [noted((await tokenOf(bob)).toUpperCase()), noted("a".repeat(32))]);
    expect(hasJournal(temp.store.file)).toBe(true);
    expect((await takeOverJournal(temp.store))?.map(({ status }) => status)).toEqual([
      "unsubscribed",
      "unsubscribed",
      "unknown-token",
    ]);
    expect([await state(ada), await state(bob), await state(eve)]).toEqual([
      "unsubscribed",
      "unsubscribed",
      "confirmed",
    ]);
    const event = {
      type: "unsubscribed",
      at: 9_000,
      source: "one-click",
      network: "192.0.2.0/24",
      list: "weekly",
    };
    expect((await consentOf(temp.store, ada)).at(-1)).toEqual({ subscriber: ada, ...event });
    expect(await filesBeside()).toEqual([]);
    expect(await takeOverJournal(temp.store)).toBeUndefined();
  });

  test("does not undo what the reader has decided since, when a crash leaves it to be read again", async () => {
    const ada = await addReader(temp.store, { email: "ada@example.org" });
    const [token, journal] = [await tokenOf(ada), `${temp.store.file}.unsubscribes`];
    writeJournal(temp.store.file, [noted(token), noted(token, 9_005)]);
    const lines = await readFile(journal);
    const comeBack = () =>
      changePreferences(temp.store, {
        subscriber: ada,
        lists: { weekly: true },
        source: "preferences",
        now: 8_000,
      });
    await comeBack();
    expect(await state(ada)).toBe("confirmed");
    await writeFile(journal, lines);
    await takeOverJournal(temp.store);
    expect(await state(ada)).toBe("confirmed");
    const log = (await consentOf(temp.store, ada)).map(({ type, at }) => [type, at]);
    expect(log).toEqual([
      ["imported", 1_000],
      ["unsubscribed", 9_000],
      ["unsubscribed", 9_005],
      ["resubscribed", 8_000],
    ]);
  });

  test("counts although the subscription has a later time: of a clock that went back, or of an import since", async () => {
    const ada = await addReader(temp.store, { email: "ada@example.org", state: "unconfirmed" });
    const parsed = parseAddress("ada@example.org");
    if (parsed.status === "invalid") throw new Error(parsed.reason);
    writeJournal(temp.store.file, [noted(await tokenOf(ada), 500)]);
    await saveSubscribers(temp.store, {
      list: "weekly",
      readers: [{ address: parsed.address, fields: {}, state: "confirmed" }],
      now: 2_000,
      consent: { type: "imported", source: "late.csv" },
    });
    expect((await takeOverJournal(temp.store))?.map(({ status }) => status)).toEqual(["unsubscribed"]);
    expect(await state(ada)).toBe("unsubscribed");
    expect((await consentOf(temp.store, ada)).at(-1)).toMatchObject({ type: "unsubscribed", at: 500 });
  });

  test("is applied before a sign-up is confirmed, and is gone when that stands", async () => {
    const ada = await addReader(temp.store, { email: "ada@example.org" });
    const parsed = parseAddress("ada@example.org");
    if (parsed.status === "invalid") throw new Error(parsed.reason);
    writeJournal(temp.store.file, [noted(await tokenOf(ada))]);
    const asked = { address: parsed.address, lists: ["weekly"], fields: {}, source: "form" };
    const id = await insertSignUp(temp.store, { ...asked, requestedAt: 9_500, expiresAt: 99_000 });
    expect(await confirmSignUp(temp.store, { id, now: 9_600 })).toBe("confirmed");
    expect(await takeOverJournal(temp.store)).toBeUndefined();
    expect(await state(ada)).toBe("confirmed");
    expect((await consentOf(temp.store, ada)).map(({ type }) => type)).toEqual([
      "imported",
      "unsubscribed",
      "requested",
      "resubscribed",
    ]);
  });

  onDiskOfOurOwn(
    "that was applied and cannot be deleted seems no failure to who decided after it, and changes nothing when it is read again",
    async () => {
      const ada = await addReader(temp.store, { email: "ada@example.org" });
      const applying = `${temp.store.file}.unsubscribes.applying`;
      writeJournal(temp.store.file, [noted(await tokenOf(ada))]);
      const change = { subscriber: ada, lists: { weekly: true }, source: "preferences", now: 9_500 };
      // What is mounted cannot be deleted, whoever asks.
      await afterJournal(temp.store, async () => spawnSync("mount", ["--bind", applying, applying]));
      try {
        expect(await filesBeside()).toEqual(["letterpress.sqlite.unsubscribes.applying"]);
        expect(await changePreferences(temp.store, change)).toMatchObject({
          lists: [{ state: "confirmed" }],
        });
        await expect(takeOverJournal(temp.store)).rejects.toMatchObject({ code: "store/journal-undeleted" });
      } finally {
        spawnSync("umount", [applying]);
      }
      await takeOverJournal(temp.store);
      expect([await filesBeside(), await state(ada)]).toEqual([[], "confirmed"]);
      const log = (await consentOf(temp.store, ada)).map(({ type }) => type);
      expect(log).toEqual(["imported", "unsubscribed", "resubscribed"]);
    },
  );

  test("takes more readers than one statement holds", async () => {
    writeJournal(
      temp.store.file,
      Array.from({ length: 33_000 }, () => noted("a".repeat(32))),
    );
    expect(await takeOverJournal(temp.store)).toHaveLength(33_000);
  });

  test("that a crash left half taken over is read again, with what came since", async () => {
    const [ada, bob] = [
      await addReader(temp.store, { email: "ada@example.org" }),
      await addReader(temp.store, { email: "bob@example.org" }),
    ];
    writeJournal(temp.store.file, [noted(await tokenOf(ada))]);
    // Renamed, and then the transaction was not committed.
    const broken = temp.store.db.transaction().execute(async (transaction) => {
      await applyJournal(transaction, temp.store);
      throw new Error("killed");
    });
    await expect(broken).rejects.toThrow("killed");
    expect(await state(ada)).toBe("confirmed");
    writeJournal(temp.store.file, [noted(await tokenOf(bob))]);
    expect((await filesBeside()).length).toBe(2);
    await takeOverJournal(temp.store);
    expect([await state(ada), await state(bob)]).toEqual(["unsubscribed", "unsubscribed"]);
    // What came since is read twice, which changes nothing.
    await takeOverJournal(temp.store);
    expect(await filesBeside()).toEqual([]);
  });

  test("loses no whole line to one that a crash tore", async () => {
    const ada = await addReader(temp.store, { email: "ada@example.org" });
    await appendFile(`${temp.store.file}.unsubscribes`, '\n{"token":"abc');
    writeJournal(temp.store.file, [noted(await tokenOf(ada))]);
    expect((await takeOverJournal(temp.store))?.length).toBe(1);
    expect(await state(ada)).toBe("unsubscribed");
  });

  test("keeps who is noted while another process takes it over", async () => {
    const readers = [];
    for (let number = 0; number < 40; number += 1)
      readers.push(await addReader(temp.store, { email: `r${number}@example.org` }));
    const other = await temp.again();
    const takers = [0, 1].map(async (index) => {
      for (let turn = 0; turn < 20; turn += 1) await takeOverJournal(index === 0 ? other : temp.store);
    });
    for (const reader of readers) {
      writeJournal(temp.store.file, [noted(await tokenOf(reader))]);
      await new Promise((resolve) => setImmediate(resolve));
    }
    await Promise.all(takers);
    await takeOverJournal(temp.store);
    await takeOverJournal(temp.store);
    for (const reader of readers) expect([reader, await state(reader)]).toEqual([reader, "unsubscribed"]);
    expect(await filesBeside()).toEqual([]);
  });

  test("comes before any message: who is noted is skipped in the transaction that would start theirs", async () => {
    const { mailing, runner, readers } = await runningMailing(temp.store, 3);
    const [first = 0, second = 0, third = 0] = readers;
    const wanted = (subscriber: number) => ({ subscriber, relay: "main", domain: "example.org" });
    const entry = { mailing, runner, now: 10_000, settled: [] };
    const before = await recordLedger(temp.store, { ...entry, wanted: [wanted(first)] });
    expect(before).toMatchObject({ started: [{ subscriber: first }] });
    writeJournal(temp.store.file, [noted(await tokenOf(second))]);
    const after = await recordLedger(temp.store, { ...entry, wanted: [wanted(second), wanted(third)] });
    expect(after).toMatchObject({
      started: [{ subscriber: third }],
      skipped: [{ subscriber: second, reason: "unsubscribed" }],
    });
    expect(await filesBeside()).toEqual([]);
  });

  test("that cannot be read stops the message", async () => {
    const { mailing, runner, readers } = await runningMailing(temp.store, 1);
    // A folder in its place can be read by nobody, root included.
    await mkdir(`${temp.store.file}.unsubscribes.applying`);
    writeJournal(temp.store.file, [noted("a".repeat(32))]);
    const wanted = [{ subscriber: readers[0] ?? 0, relay: "main", domain: "example.org" }];
    await expect(
      recordLedger(temp.store, { mailing, runner, now: 10_000, settled: [], wanted }),
    ).rejects.toMatchObject({ code: "store/journal-unreadable" });
  });

  test("has a reserve of a megabyte that is really on the disk", async () => {
    expect(keepReserve(temp.store.file)).toBe(true);
    expect(keepReserve(temp.store.file)).toBe(true);
    const { size, blocks } = await stat(`${temp.store.file}.reserve`);
    expect(size).toBe(1024 * 1024);
    expect(blocks * 512).toBeGreaterThanOrEqual(size);
  });
});
