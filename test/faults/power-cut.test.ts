import type { DatabaseSync } from "node:sqlite";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, test } from "@jest/globals";
import { connections, issue, newsletter, relayWith, type Running, start, until } from "../e2e/newsletter.ts";
import { numbersFrom } from "../support/chances.ts";
import type { Cut, Files } from "../support/power-cut/disk.ts";
import { lookIntoStore } from "../support/power-cut/look-into-store.ts";
import { canRecord, diskAfter, lookAt, type Power, power, putBack } from "../support/power-cut/power.ts";
import type { Script } from "../support/smtp-server.ts";
import { readerTokens, serveHere, unsubscribe } from "../support/serving.ts";
import { addressOf, balance, expectFaultless, isLong } from "./books.ts";
import { inThreads, ledgerApart, oneAtATime, severalInFlight } from "./ways-of-sending.ts";

/*
 * Real processes, whose power is cut at random moments: they are killed, and the store is replaced by what a disk would
 * have kept (test/support/power-cut/disk.ts). As long as you like: LETTERPRESS_CUTS=200 LETTERPRESS_READERS=5000
 * LETTERPRESS_SEED=7 npm test -- test/faults/power-cut.test.ts
 */
const seed = Number(process.env.LETTERPRESS_SEED ?? Date.now() % 100_000);
const cuts = Number(process.env.LETTERPRESS_CUTS ?? (isLong ? 60 : 3));
const readers = Number(process.env.LETTERPRESS_READERS ?? (isLong ? 3_000 : 200));
const recorded = canRecord() ? test.each : test.skip.each;
const all = { loses: "all that was not synced" };
const some = { loses: "some of what was not synced" };
const losses = [all, some];
const cutSends = isLong
  ? losses.flatMap((loss) =>
      [oneAtATime, severalInFlight, inThreads, ledgerApart].map((way) => ({ ...loss, ...way })),
    )
  : [
      { ...all, ...oneAtATime },
      { ...some, ...inThreads },
    ];

describe(`A power cut at any moment (seed ${seed})`, () => {
  recorded(cutSends)(
    "that loses $loses leaves a send, $way, that reaches everybody once and names the few it cannot know of",
    async ({ loses, way, depth, config, relay: offers }) => {
      const inFlight = connections * depth;
      const trap: Trap = { spring: () => undefined };
      await using relay = await relayWith({ ...trapped(trap), ...offers });
      const { kept } = relay.server;
      await using project = await newsletter({ port: relay.server.port, readers, ...config });
      await using current = await power();
      const random = numbersFrom(seed + loses.length);
      let done = 0;
      for (let uncertain = 0; done < cuts; done += 1) {
        const files = await sendUntilCut({ root: project.root, current, random, trap, loses, turn: done });
        if (files === undefined) break;
        const now = lookIntoStore(files, underWay) ?? 0;
        expect(now - uncertain).toBeLessThanOrEqual(inFlight);
        uncertain = now;
      }
      expect(done).toBeGreaterThanOrEqual(cuts / 2);
      await sendToTheEnd(project.root, current);
      const fault = `power cut at random moments, ${done} times, loses ${loses}, ${way}`;
      await balance({ fault, root: project.root, kept, readers, bound: done * inFlight });
      expectFaultless(kept);
    },
    120_000 + cuts * 20_000,
  );

  recorded(isLong ? losses : losses.slice(1))(
    "that loses $loses, of a sender and the readers' service at once, brings nobody back who was answered",
    async ({ loses }) => {
      await using relay = await relayWith({ dot: { afterMs: 10 } });
      await using project = await newsletter({ port: relay.server.port, readers: 120 });
      const { root } = project;
      const tokens = await readerTokens(root, 120);
      await using current = await power();
      const random = numbersFrom(seed + loses.length);
      const recording = await current.record(root, 3_000);
      const sender = start(root, ["send", issue, "--yes"], recording.environment);
      const serving = await serveHere(root, recording.environment);
      await until(() => relay.server.kept.length >= 8);
      const answered = await leaveUntilCut({ serving, sender, tokens, enough: 5 + random() * 40 });
      await until(() => relay.server.open === 0);
      await putBack(root, diskAfter(recording.before, await recording.steps()).after(cutOf(loses, random)));
      const before = relay.server.kept.length;
      await sendToTheEnd(root, current);
      const late = relay.server.kept.slice(before).map(addressOf);
      expect({
        answered: answered.filter((email) => late.includes(email)),
        any: answered.length > 0,
      }).toEqual({
        answered: [],
        any: true,
      });
      const fault = `power cut of a sender and the readers' service, loses ${loses}`;
      await balance({ fault, root, kept: relay.server.kept, readers: 120, bound: connections });
    },
    120_000,
  );
});

interface Trap {
  /** Called at every command and at every dot. */
  spring: () => void;
}

/** A relay that is slow enough to be cut at, and tells the trap of every step. */
function trapped(trap: Trap): Script {
  const hearing = (): undefined => {
    trap.spring();
  };
  const slowly = () => {
    trap.spring();
    return { afterMs: 3 };
  };
  return { mail: hearing, rcpt: hearing, data: hearing, dot: slowly };
}

/** Puts back what the disk kept, and returns it; undefined when the send had come to its end before. */
async function sendUntilCut(at: {
  readonly root: string;
  readonly current: Power;
  readonly random: () => number;
  readonly trap: Trap;
  readonly loses: string;
  /** The number of the cut. */
  readonly turn: number;
}): Promise<Files | undefined> {
  const { root, current, random, trap, loses, turn } = at;
  const recording = await current.record(root, 3_000);
  const sender = start(root, ["send", issue, "--yes"], recording.environment);
  const cut = (afterMs: number) => void sleep(afterMs).then(() => sender.child.kill("SIGKILL"));
  // One in three on its way up: reading, planning, freezing, claiming. The others with messages on their way.
  if (turn % 3 === 2) cut(300 + random() * 900);
  else {
    let left = Math.ceil((random() * 3.2 * readers) / cuts);
    trap.spring = () => {
      left -= 1;
      if (left === 0) cut(random() * 6);
    };
  }
  const { signal, err } = await sender.finished;
  trap.spring = () => undefined;
  expect(err).not.toMatch(/bug|\n {4}at |\[store\//);
  if (signal !== "SIGKILL") return undefined;
  const files = diskAfter(recording.before, await recording.steps()).after(cutOf(loses, random));
  await putBack(root, files);
  return files;
}

/**
 * Readers unsubscribe, one every few milliseconds, until both processes are dead; the addresses of those who were
 * answered.
 */
async function leaveUntilCut(at: {
  readonly serving: Awaited<ReturnType<typeof serveHere>>;
  readonly sender: Running;
  readonly tokens: readonly string[];
  /** How many are answered before the cut, at least. */
  readonly enough: number;
}): Promise<readonly string[]> {
  const { serving, sender, tokens, enough } = at;
  const answered: string[] = [];
  const asked: Promise<void>[] = [];
  // From the end of the list: they are not under way yet.
  for (let number = tokens.length; number > 0 && answered.length < enough; number -= 1) {
    const noted = unsubscribe(serving.url, tokens[number - 1] ?? "").then((status) => {
      if (status === 200) answered.push(`r${number}@example.org`);
    });
    asked.push(noted.catch(() => undefined));
    await sleep(4);
  }
  await until(() => answered.length > 0);
  for (const { child } of [serving, sender]) child.kill("SIGKILL");
  await Promise.all([serving.finished, sender.finished, ...asked]);
  return answered;
}

/** Also asks the recorder whether it has missed anything: with power, the disk has what the folder has. */
async function sendToTheEnd(root: string, current: Power): Promise<void> {
  const recording = await current.record(root);
  const { code, err } = await start(root, ["send", issue, "--yes"], recording.environment).finished;
  expect(err).not.toMatch(/bug|\n {4}at /);
  const { everything } = diskAfter(recording.before, await recording.steps());
  expect(code).toBe(lookIntoStore(everything, underWay) === 0 ? 0 : 1);
  const { files } = await lookAt(root);
  const wrong = files.filter(({ path, content }) => everything.get(path)?.equals(content) !== true);
  expect(wrong.map(({ path }) => path).filter((path) => !path.endsWith("-shm"))).toEqual([]);
}

/** How many are on their way or uncertain. */
function underWay(database: DatabaseSync): number {
  const counted = database.prepare(
    "select count(*) as readers from deliveries where state in ('submitting', 'uncertain')",
  );
  return Number(counted.get()?.readers);
}

function cutOf(loses: string, random: () => number): Cut {
  return loses.startsWith("all") ? "synced" : random;
}
