import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, copyFile, mkdir, readdir, rename, stat, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { text } from "node:stream/consumers";
import { describe, expect, test } from "@jest/globals";
import { sql } from "kysely";
import { countDeliveries } from "../../src/store/deliveries.ts";
import { deliveriesOfSql } from "../../src/store/deliveries-of.ts";
import { recordLedger } from "../../src/store/ledger.ts";
import { claimMailing, findMailing } from "../../src/store/mailings.ts";
import { openStore } from "../../src/store/store.ts";
import { countSubscriptions, findSubscriber } from "../../src/store/subscribers.ts";
import { passing } from "../support/ledger.ts";
import { addReader, addReaders, runningMailing, tempFolder, tempStore } from "../support/temp-store.ts";
import { storeContract } from "./contract.ts";

storeContract("SQLite", tempStore);

describe("a SQLite store as a file", () => {
  test("the folder and the file are made, and only this user may read them", async () => {
    await using folder = await tempFolder();
    const file = join(folder.path, "a", "b", "letterpress.sqlite");
    await using store = await openStore({ file });
    expect(store.file).toBe(file);
    for (const name of await readdir(join(folder.path, "a", "b")))
      expect((await stat(join(folder.path, "a", "b", name))).mode & 0o777).toBe(0o600);
    expect((await stat(join(folder.path, "a"))).mode & 0o077).toBe(0);
  });

  test("commits go into a log, which is copied past the cache of the drive, and foreign keys are on", async () => {
    await using temp = await tempStore();
    const settings = { journal_mode: "wal", synchronous: 1, checkpoint_fullfsync: 1, foreign_keys: 1 };
    for (const [name, value] of Object.entries(settings)) {
      const { rows } = await sql<Record<string, unknown>>`pragma ${sql.raw(name)}`.execute(temp.store.db);
      expect(rows[0]).toEqual({ [name]: value });
    }
  });

  test("the key is made once and stays", async () => {
    await using folder = await tempFolder();
    const file = join(folder.path, "letterpress.sqlite");
    const first = await openStore({ file });
    await first.close();
    await using again = await openStore({ file });
    expect(again.key).toBe(first.key);
    expect(first.key).toMatch(/^[a-z2-7]{52}$/);
  });

  test("a page of work is read from the index alone", async () => {
    await using temp = await tempStore();
    const { rows } = await sql<{ detail: string }>`explain query plan
      select subscriber_id from deliveries
      where mailing_id = ${1} and state = ${"pending"} and subscriber_id > ${0}
      order by subscriber_id limit ${10}`.execute(temp.store.db);
    expect(rows.map((row) => row.detail).join()).toBe(
      "SEARCH deliveries USING COVERING INDEX deliveries_by_state (mailing_id=? AND state=? AND subscriber_id>?)",
    );
  });

  test("the deliveries of one person are found without a look at everybody else's", async () => {
    await using temp = await tempStore();
    const { rows } = await sql<{ detail: string }>`explain query plan ${deliveriesOfSql(1)}`.execute(
      temp.store.db,
    );
    const steps = rows.map(({ detail }) => detail).join();
    expect(steps).toMatch(/SEARCH deliveries [^,]*\(mailing_id=\? AND subscriber_id=\?\)/);
    expect(steps).not.toContain("SCAN deliveries");
  });

  test("a transaction that fails leaves nothing behind, and the store goes on", async () => {
    await using temp = await tempStore();
    const { db } = temp.store;
    const failed = db.transaction().execute(async (transaction) => {
      await transaction.insertInto("settings").values({ name: "half", value: "done" }).execute();
      throw new Error("in the middle");
    });
    await expect(failed).rejects.toThrow("in the middle");
    expect(await db.selectFrom("settings").select("name").where("name", "=", "half").execute()).toEqual([]);
    expect(await addReader(temp.store, { email: "a@example.org" })).toBe(1);
  });
});

describe("several processes with one SQLite store", () => {
  test("what another process has committed is seen at once, and the other way round", async () => {
    await using temp = await tempStore();
    await addReaders(temp.store, 2);
    const output = await runChild(`
      const store = await openStore({ file: ${JSON.stringify(temp.store.file)} });
      console.log(JSON.stringify(await countSubscriptions(store, "weekly")));
      await addSuppression(store, { key: "r1@example.org", reason: "manual", source: "child", createdAt: 1 });
      await store.close();`);
    expect(JSON.parse(output)).toEqual({ unconfirmed: 0, confirmed: 2, unsubscribed: 0 });
    const rows = await temp.store.db.selectFrom("suppressions").select("source").execute();
    expect(rows).toEqual([{ source: "child" }]);
  });

  test("processes that make the same new store at once agree on it", async () => {
    await using folder = await tempFolder();
    const file = join(folder.path, "new", "letterpress.sqlite");
    const opening = `
      const store = await openStore({ file: ${JSON.stringify(file)} });
      console.log(store.key);
      await store.close();`;
    const keys = await Promise.all(Array.from({ length: 4 }, () => runChild(opening)));
    expect(new Set(keys).size).toBe(1);
    expect(keys[0]).toMatch(/^[a-z2-7]{52}\n$/);
  });

  test("a process killed with messages in flight leaves exactly those uncertain", async () => {
    await using temp = await tempStore();
    const { mailing, readers } = await runningMailing(temp.store, 6, "the child");
    const output = await runChild(`
      const store = await openStore({ file: ${JSON.stringify(temp.store.file)} });
      const at = { mailing: ${mailing}, runner: "the child", now: 4000 };
      const wanted = ${JSON.stringify(readers.map(passing))};
      await recordLedger(store, { ...at, settled: [], wanted: wanted.slice(0, 3) });
      const settled = [{ subscriber: wanted[0].subscriber, state: "submitted" }];
      await recordLedger(store, { ...at, settled, wanted: wanted.slice(3, 4) });
      console.log("in flight");
      process.kill(process.pid, "SIGKILL");`);
    expect(output).toBe("in flight\n");
    const claim = { mailing, runner: "the parent", now: 4001, leaseMs: 1000, isAlive: () => false };
    expect(await claimMailing(temp.store, claim)).toEqual({ status: "claimed", uncertain: 3, decided: 0 });
    expect(await countDeliveries(temp.store, mailing)).toMatchObject({
      submitted: 1,
      uncertain: 3,
      pending: 2,
    });
  });
});

describe("a SQLite store that cannot be used says why", () => {
  test("a text file is not a store, and is left as it is", async () => {
    await using folder = await tempFolder();
    const file = join(folder.path, "notes.txt");
    await writeFile(
      file,
      "These are my notes, and they are longer than the header of a database would be. ".repeat(20),
    );
    await expect(openStore({ file })).rejects.toMatchObject({
      code: "store/not-a-store",
      message: `${file} is not a Letterpress store: it is no SQLite database.`,
    });
    expect((await stat(file)).size).toBe(1600);
    expect(await readdir(folder.path)).toEqual(["notes.txt"]);
  });

  test("the database of another program is refused", async () => {
    await using folder = await tempFolder();
    const file = join(folder.path, "other.sqlite");
    const other = new DatabaseSync(file);
    other.exec("create table bookmarks (url text)");
    other.close();
    await expect(openStore({ file })).rejects.toMatchObject({
      code: "store/not-a-store",
      message: expect.stringContaining("the database of another program"),
    });
  });

  test("a damaged store is called damaged", async () => {
    await using folder = await tempFolder();
    const file = join(folder.path, "letterpress.sqlite");
    await (await openStore({ file })).close();
    await truncate(file, 8192);
    await expect(openStore({ file })).rejects.toMatchObject({ code: "store/corrupt" });
  });

  test("a store from a newer version is refused and not touched", async () => {
    await using temp = await tempStore();
    await sql`insert into migrations (name, timestamp) values ('999-from-the-future', '2030-01-01T00:00:00.000Z')`.execute(
      temp.store.db,
    );
    await expect(openStore({ file: temp.store.file })).rejects.toMatchObject({
      code: "store/newer",
      message: expect.stringContaining('"999-from-the-future"'),
    });
  });

  test("a path through a file, and a folder, cannot be opened", async () => {
    await using folder = await tempFolder();
    await writeFile(join(folder.path, "file"), "");
    await expect(openStore({ file: join(folder.path, "file", "store") })).rejects.toMatchObject({
      code: "store/unreadable",
    });
    await mkdir(join(folder.path, "folder"));
    await expect(openStore({ file: join(folder.path, "folder") })).rejects.toMatchObject({
      code: "store/unreadable",
    });
  });

  test("a folder that is read-only is named as the cause", async () => {
    await using folder = await tempFolder();
    const existing = join(folder.path, "existing.sqlite");
    await (await openStore({ file: existing })).close();
    await chmod(existing, 0o444);
    await chmod(folder.path, 0o555);
    const output = await runChild(`
      // Root may write anywhere, so the child becomes nobody first.
      if (process.getuid() === 0) process.seteuid(65534);
      for (const file of ${JSON.stringify([join(folder.path, "new.sqlite"), existing])})
        await openStore({ file }).catch((fault) => console.log(fault.code, fault.message));`);
    await chmod(folder.path, 0o755);
    expect(output.split("\n")).toEqual([
      `store/unreadable ${join(folder.path, "new.sqlite")} could not be created: permission was denied.`,
      expect.stringMatching(/^store\/(unreadable|read-only) .*existing\.sqlite (could not|cannot) be/),
      "",
    ]);
  });

  test("waiting for a lock leaves the process free for its sockets", async () => {
    await using temp = await tempStore();
    const other = new DatabaseSync(temp.store.file);
    other.exec("begin immediate");
    // Only a timer of this very process frees the lock.
    setTimeout(() => other.exec("rollback"), 100);
    expect(await addReader(temp.store, { email: "a@example.org" })).toBe(1);
    other.close();
  });

  test("a store another program keeps locked is reported after five seconds, and works when it is free", async () => {
    await using temp = await tempStore();
    const other = new DatabaseSync(temp.store.file);
    other.exec("begin immediate");
    await expect(addReader(temp.store, { email: "a@example.org" })).rejects.toMatchObject({
      code: "store/locked",
    });
    other.exec("rollback");
    other.close();
    expect(await addReader(temp.store, { email: "a@example.org" })).toBe(1);
  });

  test.each(["deleted", "replaced"] as const)(
    "a store that is %s while it is in use takes no intent any more, although its open file could be written",
    async (fate) => {
      await using temp = await tempStore();
      const { store } = temp;
      const { mailing, runner, readers } = await runningMailing(store, 2);
      await rename(store.file, `${store.file}.away`);
      if (fate === "replaced") await copyFile(`${store.file}.away`, store.file);
      const entry = { mailing, runner, now: 4_000, settled: [], wanted: readers.map(passing) };
      await expect(recordLedger(store, entry)).rejects.toMatchObject({ code: "store/gone" });
      expect(await countDeliveries(store, mailing)).toMatchObject({ pending: 2, submitting: 0 });
    },
  );

  test("a full disk is reported, and what was recorded before stays", async () => {
    await using temp = await tempStore();
    await addReader(temp.store, { email: "a@example.org" });
    await sql`pragma max_page_count = 1`.execute(temp.store.db);
    const long = { note: "x".repeat(100_000) };
    await expect(addReader(temp.store, { email: "b@example.org", fields: long })).rejects.toMatchObject({
      code: "store/full",
    });
    await sql`pragma max_page_count = 100000`.execute(temp.store.db);
    expect((await countSubscriptions(temp.store, "weekly")).confirmed).toBe(1);
    expect(await findSubscriber(temp.store, "b@example.org")).toBeUndefined();
    expect(await findMailing(temp.store, "hello", "weekly")).toBeUndefined();
  });
});

/** Runs a script that may use the store in a process of its own, and returns what it printed. */
async function runChild(script: string): Promise<string> {
  const store = (name: string) => JSON.stringify(new URL(`../../src/store/${name}.ts`, import.meta.url).href);
  const imports = `
    import { openStore } from ${store("store")};
    import { recordLedger } from ${store("ledger")};
    import { countSubscriptions } from ${store("subscribers")};
    import { addSuppression } from ${store("suppressions")};`;
  const child = spawn(process.execPath, ["--input-type=module", "--eval", imports + script]);
  const [output, faults] = await Promise.all([text(child.stdout), text(child.stderr), once(child, "close")]);
  return output + faults;
}
