import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { startMailing } from "../../src/delivery/start-mailing.ts";
import { mailingId, mailingStates } from "../../src/model/mailing.ts";
import { countDeliveries, listDeliveries } from "../../src/store/deliveries.ts";
import { editionsOf, findMailing, listMailings } from "../../src/store/mailings.ts";
import { addSuppression } from "../../src/store/suppressions.ts";
import { tagReaders } from "../../src/store/tags.ts";
import { buildEdition, buildSender } from "../support/message-builder.ts";
import { addReader, addReaders, type TempStore, tempStore } from "../support/temp-store.ts";
import { plan, sender } from "./sending.ts";

let temp: TempStore;

beforeEach(async () => {
  temp = await tempStore();
});

afterEach(async () => temp[Symbol.asyncDispose]());

describe("the plan of a mailing", () => {
  test("says who gets what, who is left out, how large and how fast", async () => {
    const { store } = temp;
    await addReaders(store, 3);
    await addReader(store, { email: "gone@example.org", state: "unsubscribed" });
    await addReader(store, { email: "new@example.org", state: "unconfirmed" });
    await addSuppression(store, { key: "r3@example.org", reason: "bounce", source: "smtp", createdAt: 1 });
    const made = await plan(store, { pace: { perMinute: 30 } });
    expect(made).toMatchObject({
      mailing: mailingId("hello", "weekly"),
      issue: "hello",
      list: "weekly",
      inFlight: 2,
      pace: { durationMs: 4_000, perSecond: 0.5 },
      audience: {
        recipients: 2,
        byDomain: [{ domain: "example.org", readers: 2 }],
        leftOut: [
          { reason: "unconfirmed", readers: 1 },
          { reason: "unsubscribed", readers: 1 },
          { reason: "suppressed", readers: 1 },
        ],
      },
    });
    expect(made.hash).toMatch(/^[0-9a-f]{12}$/);
    expect(made.messageBytes).toBeGreaterThan(1_000);
  });

  test("says how many a crash can leave uncertain: connections times depth, and never more than there are readers", async () => {
    const { store } = temp;
    const relays = [
      { name: "main", connections: 2, depth: 2 },
      { name: "other", connections: 1 },
    ];
    await addReaders(store, 4);
    expect(await plan(store, { relays })).toMatchObject({ inFlight: 4 });
    await addReader(store, { email: "fifth@example.org" });
    await addReader(store, { email: "sixth@example.org" });
    expect(await plan(store, { relays })).toMatchObject({ inFlight: 5 });
  });

  test("leaves out who has paused, but not when the pause is over by the time it is sent", async () => {
    const { store } = temp;
    const [first = 0] = await addReaders(store, 2);
    await store.db
      .updateTable("subscriptions")
      .set({ paused_until: 100_000 })
      .where("subscriber_id", "=", first)
      .execute();
    const now = await plan(store, { now: 99_999 });
    expect(now.audience).toMatchObject({ recipients: 1, leftOut: [{ reason: "paused", readers: 1 }] });
    expect(await startMailing(store, now, 99_999)).toMatchObject({ recipients: 1 });
    const later = await plan(store, { issue: "other", now: 99_999, scheduledAt: 100_000 });
    expect(later.audience).toMatchObject({ recipients: 2, leftOut: [] });
    expect(await startMailing(store, later, 99_999)).toMatchObject({ recipients: 2 });
  });

  test("writes nothing, however often it is made", async () => {
    const { store } = temp;
    await addReaders(store, 2);
    const before = await contents();
    expect(await plan(store)).toEqual(await plan(store));
    expect(await contents()).toBe(before);
  });

  test("has the same hash for the same input, at any hour and at any pace", async () => {
    const { store } = temp;
    await addReaders(store, 2);
    const { hash } = await plan(store);
    expect(
      (await plan(store, { now: 99, pace: { perSecond: 1 }, relays: [{ name: "main", connections: 9 }] }))
        .hash,
    ).toBe(hash);
  });

  test("has another hash when edition, sender, list, issue, part of the list or number of readers differs", async () => {
    const { store } = temp;
    await addReaders(store, 2);
    await addReaders(store, 2, "monthly");
    const changes: Parameters<typeof plan>[1][] = [
      {},
      { editions: [buildEdition({ subject: ["Another subject"] })] },
      { list: { id: "weekly", sender: buildSender({ replyTo: "desk@example.org" }) } },
      { list: { id: "monthly", sender } },
      { issue: "good-bye" },
      // Everybody, and yet another mailing.
      { only: { type: "not", of: { type: "tag", tag: "beta" } } },
    ];
    const hashes = await Promise.all(changes.map(async (change) => (await plan(store, change)).hash));
    await addReader(store, { email: "one-more@example.org" });
    hashes.push((await plan(store)).hash);
    expect(new Set(hashes).size).toBe(changes.length + 1);
  });
});

describe("the plan of a mailing in several variants", () => {
  const split = {
    issue: "hello",
    languages: ["en", "de"],
    arms: 1,
    conditions: [{ type: "tag", tag: "beta" }],
  } as const;
  const edition = (variant: string) => buildEdition({ variant, subject: [variant] });
  const every = ["de.1", "de.0", "en.0", "en.1"].map(edition);
  const german = { language: "de" };

  test("counts the readers of each, and keeps the editions that have any", async () => {
    const { store } = temp;
    await addReaders(store, 2);
    await addReader(store, { email: "d@example.org", fields: german, tags: ["beta"] });
    const made = await plan(store, { split, editions: every });
    const variants = [
      { variant: "de.1", readers: 1 },
      { variant: "en.0", readers: 2 },
    ];
    expect(made).toMatchObject({ split, variants, editions: [edition("de.1"), edition("en.0")] });
    expect(made.audience).not.toHaveProperty("variants");
    const { id } = await startMailing(store, made, 5_000);
    expect((await editionsOf(store, id)).map(({ variant }) => variant)).toEqual(["de.1", "en.0"]);
    const rows = await listDeliveries(store, { mailing: id, states: ["pending"], limit: 9 });
    expect(rows.map(({ variant }) => variant)).toEqual(["en.0", "en.0", "de.1"]);
  });

  test("is refused when one of them has readers and no edition", async () => {
    const { store } = temp;
    await addReader(store, { email: "d@example.org", fields: german });
    await expect(plan(store, { split, editions: [edition("en.0")] })).rejects.toMatchObject({
      code: "delivery/no-edition",
      message: 'One reader gets the variant "de.0", of which no edition was made.',
    });
  });

  test("has another hash when somebody gets another one, and is not started then", async () => {
    const { store } = temp;
    await addReaders(store, 2);
    const tagged = (tags: readonly string[]) =>
      tagReaders(store, { tag: "beta", emails: tags.map((one) => `${one}@example.org`) });
    await tagged(["r1"]);
    const made = await plan(store, { split, editions: every });
    await tagReaders(store, { tag: "beta", emails: ["r1@example.org"], remove: true });
    await tagged(["r2"]);
    const other = await plan(store, { split, editions: every });
    expect(other.variants).toEqual(made.variants);
    expect(other.hash).not.toBe(made.hash);
    await expect(startMailing(store, made, 5_000)).rejects.toMatchObject({ code: "store/audience-changed" });
    expect(await startMailing(store, other, 5_000)).toMatchObject({ recipients: 2 });
  });

  test("for a part of the list is another mailing, with links of its own, and what is left is planned after it", async () => {
    const { store } = temp;
    await addReaders(store, 3);
    await tagReaders(store, { tag: "beta", emails: ["r1@example.org"] });
    const part = await plan(store, { only: { type: "tag", tag: "beta" } });
    const everybody = await plan(store);
    expect(part).toMatchObject({
      mailing: mailingId("hello", "weekly", 'tag "beta"'),
      audience: { recipients: 1 },
    });
    expect(part.hash).not.toBe(everybody.hash);
    expect(await startMailing(store, part, 5_000)).toMatchObject({
      id: part.mailing,
      only: 'tag "beta"',
      recipients: 1,
    });
    const rest = await plan(store);
    expect(rest).toMatchObject({ mailing: mailingId("hello", "weekly"), audience: { recipients: 2 } });
    await expect(startMailing(store, everybody, 5_000)).rejects.toMatchObject({
      code: "store/audience-changed",
    });
    expect(await startMailing(store, rest, 5_000)).toMatchObject({ recipients: 2 });
  });
});

describe("starting a mailing", () => {
  test("freezes what was planned, once", async () => {
    const { store } = temp;
    await addReaders(store, 3);
    const made = await plan(store);
    const mailing = await startMailing(store, made, 5_000);
    expect(mailing).toMatchObject({
      state: "planned",
      planHash: made.hash,
      date: made.date,
      sender,
      recipients: 3,
    });
    await addReader(store, { email: "later@example.org" });
    expect(await startMailing(store, made, 6_000)).toEqual(mailing);
    expect(await startMailing(store, await plan(store), 7_000)).toEqual(mailing);
    expect(await findMailing(store, "hello", "weekly")).toEqual(mailing);
    expect(await countDeliveries(store, mailing.id)).toMatchObject({ pending: 3 });
  });

  test("is refused when the list has changed since, and writes nothing", async () => {
    const { store } = temp;
    await addReaders(store, 3);
    const made = await plan(store);
    await addReader(store, { email: "later@example.org" });
    const before = await contents();
    await expect(startMailing(store, made, 5_000)).rejects.toMatchObject({ code: "store/audience-changed" });
    expect(await contents()).toBe(before);
    expect(await listMailings(store)).toEqual([]);
    expect(mailingStates).toContain((await startMailing(store, await plan(store), 5_000)).state);
  });

  test("leaves out readers whom another list's mailing of the same issue has reached", async () => {
    const { store } = temp;
    await addReaders(store, 3);
    await addReader(store, { email: "r1@example.org", list: "monthly" });
    await addReader(store, { email: "only@example.org", list: "monthly" });
    await startMailing(store, await plan(store), 5_000);
    const second = await plan(store, { list: { id: "monthly", sender } });
    expect(second.audience).toMatchObject({
      recipients: 1,
      leftOut: [{ reason: "already-has-issue", readers: 1 }],
    });
    expect(await startMailing(store, second, 6_000)).toMatchObject({ recipients: 1 });
  });
});

/** Every row of every table. */
async function contents(): Promise<string> {
  const { db } = temp.store;
  const tables = [
    "settings",
    "lists",
    "subscribers",
    "subscriptions",
    "subscriber_tags",
    "suppressions",
    "consent_events",
    "erased_tokens",
    "mailings",
    "editions",
    "deliveries",
  ] as const;
  return JSON.stringify(await Promise.all(tables.map((table) => db.selectFrom(table).selectAll().execute())));
}
