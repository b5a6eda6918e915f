import { rm, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, test } from "@jest/globals";
import { consentOf } from "../../src/store/consent.ts";
import { findSubscriber } from "../../src/store/subscribers.ts";
import { heldRelay } from "../e2e/held-relay.ts";
import { issue, newsletter, relayWith, start, storeFile, storeOf, until } from "../e2e/newsletter.ts";
import { letterpressHere as letterpress } from "../support/letterpress-here.ts";
import { preferencesPath } from "../support/readers-service.ts";
import { readerStates, readerTokens, serveHere, unsubscribe } from "../support/serving.ts";
import { addressOf } from "./books.ts";
import { canMount, diskUnder, fill } from "../support/small-disk.ts";

const onSmallDisk = canMount() ? test : test.skip;
const readers = 6;

describe("The readers' service while its store cannot be written", () => {
  test("because another program has locked it: who unsubscribes is answered, noted beside it, and in it when it is free", async () => {
    await using project = await newsletter({ port: 1, readers });
    const [first = "", second = ""] = await readerTokens(project.root, readers);
    await using serving = await serveHere(project.root);
    using lock = locked(project.root);
    const page = await fetch(`${serving.url}/u/${first}`);
    expect(page.status).toBe(200);
    expect(await unsubscribe(serving.url, first)).toBe(200);
    expect(await unsubscribe(serving.url, second)).toBe(200);
    expect(await unsubscribe(serving.url, "a".repeat(32))).toBe(404);
    expect(serving.said()).toContain("is noted in");
    expect((await stat(`${storeFile(project.root)}.unsubscribes`)).size).toBeGreaterThan(0);
    lock.release();
    await until(() => serving.said().includes("2 who unsubscribed meanwhile are in it now"));
    expect((await readerStates(project.root, readers)).slice(0, 3)).toEqual([
      "unsubscribed",
      "unsubscribed",
      "confirmed",
    ]);
    expect(serving.said()).not.toContain(first);
  });

  test("answers a sign-up with 503 and when to come again, shows what only has to be read, and lets people leave everything", async () => {
    await using project = await newsletter({ port: 1, readers });
    const preferences = await firstPreferences(project.root);
    await using serving = await serveHere(project.root);
    const page = await (await fetch(`${serving.url}/subscribe`)).text();
    const time = /name="time" value="([^"]+)"/.exec(page)?.[1] ?? "";
    await sleep(2_100);
    using lock = locked(project.root);
    const body = new URLSearchParams({ email: "ada@example.org", time });
    const signUp = () => fetch(`${serving.url}/subscribe`, { method: "POST", body });
    const [refused, shown] = await Promise.all([signUp(), fetch(serving.url + preferences)]);
    expect([refused.status, refused.headers.get("Retry-After")]).toEqual([503, "30"]);
    expect(await refused.text()).toContain("Please try again in a minute.");
    expect(shown.status).toBe(200);
    const choice = new URLSearchParams({ do: "leave" });
    expect((await fetch(serving.url + preferences, { method: "POST", body: choice })).status).toBe(200);
    lock.release();
    await until(() => serving.said().includes("unsubscribed meanwhile"));
    expect((await readerStates(project.root, readers))[0]).toBe("unsubscribed");
    expect((await signUp()).status).toBe(200);
  });

  test("and is killed then: the next send gives nothing to who was answered", async () => {
    await using relay = await relayWith({});
    await using project = await newsletter({ port: relay.server.port, readers });
    const [first = ""] = await readerTokens(project.root, readers);
    const serving = await serveHere(project.root);
    const lock = locked(project.root);
    expect(await unsubscribe(serving.url, first)).toBe(200);
    serving.child.kill("SIGKILL");
    await serving.finished;
    lock.release();
    expect((await letterpress(project.root, "send", issue, "--yes")).code).toBe(0);
    expect(relay.server.kept.map(addressOf).toSorted()).toEqual(
      ["r2", "r3", "r4", "r5", "r6"].map((name) => `${name}@example.org`),
    );
    await using store = await storeOf(project.root);
    expect((await consentOf(store, 1)).at(-1)).toMatchObject({ type: "unsubscribed", source: "one-click" });
  });

  test("in the middle of a send: who was answered is skipped by the sender that goes on", async () => {
    await using relay = await heldRelay(8);
    await using project = await newsletter({ port: relay.server.port, readers: 60 });
    const tokens = await readerTokens(project.root, 60);
    await using serving = await serveHere(project.root);
    const sender = start(project.root, ["send", issue, "--yes"]);
    await until(() => relay.server.kept.length >= 8);
    const lock = locked(project.root);
    expect(await unsubscribe(serving.url, tokens[59] ?? "")).toBe(200);
    relay.goOn();
    lock.release();
    expect((await sender.finished).code).toBe(0);
    expect(relay.server.kept.map(addressOf).includes("r60@example.org")).toBe(false);
    expect(relay.server.kept).toHaveLength(59);
  });

  onSmallDisk(
    "because the disk is full: the reserve is given up for who unsubscribes, and space brings them into the store",
    async () => {
      await using project = await newsletter({ port: 1, readers });
      const tokens = await readerTokens(project.root, readers);
      await using disk = await diskUnder(dirname(storeFile(project.root)), "12m");
      await using serving = await serveHere(project.root);
      const filler = join(disk.folder, "filler");
      await fill(filler);
      // The log of the store may have room left from before: it is used up first.
      const statuses: number[] = [];
      for (const token of tokens) statuses.push(await unsubscribe(serving.url, token));
      expect(statuses).toEqual(tokens.map(() => 200));
      expect(serving.said()).toContain("is noted in");
      serving.child.kill("SIGKILL");
      await serving.finished;
      await rm(filler);
      await (await storeOf(project.root)).close();
      expect(await readerStates(project.root, readers)).toEqual(tokens.map(() => "unsubscribed"));
    },
  );
});

/** Another program that writes, and does not end. */
function locked(root: string) {
  const database = new DatabaseSync(storeFile(root), { timeout: 5_000 });
  database.exec("begin immediate");
  let isOpen = true;
  const release = () => {
    if (isOpen) database.close();
    isOpen = false;
  };
  return { release, [Symbol.dispose]: release };
}

/** Of `r1@example.org`. */
async function firstPreferences(root: string): Promise<string> {
  await using store = await storeOf(root);
  return await preferencesPath(store, (await findSubscriber(store, "r1@example.org"))?.id ?? 0);
}
