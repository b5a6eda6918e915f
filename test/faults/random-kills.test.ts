import { createHash } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, test } from "@jest/globals";
import { countDeliveries } from "../../src/store/deliveries.ts";
import { listMailings } from "../../src/store/mailings.ts";
import type { Store } from "../../src/store/store.ts";
import { connections, issue, newsletter, relayWith, start, storeOf } from "../e2e/newsletter.ts";
import { letterpressHere as letterpress } from "../support/letterpress-here.ts";
import type { Moment, ReceivedMessage, Script } from "../support/smtp-server.ts";
import { addressOf, balance, expectFaultless, isLong } from "./books.ts";
import { inThreads, ledgerApart, oneAtATime, type WayOfSending } from "./ways-of-sending.ts";

/*
 * Real processes, killed with SIGKILL at random moments, on a real store, against a real SMTP server. As long as you
 * like: LETTERPRESS_KILLS=500 LETTERPRESS_READERS=5000 LETTERPRESS_SEED=7 npm test -- test/faults/random-kills
 */
const seed = Number(process.env.LETTERPRESS_SEED ?? Date.now() % 100_000);

interface Killing {
  readonly what: string;
  readonly kills: number;
  readonly readers: number;
  /** The sends that reach everybody together, one after the other. */
  readonly sends: readonly (readonly string[])[];
  readonly way: WayOfSending;
  readonly more?: Omit<Parameters<typeof newsletter>[0], "port" | "readers">;
}

const divided = `subject: {en: A quiet week, de: Eine ruhige Woche}
preheader: {en: What happened in the shop this week, de: Was diese Woche in der Werkstatt geschah}
date: 2026-09-01
status: ready
blocks:
  - letter: |
      Hello {{firstName|there}}.
  - letter: { lang: de, body: Auf Deutsch. }
  - letter: { only: tag member, body: For members. }
`;

const members = {
  more: "tags:\n  member: {}\n",
  columns: { tags: (reader: number) => (reader % 2 === 0 ? "member" : "") },
};

const killings: readonly Killing[] = [
  {
    what: "a list",
    kills: Number(process.env.LETTERPRESS_KILLS ?? (isLong ? 300 : 10)),
    readers: Number(process.env.LETTERPRESS_READERS ?? (isLong ? 5_000 : 300)),
    sends: [[]],
    way: oneAtATime,
  },
  {
    what: "a list with four editions",
    kills: isLong ? 60 : 3,
    readers: isLong ? 1_000 : 200,
    sends: [[]],
    way: inThreads,
    more: {
      ...members,
      more: `${members.more}${inThreads.config.more ?? ""}`,
      text: divided,
      fields: "firstName: {}\n  language: {}",
      columns: { ...members.columns, language: (reader) => (reader % 3 === 0 ? "de" : "en") },
    },
  },
  {
    what: "a part of a list, then the rest",
    kills: isLong ? 60 : 3,
    readers: isLong ? 1_000 : 100,
    sends: [["--only", "tag member"], []],
    way: ledgerApart,
    more: { ...members, more: `${members.more}${ledgerApart.config.more ?? ""}` },
  },
];

describe(`A sender that is killed at any moment (seed ${seed})`, () => {
  test.each(killings)(
    "$kills times, with $what, $way.way, reaches everybody once and names the few it cannot know of",
    async ({ what, kills, readers, sends, way, more }) => {
      const trap: Trap = { spring: () => undefined };
      await using relay = await relayWith({ ...trapped(trap), ...way.relay });
      const { kept } = relay.server;
      await using project = await newsletter({
        port: relay.server.port,
        readers,
        ...way.config,
        ...more,
      });
      const bound = connections * way.depth;
      const { root } = project;
      await using store = await storeOf(root);
      const random = randomFrom(`${seed} ${what}`);
      const share = { kills: Math.ceil(kills / sends.length), readers: readers / sends.length };
      let done = 0;
      for (const send of sends) {
        done += await killOften({ root, store, trap, random, send, bound, ...share });
        const { code, err } = await letterpress(root, "send", issue, ...send, "--yes");
        expect(err).not.toMatch(/bug|\n {4}at /);
        expect(code).toBe((await inFlight(store, send)) === 0 ? 0 : 1);
      }
      const fault = `kill -9 at random moments, ${done} times, ${what}, ${way.way}`;
      const { uncertain } = await balance({ fault, root, kept, readers, bound: done * bound });
      expect(done).toBeGreaterThanOrEqual(kills / 2);
      const first = [...kept];
      expectFaultless(first);
      for (const send of sends) await resend(root, send);
      expectSameAgain(first, kept.slice(first.length), uncertain);
    },
    // On a slow machine that has more to do.
    120_000 + Math.max(...killings.map(({ kills }) => kills)) * 20_000,
  );
});

interface Trap {
  /** Called at every command and at every dot. */
  spring: (moment: Moment) => void;
}

/** A relay that is slow enough to be killed at, and tells the trap where it is. */
function trapped(trap: Trap): Script {
  const hearing = (moment: Moment): undefined => {
    trap.spring(moment);
  };
  const slowly = (moment: Moment) => {
    trap.spring(moment);
    return { afterMs: 3 };
  };
  return { mail: hearing, rcpt: hearing, data: hearing, dot: slowly };
}

/**
 * Starts a send and kills it, until there were enough or one came to its end. Never are more uncertain after a kill
 * than could be on their way. Returns how many were killed.
 */
async function killOften(at: {
  readonly root: string;
  readonly store: Store;
  readonly trap: Trap;
  readonly random: () => number;
  readonly send: readonly string[];
  readonly kills: number;
  readonly readers: number;
  /** How many can be on their way. */
  readonly bound: number;
}): Promise<number> {
  const { root, store, trap, random, send, kills, readers, bound } = at;
  let before = 0;
  for (let done = 0; done < kills; done += 1) {
    const sender = start(root, ["send", issue, ...send, "--yes"]);
    const kill = (afterMs: number) => void sleep(afterMs).then(() => sender.child.kill("SIGKILL"));
    // One in four dies on its way up: reading, planning, freezing, claiming. The others with messages on their way.
    if (done % 4 === 3) kill(random() * 500);
    else {
      let left = Math.ceil((random() * 3.2 * readers) / kills);
      const delayMs = random() < 0.5 ? 0 : random() * 8;
      trap.spring = () => {
        left -= 1;
        if (left === 0) kill(delayMs);
      };
    }
    const { signal, err } = await sender.finished;
    trap.spring = () => undefined;
    expect(err).not.toMatch(/bug|\n {4}at /);
    if (signal !== "SIGKILL") return done;
    const now = await inFlight(store, send);
    expect(now - before).toBeLessThanOrEqual(bound);
    before = now;
  }
  return kills;
}

/** How many of the mailing of this send are on their way or uncertain. */
async function inFlight(store: Store, send: readonly string[]): Promise<number> {
  const isPart = send.length > 0;
  const mailings = await listMailings(store, issue);
  const mailing = mailings.find(({ only }) => (only !== undefined) === isPart);
  if (mailing === undefined) return 0;
  const { uncertain, submitting } = await countDeliveries(store, mailing.id);
  return uncertain + submitting;
}

async function resend(root: string, send: readonly string[]): Promise<void> {
  const { code } = await letterpress(root, "send", issue, ...send, "--yes", "--uncertain", "resend");
  expect(code).toBe(0);
}

/** The uncertain, and nobody else, got a message again, and it is the same to the byte. */
function expectSameAgain(
  first: readonly ReceivedMessage[],
  again: readonly ReceivedMessage[],
  uncertain: readonly string[],
): void {
  expect(again.map(addressOf).sort()).toEqual([...uncertain].sort());
  for (const message of again) {
    const before = first.find((one) => addressOf(one) === addressOf(message));
    if (before !== undefined) expect(message.bytes.equals(before.bytes)).toBe(true);
  }
}

/** Numbers in [0, 1) that a seed repeats. */
function randomFrom(start: string): () => number {
  let drawn = 0;
  return () => {
    drawn += 1;
    return createHash("sha256").update(`${start} ${drawn}`).digest().readUInt32BE() / 2 ** 32;
  };
}
