import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { openTurnstile } from "../../../src/delivery/pace/open-turnstile.ts";
import type { Pass } from "../../../src/delivery/pace/turnstile.ts";
import type { PaceRules } from "../../../src/model/pace.ts";
import { recordLedger } from "../../../src/store/ledger.ts";
import { claimMailing } from "../../../src/store/mailings.ts";
import { readRelayDays, readUsage } from "../../../src/store/relay-usage.ts";
import type { Store } from "../../../src/store/store.ts";
import { putState } from "../../support/ledger.ts";
import { addReader, freeze, type TempStore, tempStore } from "../../support/temp-store.ts";

const day = 86_400_000;
const group = { domains: ["a.example.org", "b.example.org"] };

let temp: TempStore;
let store: Store;
let now: number;

beforeEach(async () => {
  temp = await tempStore();
  store = temp.store;
  now = 20_000 * day;
});

afterEach(async () => temp[Symbol.asyncDispose]());

/** A running mailing to so many readers at a.example.org, b.example.org and c.example.org each, in this order. */
async function mailingTo(each: number, issue = "hello") {
  const readers: number[] = [];
  for (const domain of ["a", "b", "c"])
    for (let number = 1; number <= each; number += 1)
      readers.push(await addReader(store, { email: `${issue}${number}@${domain}.example.org` }));
  const { id: mailing } = await freeze(store, issue);
  await claimMailing(store, { mailing, runner: "runner", now, leaseMs: 60_000 });
  return { mailing, readers };
}

function open(mailing: number, rules: PaceRules, told: unknown[] = []) {
  return openTurnstile({
    store,
    mailing,
    clock: { now: () => now },
    rules,
    relays: ["main", "second"],
    usedUp: (usedUp) => told.push(usedUp),
    changed: (change) => told.push(change),
  });
}

type Turnstile = Awaited<ReturnType<typeof open>>;

function slot(relay: string, hasSession = true) {
  return { relay, needsSession: () => !hasSession };
}

/** Takes turns until none is to be had, or so many. */
async function turns(turnstile: Turnstile, most = 99, relay = "main"): Promise<readonly Pass[]> {
  const all: Pass[] = [];
  while (all.length < most && (await turnstile.mayGo(slot(relay)))) {
    const turn = turnstile.take(relay);
    if (turn !== undefined) all.push(turn);
  }
  return all;
}

/** Time enough for slots to look into the piles and stand in line. */
function asleep(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 50));
}

function ids(all: readonly Pass[]): readonly number[] {
  return all.map(({ subscriber }) => subscriber);
}

describe("the turnstile", () => {
  test("lets readers of a group through by its limit, and everybody else at once", async () => {
    const { mailing, readers } = await mailingTo(3);
    const turnstile = await open(mailing, { domains: [{ ...group, perHour: 2 }] });
    expect(ids(await turns(turnstile))).toEqual([...readers.slice(0, 2), ...readers.slice(6)]);
    now += 3_600_000;
    expect(ids(await turns(turnstile))).toEqual(readers.slice(2, 4));
    now += 3_600_000;
    expect(ids(await turns(turnstile))).toEqual(readers.slice(4, 6));
    now += 3_600_000;
    expect(await turnstile.untilMayGo(slot("main"), new AbortController().signal)).toBe(false);
  });

  test("lets as many of a group be on their way as it has connections", async () => {
    const { mailing, readers } = await mailingTo(2);
    const turnstile = await open(mailing, { domains: [{ ...group, connections: 1 }] });
    const [first, ...others] = await turns(turnstile);
    expect([first?.subscriber, ...ids(others)]).toEqual([readers[0], ...readers.slice(4)]);
    if (first !== undefined) turnstile.ended(first, { status: "submitted", reply: "250" });
    expect(ids(await turns(turnstile))).toEqual([readers[1]]);
  });

  test("keeps the limits of a relay apart from those of all mail", async () => {
    const { mailing } = await mailingTo(3);
    const turnstile = await open(mailing, { perHour: 5, relays: { main: { perHour: 2 } } });
    expect(await turns(turnstile)).toHaveLength(2);
    expect(await turns(turnstile, 99, "second")).toHaveLength(3);
  });

  test("wakes those who wait when a message may start, one for each", async () => {
    const { mailing } = await mailingTo(1);
    const turnstile = await open(mailing, {
      domains: [{ domains: ["a.example.org"], connections: 1 }],
      perHour: 1,
    });
    const [first] = await turns(turnstile);
    const signal = new AbortController();
    const waits = [1, 2].map(() => turnstile.untilMayGo(slot("main"), signal.signal));
    await asleep();
    if (first !== undefined) turnstile.giveBack(first);
    expect(await Promise.race(waits)).toBe(true);
    turnstile.take("main");
    signal.abort();
    expect((await Promise.all(waits)).toSorted()).toEqual([false, true]);
  });

  test("leaves no timer behind when nobody waits any more", async () => {
    const { mailing } = await mailingTo(2);
    const turnstile = await open(mailing, { perHour: 1 });
    await turns(turnstile);
    const timers = () => process.getActiveResourcesInfo().filter((one) => one === "Timeout").length;
    const before = timers();
    const stop = new AbortController();
    const waits = [1, 2].map(() => turnstile.untilMayGo(slot("main"), stop.signal));
    await asleep();
    expect(timers()).toBe(before + 1);
    stop.abort();
    await Promise.all(waits);
    expect(timers()).toBe(before);
    now += 3_600_000;
    expect(await turnstile.untilMayGo(slot("main"), new AbortController().signal)).toBe(true);
    expect(timers()).toBe(before);
  });

  test("lets no more sessions be opened than messages may start, and who has one go first", async () => {
    const { mailing } = await mailingTo(3);
    const turnstile = await open(mailing, { relays: { main: { perSecond: 1 }, second: { perHour: 2 } } });
    const without = slot("main", false);
    const opened = turnstile.opening("main");
    expect(opened).toBeDefined();
    expect(turnstile.opening("main")).toBeUndefined();
    expect([await turnstile.mayGo(without), await turnstile.mayGo(slot("main"))]).toEqual([false, true]);
    const stop = new AbortController();
    turnstile.take("main");
    const woken: string[] = [];
    const wait = async (name: string, one: ReturnType<typeof slot>) => {
      if (await turnstile.untilMayGo(one, stop.signal)) woken.push(name);
    };
    const waits = [wait("has one", slot("main")), wait("has none", without)];
    await asleep();
    now += 1_000;
    opened?.();
    while (woken.length === 0) await asleep();
    expect(woken[0]).toBe("has one");
    stop.abort();
    await Promise.all(waits);
    expect([1, 2, 3].map(() => turnstile.opening("second") !== undefined)).toEqual([true, true, false]);
  });

  test("tells of a quota that is used up once, however many wait for it", async () => {
    const { mailing } = await mailingTo(2);
    const told: unknown[] = [];
    const turnstile = await open(mailing, { perDay: 4 }, told);
    await turns(turnstile);
    const stop = new AbortController();
    const waits = [1, 2, 3].map(() => turnstile.untilMayGo(slot("main"), stop.signal));
    await asleep();
    stop.abort();
    await Promise.all(waits);
    expect(told).toEqual([{ limited: { of: "all" }, span: "day", most: 4, until: now + day }]);
  });

  test("finds safe retries, deferred readers who are due, and those it did not know of", async () => {
    const { mailing, readers } = await mailingTo(2);
    const [one = 0, two = 0] = readers;
    await putState(store, mailing, two, "deferred", now + 5_000);
    const turnstile = await open(mailing, { domains: [{ ...group, perHour: 99 }] });
    const [first] = await turns(turnstile);
    expect(await turns(turnstile)).toHaveLength(0);
    if (first !== undefined) turnstile.comesBack(first);
    expect(ids(await turns(turnstile))).toEqual([one]);
    now += 5_000;
    expect(await turns(turnstile)).toMatchObject([{ subscriber: two, domain: "a.example.org" }]);
    now += 5_000;
    turnstile.restart();
    expect(ids(await turns(turnstile)).toSorted()).toEqual(readers.toSorted());
  });

  test("goes on where an earlier run, or another mailing, has left the pace", async () => {
    const first = await mailingTo(2);
    const rules = { perHour: 9, domains: [{ ...group, perHour: 3 }], relays: { main: { warmUp: [5, 50] } } };
    const turnstile = await open(first.mailing, rules);
    const entry = { mailing: first.mailing, runner: "runner", now, settled: [] };
    const begun = await turns(turnstile, 4);
    expect(begun.map(({ domain }) => domain !== "")).toEqual([true, true, true, false]);
    await recordLedger(store, { ...entry, wanted: begun });
    // The process is gone; another mailing begins, with groups that were written otherwise meanwhile.
    now += 1_000;
    const second = await mailingTo(2, "again");
    const other = await open(second.mailing, {
      ...rules,
      domains: [{ domains: ["b.example.org"], perHour: 9 }],
    });
    expect(await turns(other)).toHaveLength(1);
    now += day;
    const later = await turns(await open(second.mailing, rules));
    expect(later.map(({ domain, beginsDay }) => [domain !== "", beginsDay])).toEqual([
      [true, true],
      ...Array(2).fill([true, false]),
      ...Array(4).fill([false, false]),
    ]);
  });

  test("notes every day of a warm-up, also when the first intent of a day was written later than that of the next", async () => {
    const { mailing } = await mailingTo(1);
    const turnstile = await open(mailing, { relays: { main: { warmUp: [1, 1, 1] } } });
    const noted: unknown[] = [];
    for (const intentMs of [150, 20, 0]) {
      const [pass] = await turns(turnstile);
      const at = now;
      now += intentMs;
      const wanted = pass === undefined ? [] : [pass];
      await recordLedger(store, { mailing, runner: "runner", now, settled: [], wanted });
      noted.push((await readRelayDays(store)).get("main"));
      now = at + day;
    }
    expect(noted).toEqual([1, 2, 3].map((days) => ({ days, beganAt: (20_000 + days - 1) * day })));
  });

  test("hears within a second what another process has started", async () => {
    const { mailing } = await mailingTo(2);
    const here = await open(mailing, { perHour: 4 });
    const there = await open(mailing, { perHour: 4 });
    const begun = await turns(there, 3);
    await recordLedger(store, { mailing, runner: "runner", now, settled: [], wanted: begun });
    now += 1_000;
    expect(await turns(here)).toHaveLength(1);
  });

  test("remembers for a day what was started, also what a clock that was set back since had written, and no longer", async () => {
    const { mailing } = await mailingTo(3);
    const rules = { perDay: 4 };
    const start = async (most?: number) => {
      const wanted = await turns(await open(mailing, rules), most);
      await recordLedger(store, { mailing, runner: "runner", now, settled: [], wanted });
      return wanted.length;
    };
    expect(await start(1)).toBe(1);
    now += 23 * 3_600_000;
    expect(await start()).toBe(3);
    now -= 3 * day;
    const here = await open(mailing, rules);
    expect(await turns(here)).toEqual([]);
    expect(await readUsage(store, { since: 0, now })).toMatchObject([{ messages: 4 }]);
    now += day + 1;
    expect(await turns(here)).toHaveLength(4);
    expect(await readUsage(store, { since: 0, now })).toEqual([]);
  });

  test("halves the pace of who asks for less: a group's for its readers, else the relay's", async () => {
    const { mailing } = await mailingTo(3);
    const told: unknown[] = [];
    const turnstile = await open(mailing, { domains: [{ ...group, perMinute: 600 }], perSecond: 100 }, told);
    const [atGroup] = await turns(turnstile, 1);
    now += 10;
    const [elsewhere] = await turns(turnstile, 1);
    const reply = "451 4.7.0 Too fast";
    const busy = { status: "deferred", stage: "rcpt", reply, asksForLess: true } as const;
    if (atGroup !== undefined) turnstile.ended(atGroup, busy);
    if (elsewhere !== undefined) turnstile.ended(elsewhere, busy);
    expect(told).toMatchObject([
      { limited: { of: "domains", domains: group.domains }, perSecond: 5, reply },
      { limited: { of: "relay", relay: "main" }, reply },
    ]);
  });
});
