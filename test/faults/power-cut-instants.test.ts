import { execFile } from "node:child_process";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { describe, expect, test } from "@jest/globals";
import type { Store } from "../../src/store/store.ts";
import { countSubscriptions } from "../../src/store/subscribers.ts";
import { importSubscribers } from "../../src/subscriptions/import/import-subscribers.ts";
import { connections, issue, newsletter, relayWith, start, storeFile, until } from "../e2e/newsletter.ts";
import { numbersFrom } from "../support/chances.ts";
import { askStore, eachCut } from "../support/power-cut/instants.ts";
import { lookIntoStore } from "../support/power-cut/look-into-store.ts";
import { canRecord, power, type Recording } from "../support/power-cut/power.ts";
import { readerTokens, serveHere, unsubscribe } from "../support/serving.ts";
import { isLong } from "./books.ts";
import { writeRow } from "./fault-rows.ts";
import { inThreads, ledgerApart, oneAtATime, severalInFlight } from "./ways-of-sending.ts";

/*
 * A process is recorded, and nothing is cut. Then, for moment after moment of it, the disk is made that a power cut
 * would have left, and is held against what the process had said until then, to the relay or to readers.
 */
const recorded = canRecord() ? test : test.skip;
const seed = Number(process.env.LETTERPRESS_SEED ?? Date.now() % 100_000);
const mostMs = isLong ? 900_000 : 120_000;
const moments = () => ({ random: numbersFrom(seed), oneIn: isLong ? 1 : 4 });

describe(`Whenever the power is cut (seed ${seed})`, () => {
  recorded.each([oneAtATime, severalInFlight, inThreads, ledgerApart])(
    "while a mailing is sent, $way, every reader who may have a copy is known, and no more are uncertain than are under way",
    async ({ way, depth, config, relay: offers }) => {
      const inFlight = connections * depth;
      // The more share a commit, the more readers it takes until SQLite begins its log anew.
      const readers = (isLong ? 3_000 : 600) * (depth === 1 ? 1 : 3);
      await using relay = await relayWith(offers);
      await using project = await newsletter({ port: relay.server.port, readers, ...config });
      await using current = await power();
      const recording = await current.record(project.root, 1_000);
      const sender = start(project.root, ["send", issue, "--yes"], recording.environment);
      expect(await sender.finished).toMatchObject({ code: 0 });
      const begun = new Set<string>();
      let mostUnderWay = 0;
      const disks = await eachCut(recording, moments(), ({ files, said, when }) => {
        for (const [, email = ""] of said.matchAll(/RCPT TO:<([^>]+)>/g)) begun.add(email);
        const states = lookIntoStore(files, statesIn) ?? new Map<string, string>();
        const having = (state: string) => [...states.keys()].filter((email) => states.get(email) === state);
        expect({
          when,
          forgotten: [...begun].filter((email) => (states.get(email) ?? "pending") === "pending"),
          invented: having("submitted").filter((email) => !begun.has(email)),
        }).toEqual({ when, forgotten: [], invented: [] });
        mostUnderWay = Math.max(mostUnderWay, having("submitting").length);
        expect(mostUnderWay).toBeLessThanOrEqual(inFlight);
      });
      expect(begun.size).toBe(readers);
      expect(mostUnderWay).toBeGreaterThan(inFlight / 2);
      expect(await pagesCopiedWhileSending(recording)).toBeGreaterThan(0);
      writeRow({
        fault: `power cut at any instant of one send, ${disks} disks, ${way}`,
        readers,
        copies: relay.server.kept.length,
        listed: 0,
        duplicates: 0,
        missing: 0,
        uncertain: mostUnderWay,
        bound: inFlight,
      });
    },
    mostMs,
  );

  recorded(
    "while readers unsubscribe, everybody who was answered is out, also who was noted beside the locked store",
    async () => {
      const readers = isLong ? 400 : 60;
      await using project = await newsletter({ port: 1, readers });
      const tokens = await readerTokens(project.root, readers);
      await using current = await power();
      const recording = await current.record(project.root, 3_000);
      await using serving = await serveHere(project.root, recording.environment);
      const leave = (some: readonly string[]) =>
        Promise.all(
          some.map(async (token, at) => {
            await sleep(at * 3);
            expect(await unsubscribe(serving.url, token)).toBe(200);
          }),
        );
      await leave(tokens.slice(0, readers * 0.4));
      const other = new DatabaseSync(storeFile(project.root), { timeout: 5_000 });
      other.exec("begin immediate");
      await leave(tokens.slice(readers * 0.4, readers * 0.7));
      other.close();
      await leave(tokens.slice(readers * 0.7));
      await until(() => serving.said().includes("unsubscribed meanwhile"));
      serving.child.kill("SIGKILL");
      await serving.finished;
      let answered = 0;
      await eachCut(recording, moments(), async ({ files, said, when }) => {
        answered += [...said.matchAll(/HTTP\/1\.1 200/g)].length;
        const out = await askStore(project.root, files, (store) => countSubscriptions(store, "weekly"));
        expect({ when, lost: Math.max(0, answered - (out?.unsubscribed ?? 0)) }).toEqual({ when, lost: 0 });
      });
      expect(answered).toBe(readers);
    },
    mostMs,
  );

  recorded(
    "while a list is imported into a new store, it opens with whole parts of the list, and the same import completes it",
    async () => {
      const readers = isLong ? 22_000 : 6_000;
      await using project = await newsletter({ port: 1, readers: 0 });
      await rm(join(project.root, ".letterpress"), { recursive: true });
      await project.write("readers.csv", csvOf(readers));
      await using current = await power();
      const recording = await current.record(project.root, 1_000);
      await makeFolder(join(project.root, ".letterpress"), recording);
      const args = ["subscribers", "import", "readers.csv", "--list", "weekly"];
      const importing = await start(project.root, args, recording.environment).finished;
      expect(importing).toMatchObject({ code: 0 });
      const known = new Set<number>();
      await eachCut(recording, moments(), async ({ files, when, isEnd }) => {
        const found = await askStore(project.root, files, async (store) => {
          const before = (await countSubscriptions(store, "weekly")).confirmed;
          // Each state of the list is completed once.
          if (known.has(before)) return { before, after: readers };
          known.add(before);
          await importAgain(store, csvOf(readers));
          return { before, after: (await countSubscriptions(store, "weekly")).confirmed };
        });
        const { before, after } = found ?? { before: 0, after: readers };
        const isWhole = before === readers || before % 5_000 === 0;
        expect({ when, isWhole, after }).toEqual({ when, isWhole: true, after: readers });
        if (isEnd) expect(before).toBe(readers);
      });
    },
    mostMs,
  );
});

function statesIn(database: DatabaseSync): ReadonlyMap<string, string> {
  const rows = database
    .prepare("select email, state from deliveries join subscribers on subscribers.id = subscriber_id")
    .all();
  return new Map(rows.map(({ email, state }) => [String(email), String(state)]));
}

/** How many pages of the log were copied into the database between the first message and the last. */
async function pagesCopiedWhileSending({ before, steps }: Recording): Promise<number> {
  const all = await steps();
  const first = all.findIndex(({ does }) => does === "say");
  const last = all.findLastIndex(({ does }) => does === "say");
  const store = before.files.find(({ path }) => path.endsWith("store.sqlite"))?.inode;
  return all.slice(first, last).filter((step) => step.does === "write" && step.inode === store).length;
}

function csvOf(readers: number): string {
  const rows = Array.from({ length: readers }, (_, at) => `r${at + 1}@example.org,Reader ${at + 1}\n`);
  return `email,firstName\n${rows.join("")}`;
}

/** As a rule the store is not the first file in its folder: what completes an editor's typing is there before it. */
async function makeFolder(folder: string, { environment }: Recording): Promise<void> {
  const script =
    'const fs = require("node:fs"); fs.mkdirSync(process.argv[1]); fs.writeFileSync(process.argv[1] + "/a.json", "{}")';
  await promisify(execFile)(process.execPath, ["-e", script, folder], {
    env: { ...process.env, ...environment },
  });
}

async function importAgain(store: Store, text: string): Promise<void> {
  await importSubscribers(store, {
    file: "readers.csv",
    source: (async function* () {
      yield text;
    })(),
    list: "weekly",
    fields: {},
    tags: [],
    now: 2_000,
  });
}
