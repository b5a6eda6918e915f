import { readFile } from "node:fs/promises";
import { expect, test } from "@jest/globals";
import { parseAddress } from "../../src/base/address.ts";
import { dayMs, systemClock } from "../../src/base/clock.ts";
import type { SubscriptionState } from "../../src/model/subscriber.ts";
import { saveSubscribers } from "../../src/store/save-subscribers.ts";
import { newsletter, storeOf } from "../e2e/newsletter.ts";
import { letterpressHere } from "../support/letterpress-here.ts";

test("subscribers purge forgets who never confirmed and is nothing else on any list, after some time", async () => {
  const lists = "weekly: { name: The Weekly }\n  monthly: { name: The Monthly }";
  await using project = await newsletter({ port: 1, readers: 0, lists });
  const { root } = project;
  const save = async (email: string, list: string, state: SubscriptionState, daysAgo: number) => {
    await using store = await storeOf(root);
    const parsed = parseAddress(email);
    if (parsed.status === "invalid") throw new Error(parsed.reason);
    const now = systemClock.now() - daysAgo * dayMs;
    const readers = [{ address: parsed.address, fields: {}, state }];
    await saveSubscribers(store, { list, readers, now, consent: { type: "imported", source: "file" } });
  };
  for (const list of ["weekly", "monthly"]) await save("old@example.org", list, "unconfirmed", 100);
  await save("new@example.org", "weekly", "unconfirmed", 10);
  await save("both@example.org", "weekly", "unconfirmed", 100);
  await save("both@example.org", "monthly", "confirmed", 100);
  await save("gone@example.org", "weekly", "unsubscribed", 100);
  const purge = (...args: readonly string[]) => letterpressHere(root, "subscribers", "purge", ...args);
  const people = async () => {
    await using store = await storeOf(root);
    const rows = await store.db.selectFrom("subscribers").select(["id", "email"]).orderBy("id").execute();
    const events = await store.db.selectFrom("consent_events").select("subscriber_id").distinct().execute();
    expect(events.map((row) => row.subscriber_id).toSorted()).toEqual(rows.map(({ id }) => id));
    return rows.map(({ email }) => email.split("@")[0]);
  };

  expect((await purge("--dry-run")).out).toMatch(/^1 reader unconfirmed since before \d{4}-\d\d-\d\d\.\n$/);
  const asked = await purge();
  expect([asked.code, asked.err]).toEqual([2, expect.stringContaining("purge --older-than 90d --yes")]);
  expect((await purge("--older-than", "30d")).err).toContain("purge --older-than 30d --yes");
  expect(await people()).toEqual(["old", "new", "both", "gone"]);
  expect((await purge("--yes")).out).toBe("1 reader forgotten.\n");
  expect(await people()).toEqual(["new", "both", "gone"]);
  expect(JSON.parse((await purge("--older-than", "5d", "--yes", "--json")).out)).toEqual({
    found: 1,
    purged: 1,
    isLogEmpty: true,
  });
  expect(await people()).toEqual(["both", "gone"]);
  expect((await purge("--older-than", "soon")).err).toContain("Write it like 90d.");
});

test("subscribers purge goes through more than it holds in one transaction, and leaves no address on the disk", async () => {
  await using project = await newsletter({ port: 1, readers: 0 });
  await using open = await storeOf(project.root);
  const readers = Array.from({ length: 1_200 }, (_, number) => {
    const parsed = parseAddress(`reader.${number}@example.org`);
    if (parsed.status === "invalid") throw new Error(parsed.reason);
    const state: SubscriptionState = number % 3 === 0 ? "confirmed" : "unconfirmed";
    return { address: parsed.address, fields: {}, state };
  });
  const list = "weekly";
  const now = systemClock.now() - 100 * dayMs;
  await saveSubscribers(open, { list, readers, now, consent: { type: "imported", source: "file" } });
  // The service has the store open, too.
  expect((await letterpressHere(project.root, "subscribers", "purge", "--yes")).out).toBe(
    "800 readers forgotten.\n",
  );
  const left = await open.db.selectFrom("subscribers").select("email").execute();
  expect(left).toHaveLength(400);
  const { store } = project.config;
  const files = await Promise.all([store, `${store}-wal`].map((file) => readFile(file, "latin1")));
  expect(files.join("")).toContain("reader.3@example.org");
  expect(files.join("")).not.toContain("reader.1@example.org");
});
