import { rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, test } from "@jest/globals";
import { importSubscribers } from "../../src/subscriptions/import/import-subscribers.ts";
import { heldRelay } from "../e2e/held-relay.ts";
import {
  connections,
  issue,
  newsletter,
  relayWith,
  start,
  storeFile,
  storeOf,
  until,
} from "../e2e/newsletter.ts";
import { letterpressHere as letterpress } from "../support/letterpress-here.ts";
import { canMount, diskUnder, fill } from "../support/small-disk.ts";
import { balance, copiesOf, expectFaultless, isLong } from "./books.ts";

const readers = 60;
const slowly = { dot: { afterMs: 10 } };
const send = ["send", issue, "--yes"];

/** Skipped, and counted so, where no small disk can be mounted. */
const onSmallDisk = canMount() ? test : test.skip;

describe("A store that fails while a mailing is sent", () => {
  test("because another program has locked it: the run waits, and gives up no outcome", async () => {
    await using relay = await relayWith(slowly);
    await using project = await newsletter({ port: relay.server.port, readers });
    const { root } = project;
    const sender = start(root, send);
    await until(() => relay.server.kept.length >= 10);
    const lock = new DatabaseSync(storeFile(root), { timeout: 5_000 });
    lock.exec("begin immediate");
    await until(() => sender.said().includes("Another program has locked the store."));
    // What was on its way has been answered, and nothing starts meanwhile.
    const then = relay.server.kept.length;
    await sleep(isLong ? 25_000 : 1_000);
    expect(relay.server.kept).toHaveLength(then);
    lock.exec("rollback");
    lock.close();
    expect((await sender.finished).code).toBe(0);
    const { kept } = relay.server;
    await balance({ fault: `store locked for ${isLong ? 30 : 6} seconds`, root, kept, readers, bound: 0 });
    expectFaultless(kept);
  }, 120_000);

  test("because it is deleted: nothing starts that cannot be recorded, and a new store sends to nobody by itself", async () => {
    await using relay = await heldRelay(10);
    await using project = await newsletter({ port: relay.server.port, readers });
    const { root } = project;
    const sender = start(root, send);
    await until(() => relay.server.kept.length >= 10);
    for (const end of ["", "-wal", "-shm"]) await rm(`${storeFile(root)}${end}`, { force: true });
    relay.goOn();
    const { code, err } = await sender.finished;
    expect(code).toBe(1);
    expect(err).toContain("[store/gone]");
    expect(relay.server.kept.length).toBeLessThan(readers);
    await importAgain(root);
    const again = await letterpress(root, ...send);
    expect(again).toMatchObject({ code: 1, err: expect.stringContaining("--accept-restored") });
    const accepted = await letterpress(root, ...send, "--accept-restored");
    expect(accepted.code).toBe(1);
    const { kept } = relay.server;
    // The only record is lost, so everybody may have a copy for all that the new store knows.
    await balance({ fault: "store deleted while sending", root, kept, readers, bound: readers });
    expect([...copiesOf(kept).values()].every((count) => count === 1)).toBe(true);
  }, 120_000);

  onSmallDisk(
    "because the disk is full: nothing starts, and with space the next send goes on",
    async () => {
      await using relay = await heldRelay(10);
      await using project = await newsletter({ port: relay.server.port, readers });
      const { root } = project;
      await using disk = await diskUnder(dirname(storeFile(root)), "8m");
      const sender = start(root, send);
      await until(() => relay.server.kept.length >= 10);
      const filler = join(disk.folder, "filler");
      await fill(filler);
      relay.goOn();
      const { code, err } = await sender.finished;
      expect(code).toBe(1);
      expect(err).toContain("[store/full]");
      expect(relay.server.kept.length).toBeLessThan(readers);
      const full = await letterpress(root, ...send);
      expect(full.code).toBe(1);
      await rm(filler);
      const last = await letterpress(root, ...send);
      const { kept } = relay.server;
      const { uncertain } = await balance({
        fault: "disk full while sending",
        root,
        kept,
        readers,
        bound: connections,
      });
      expect(last.code).toBe(uncertain.length === 0 ? 0 : 1);
      expectFaultless(kept);
    },
    120_000,
  );

  onSmallDisk(
    "because it cannot be written any more: nothing is sent, and when it can be the next send goes on",
    async () => {
      await using relay = await relayWith(slowly);
      await using project = await newsletter({ port: relay.server.port, readers });
      const { root } = project;
      await using disk = await diskUnder(dirname(storeFile(root)), "32m");
      const sender = start(root, send);
      await until(() => relay.server.kept.length >= 10);
      // A disk with a file that is open for writing cannot be made read-only, so the sender dies first.
      sender.child.kill("SIGKILL");
      await sender.finished;
      const then = relay.server.kept.length;
      disk.lock();
      const refused = await letterpress(root, ...send);
      expect(refused).toMatchObject({ code: 1, err: expect.stringContaining("[store/read-only]") });
      expect(relay.server.kept).toHaveLength(then);
      disk.unlock();
      const last = await letterpress(root, ...send);
      const { kept } = relay.server;
      const fault = "store read-only after a kill";
      const { uncertain } = await balance({ fault, root, kept, readers, bound: connections });
      expect(last.code).toBe(uncertain.length === 0 ? 0 : 1);
    },
    120_000,
  );
});

/** The people of the list, in the store that there is now. */
async function importAgain(root: string): Promise<void> {
  await using store = await storeOf(root);
  const rows = Array.from({ length: readers }, (_, index) => `r${index + 1}@example.org\n`).join("");
  await importSubscribers(store, {
    file: "readers.csv",
    source: (async function* () {
      yield `email\n${rows}`;
    })(),
    list: "weekly",
    fields: {},
    tags: [],
    now: 1_000,
  });
}

/** Whether a small disk can be mounted here; says so when not. */
