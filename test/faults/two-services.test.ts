import { readFile } from "node:fs/promises";
import { DatabaseSync } from "node:sqlite";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "@jest/globals";
import { consentOf } from "../../src/store/consent.ts";
import { findSubscriber } from "../../src/store/subscribers.ts";
import { hasJournal } from "../../src/store/unsubscribe-journal.ts";
import { issue, newsletter, relayWith, storeFile, storeOf, until } from "../e2e/newsletter.ts";
import { letterpressHere as letterpress } from "../support/letterpress-here.ts";
import { readerStates, readerTokens, serveHere, type Serving, unsubscribe } from "../support/serving.ts";
import { addressOf } from "./books.ts";

const readers = 30;

/** How often each of the first readers has unsubscribed, as the consent log has it. */
async function departures(root: string): Promise<readonly number[]> {
  await using store = await storeOf(root);
  const counts: number[] = [];
  for (let number = 1; number <= readers; number += 1) {
    const { id = 0 } = (await findSubscriber(store, `r${number}@example.org`)) ?? {};
    counts.push((await consentOf(store, id)).filter(({ type }) => type === "unsubscribed").length);
  }
  return counts;
}

async function signUp({ url }: Serving, email: string, time: string): Promise<number> {
  const body = new URLSearchParams({ email, time });
  return (await fetch(`${url}/subscribe`, { method: "POST", body })).status;
}

test("two services share a store: nobody's departure is lost or counted twice, the journal is applied once, and no mail goes twice", async () => {
  await using relay = await relayWith({});
  const more = "service: { limits: { networkPerHour: 1 } }";
  await using project = await newsletter({ port: relay.server.port, readers, more });
  const { root } = project;
  const tokens = await readerTokens(root, readers);
  await using one = await serveHere(root);
  await using other = await serveHere(root);
  const both = [one, other];
  const page = await (await fetch(`${one.url}/subscribe`)).text();
  const time = /name="time" value="([^"]+)"/.exec(page)?.[1] ?? "";

  // Every click comes to both at the same moment.
  const clicks = (some: readonly string[]) =>
    Promise.all(some.flatMap((token) => both.map(({ url }) => unsubscribe(url, token))));
  expect(new Set(await clicks(tokens.slice(0, 20)))).toEqual(new Set([200]));
  expect(await departures(root)).toEqual([...Array(20).fill(1), ...Array(10).fill(0)]);

  const lock = new DatabaseSync(storeFile(root), { timeout: 5_000 });
  lock.exec("begin immediate");
  expect(new Set(await clicks(tokens.slice(20, 26)))).toEqual(new Set([200]));
  // Each has noted whom it answered; neither knows of the other.
  const notes = (await readFile(`${storeFile(root)}.unsubscribes`, "utf8")).split("\n").filter(Boolean);
  lock.close();
  await until(() => !hasJournal(storeFile(root)));
  const noted = tokens.slice(20, 26).map((token) => notes.filter((line) => line.includes(token)).length);
  expect(noted).toEqual(Array(6).fill(2));
  expect((await readerStates(root, readers)).map((state) => state === "unsubscribed")).toEqual([
    ...Array(26).fill(true),
    ...Array(4).fill(false),
  ]);
  const counted = await departures(root);
  expect(counted.slice(20, 26).every((count) => count === 1 || count === 2)).toBe(true);

  // The limits are those of each process; the mails are those of the store, and each goes out once.
  await sleep(2_100);
  expect(await signUp(one, "new1@example.org", time)).toBe(200);
  expect(await signUp(one, "new2@example.org", time)).toBe(429);
  expect(await signUp(other, "new2@example.org", time)).toBe(200);
  const mailed = () => relay.server.kept.map(addressOf).toSorted();
  await until(() => mailed().length >= 2);
  expect(mailed()).toEqual(["new1@example.org", "new2@example.org"]);

  // And a send beside them reaches who is left, once.
  expect((await letterpress(root, "send", issue, "--yes")).code).toBe(0);
  expect(mailed()).toEqual([
    ...["new1@example.org", "new2@example.org"],
    ...["r27@example.org", "r28@example.org", "r29@example.org", "r30@example.org"],
  ]);
  expect(await departures(root)).toEqual(counted);
  expect([...both.map(({ said }) => said())].join("")).not.toContain("bug");
});
