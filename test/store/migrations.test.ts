import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { Kysely, sql } from "kysely";
import { Migrator } from "kysely/migration";
import { serialiseEdition } from "../../src/model/edition.ts";
import { countDeliveries, listDeliveries } from "../../src/store/deliveries.ts";
import { ensureLists } from "../../src/store/lists.ts";
import { audienceOf, editionsOf, findMailing, listMailings } from "../../src/store/mailings.ts";
import { migrations } from "../../src/store/migrations/all.ts";
import * as voteCounts from "../../src/store/migrations/014-vote-counts.ts";
import { NodeSqliteDialect } from "../../src/store/sqlite-dialect.ts";
import { openSqliteFile } from "../../src/store/sqlite-file.ts";
import { openStore } from "../../src/store/store.ts";
import { findSubscriptionByToken } from "../../src/store/subscriptions.ts";
import { findSubscriber } from "../../src/store/subscribers.ts";
import { suppressionHash } from "../../src/store/suppression-hash.ts";
import type { Tables } from "../../src/store/tables.ts";
import { tagReaders, tagsOf } from "../../src/store/tags.ts";
import { castVote, countVotes } from "../../src/store/votes.ts";
import {
  addReaders,
  freeze,
  sampleEdition,
  sampleSender,
  tempFolder,
  tempStore,
} from "../support/temp-store.ts";

describe("a store that the first version made", () => {
  test("is brought up to date with everything in it", async () => {
    await using folder = await tempFolder();
    const file = join(folder.path, "letterpress.sqlite");
    await makeFirstStore(file);
    const store = await openStore({ file });
    const mailing = {
      id: 77,
      issue: "hello",
      list: "weekly",
      state: "paused",
      planHash: "plan",
      date: 1500,
      sender: sampleSender,
      recipients: 2,
      createdAt: 2000,
    };
    expect(await listMailings(store)).toEqual([mailing]);
    expect(await findMailing(store, "hello", "weekly")).toEqual(mailing);
    expect(await editionsOf(store, 77)).toEqual([sampleEdition]);
    expect(await countDeliveries(store, 77)).toMatchObject({ submitted: 1, deferred: 1 });
    const [deferred] = await listDeliveries(store, { mailing: 77, states: ["deferred"], limit: 9 });
    expect(deferred).toMatchObject({ email: "b@example.org", attempts: 2, dueAt: 9000, reason: "450 later" });
    expect((await findSubscriber(store, "a@example.org"))?.fields).toEqual({ city: "Köln" });
    expect((await audienceOf(store, { at: 2000, issue: "new", list: "weekly" })).recipients).toBe(3);
    await store.close();
    // The second time there is nothing to do.
    await using again = await openStore({ file });
    expect(await listMailings(again)).toEqual([mailing]);
  });

  test("keeps its suppressions, each now with its hash", async () => {
    await using folder = await tempFolder();
    const file = join(folder.path, "letterpress.sqlite");
    await makeFirstStore(file);
    const { db } = openFile(file);
    const keys = Array.from({ length: 2_345 }, (_, index) => `r${index}@example.org`);
    for (const key of keys)
      await sql`insert into suppressions values (${key}, 'complaint', 'fbl', 7)`.execute(db);
    await db.destroy();
    await using store = await openStore({ file });
    const rows = await store.db.selectFrom("suppressions").selectAll().orderBy("email_key").execute();
    expect(rows).toEqual(
      keys.sort().map((key) => ({
        hash: suppressionHash(store, key),
        email_key: key,
        reason: "complaint",
        source: "fbl",
        created_at: 7,
      })),
    );
  });

  test("then takes mailings to parts of the list, and refuses rows that hang in the air", async () => {
    await using folder = await tempFolder();
    const file = join(folder.path, "letterpress.sqlite");
    await makeFirstStore(file);
    await using store = await openStore({ file });
    await tagReaders(store, { tag: "beta", emails: ["c@example.org"] });
    const part = await freeze(store, "new", "weekly", 3000, { only: { type: "tag", tag: "beta" } });
    const rest = await freeze(store, "new", "weekly", 3000);
    expect([part.recipients, rest.recipients]).toEqual([1, 2]);
    const row = { variant: "all", digest: "x", content: "{}" };
    const insert = (mailing_id: number) =>
      store.db
        .insertInto("editions")
        .values({ ...row, mailing_id })
        .execute();
    await expect(insert(123_456)).rejects.toThrow("FOREIGN KEY");
    await expect(store.db.deleteFrom("mailings").where("id", "=", 77).execute()).rejects.toThrow(
      "FOREIGN KEY",
    );
    await expect(
      sql`insert into mailings (id, issue, list_id, only_text, state, plan_hash, date, sender, recipients, created_at)
        select 99, issue, list_id, only_text, state, plan_hash, date, sender, recipients, created_at
        from mailings where id = 77`.execute(store.db),
    ).rejects.toThrow("UNIQUE");
  });

  test("is brought up to date although a row hangs in the air that the change does not touch", async () => {
    await using folder = await tempFolder();
    const file = join(folder.path, "letterpress.sqlite");
    await makeFirstStore(file);
    const { db } = openFile(file);
    await sql`insert into subscriptions values (999, 'weekly', 'confirmed', 'nobody', 1)`.execute(db);
    await db.destroy();
    await using store = await openStore({ file });
    expect(await countDeliveries(store, 77)).toMatchObject({ submitted: 1, deferred: 1 });
  });

  test("is left as it is when a delivery names a mailing that is not there", async () => {
    await using folder = await tempFolder();
    const file = join(folder.path, "letterpress.sqlite");
    await makeFirstStore(file);
    const { db } = openFile(file);
    await sql`insert into deliveries values (78, 1, 'all', 'submitted', 1, null, null, 2500)`.execute(db);
    await db.destroy();
    await expect(openStore({ file })).rejects.toMatchObject({
      code: "store/not-migrated",
      cause: { message: "a row of deliveries names a row of mailings that is not there" },
    });
  });

  test("is left as it is when a row in it names another that is not there", async () => {
    await using folder = await tempFolder();
    const file = join(folder.path, "letterpress.sqlite");
    await makeFirstStore(file, { list: "nowhere" });
    await expect(openStore({ file })).rejects.toMatchObject({
      code: "store/not-migrated",
      cause: { message: "a row of mailings names a row of lists that is not there" },
    });
    const { db } = openFile(file);
    const { rows } = await sql<{ name: string }>`select name from migrations`.execute(db);
    expect(rows).toEqual([{ name: "001-first-tables" }]);
    await db.destroy();
  });
});

describe("a store with tokens of one part", () => {
  test("keeps every token, state, pause and tag, and finds each by its token", async () => {
    await using folder = await tempFolder();
    const file = join(folder.path, "letterpress.sqlite");
    const token = (id: number) => `abcde${"fghij"[id]}`.padEnd(31, "x") + "xyz23"[id];
    await makeStoreUntil(file, "016-mailboxes", async (db) => {
      for (const id of [1, 2, 3])
        await sql`insert into subscribers (id, email, email_key, domain, fields, created_at)
          values (${id}, ${`r${id}@example.org`}, ${`r${id}@example.org`}, 'example.org', '{}', 1)`.execute(
          db,
        );
      await sql`insert into lists values ('weekly', 'The weekly')`.execute(db);
      for (const id of [3, 1, 2])
        await sql`insert into subscriptions (subscriber_id, list_id, state, token, changed_at, paused_until)
          values (${id}, 'weekly', ${id === 2 ? "unsubscribed" : "confirmed"}, ${token(id)}, ${id}, ${id === 3 ? 9 : null})`.execute(
          db,
        );
      await sql`insert into subscriber_tags values (3, 'beta'), (1, 'beta'), (1, 'alpha')`.execute(db);
    });
    await using store = await openStore({ file });
    for (const id of [1, 2, 3])
      expect(await findSubscriptionByToken(store, token(id))).toEqual({
        subscriber: id,
        list: "weekly",
        state: id === 2 ? "unsubscribed" : "confirmed",
        token: token(id),
        changedAt: id,
        fields: {},
      });
    const paused = store.db.selectFrom("subscriptions").select("paused_until").where("subscriber_id", "=", 3);
    expect(await paused.executeTakeFirst()).toEqual({ paused_until: 9 });
    expect([...(await tagsOf(store.db, [1, 2, 3]))]).toEqual([
      [1, ["alpha", "beta"]],
      [3, ["beta"]],
    ]);
    await store.db.deleteFrom("subscribers").where("id", "=", 1).execute();
    expect(await findSubscriptionByToken(store, token(1))).toBeUndefined();
    expect([...(await tagsOf(store.db, [1, 2, 3]))]).toEqual([[3, ["beta"]]]);
  });
});

test("the votes that there are when they begin to be counted are counted", async () => {
  await using temp = await tempStore();
  const { db } = temp.store;
  const readers = await addReaders(temp.store, 3);
  const { id: mailing } = await freeze(temp.store);
  for (const trigger of ["votes_cast", "votes_changed", "votes_gone"])
    await sql`drop trigger ${sql.ref(trigger)}`.execute(db);
  await db.schema.dropTable("vote_counts").execute();
  for (const [index, subscriber] of readers.entries())
    await castVote(
      temp.store,
      { mailing, subscriber, poll: "team" },
      { option: index === 0 ? "x" : "y", now: 1 },
    );
  await voteCounts.up(db as Kysely<unknown>);
  expect(await countVotes(temp.store, "hello")).toEqual([
    { poll: "team", option: "x", votes: 1 },
    { poll: "team", option: "y", votes: 2 },
  ]);
});

function openFile(file: string) {
  return { db: new Kysely<Tables>({ dialect: new NodeSqliteDialect(openSqliteFile(file), file) }) };
}

/** As the first version left it: three readers, and a mailing of which one is submitted and one deferred. */
async function makeFirstStore(file: string, { list = "weekly" } = {}): Promise<void> {
  await makeStoreUntil(file, "001-first-tables", (db) => fillFirstStore(db, file, list));
}

/** A store as the version with this migration, and none after it, makes it. */
async function makeStoreUntil(file: string, last: string, fill: (db: Kysely<Tables>) => Promise<void>) {
  const { db } = openFile(file);
  const known = Object.fromEntries(Object.entries(migrations).filter(([name]) => name <= last));
  const migrator = new Migrator({
    db,
    provider: { getMigrations: async () => known },
    migrationTableName: "migrations",
    migrationLockTableName: "migrations_lock",
  });
  expect((await migrator.migrateToLatest()).error).toBeUndefined();
  await fill(db);
  await db.destroy();
}

async function fillFirstStore(db: Kysely<Tables>, file: string, list: string): Promise<void> {
  const nothing = async () => {};
  const store = { db, file, fileNumber: undefined, key: "", close: nothing, [Symbol.asyncDispose]: nothing };
  await ensureLists(store, [{ id: "weekly", name: "The weekly" }]);
  for (const name of ["a", "b", "c"])
    await sql`insert into subscribers (email, email_key, domain, fields, created_at)
      values (${`${name}@example.org`}, ${`${name}@example.org`}, 'example.org', '{"city":"Köln"}', 1)`.execute(
      db,
    );
  await sql`insert into subscriptions select id, 'weekly', 'confirmed', 'token' || id, 1 from subscribers`.execute(
    db,
  );
  await sql`insert into mailings (id, issue, list_id, state, plan_hash, date, sender, recipients, created_at)
    values (77, 'hello', ${list}, 'paused', 'plan', 1500, ${JSON.stringify(sampleSender)}, 2, 2000)`.execute(
    db,
  );
  const { digest } = sampleEdition;
  await sql`insert into editions values (77, 'all', ${digest}, ${serialiseEdition(sampleEdition)})`.execute(
    db,
  );
  await sql`insert into deliveries values (77, 1, 'all', 'submitted', 1, null, null, 2500),
    (77, 2, 'all', 'deferred', 2, 9000, '450 later', 2500)`.execute(db);
}
