import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { parseAddress } from "../../../src/base/address.ts";
import { Pile, type PileOf } from "../../../src/delivery/pace/pile.ts";
import { saveSubscribers } from "../../../src/store/save-subscribers.ts";
import type { Store } from "../../../src/store/store.ts";
import { freeze, type TempStore, tempStore } from "../../support/temp-store.ts";

let temp: TempStore;
let store: Store;

beforeEach(async () => {
  temp = await tempStore();
  store = temp.store;
});

afterEach(async () => temp[Symbol.asyncDispose]());

/**
 * A mailing to so many readers at each domain, one domain after the other, as a list that was imported in that order.
 */
async function mailingTo(readers: Readonly<Record<string, number>>): Promise<number> {
  for (const [domain, count] of Object.entries(readers))
    await saveSubscribers(store, {
      list: "weekly",
      now: 1_000,
      consent: { type: "imported", source: "test" },
      readers: Array.from({ length: count }, (_, index) => {
        const parsed = parseAddress(`r${index}@${domain}`);
        if (parsed.status === "invalid") throw new Error(parsed.reason);
        return { address: parsed.address, fields: {}, tags: [], state: "confirmed" as const };
      }),
    });
  return (await freeze(store)).id;
}

async function all(pile: Pile, now = 5_000): Promise<readonly number[]> {
  const ids: number[] = [];
  for (;;) {
    await pile.fill(now, true);
    const reader = pile.take();
    if (reader === undefined) return ids;
    ids.push(reader.subscriber);
  }
}

async function idsAt(...domains: readonly string[]): Promise<readonly number[]> {
  const rows = await store.db
    .selectFrom("subscribers")
    .select("id")
    .where("domain", "in", domains)
    .orderBy("id")
    .execute();
  return rows.map(({ id }) => id);
}

describe("a pile", () => {
  test("holds every reader once, each on the pile of their domain, over many pages", async () => {
    const mailing = await mailingTo({
      "a.example.org": 1_203,
      "b.example.org": 700,
      "c.example.org": 501,
      "a.example.net": 20,
    });
    const pileOf = (of: PileOf) => new Pile({ store, mailing, of });
    const group = pileOf({ at: ["b.example.org", "a.example.net"] });
    const alone = pileOf({ at: ["nobody.example.org", "c.example.org"] });
    const rest = pileOf({ notAt: ["b.example.org", "a.example.net", "c.example.org", "nobody.example.org"] });
    expect(await all(group)).toEqual([...(await idsAt("b.example.org")), ...(await idsAt("a.example.net"))]);
    expect(await all(alone)).toEqual(await idsAt("c.example.org"));
    expect(await all(rest)).toEqual(await idsAt("a.example.org"));
  });

  test("finds all who are due, also when more are due at one moment than a page holds", async () => {
    const mailing = await mailingTo({ "a.example.org": 1_300, "b.example.org": 3 });
    await store.db.updateTable("deliveries").set({ state: "deferred", due_at: 4_000 }).execute();
    const rest = new Pile({ store, mailing, of: { notAt: ["b.example.org"] } });
    expect(await all(rest, 3_999)).toEqual([]);
    expect(await all(rest, 4_000)).toEqual(await idsAt("a.example.org"));
    expect(await all(new Pile({ store, mailing, of: { at: ["b.example.org"] } }))).toEqual(
      await idsAt("b.example.org"),
    );
  });

  test("finds who is due when the clock was set back meanwhile", async () => {
    const mailing = await mailingTo({ "a.example.org": 2 });
    await store.db.updateTable("deliveries").set({ state: "deferred", due_at: 90_000 }).execute();
    const pile = new Pile({ store, mailing, of: { notAt: [] } });
    const [first = 0, second = 0] = await all(pile, 90_000);
    await store.db
      .updateTable("deliveries")
      .set({ due_at: 20_000 })
      .where("subscriber_id", "=", first)
      .execute();
    expect(await all(pile, 30_000)).toEqual([first]);
    expect(await all(pile, 95_000)).toEqual([second]);
  });

  test("gives who comes back after the others, and starts anew when it is told to", async () => {
    const mailing = await mailingTo({ "a.example.org": 3 });
    const pile = new Pile({ store, mailing, of: { notAt: [] } });
    await pile.fill(5_000);
    const first = pile.take();
    if (first !== undefined) pile.comesBack(first);
    const ids = await idsAt("a.example.org");
    expect(await all(pile)).toEqual([...ids.slice(1), ids[0]]);
    expect(await all(pile)).toEqual([]);
    pile.restart();
    expect(await all(pile)).toEqual(ids);
  });

  test("forgets nobody when more come back than it keeps in mind", async () => {
    const mailing = await mailingTo({ "a.example.org": 1 });
    const pile = new Pile({ store, mailing, of: { notAt: [] } });
    const [only = 0] = await all(pile);
    for (let times = 0; times < 10_001; times += 1) pile.comesBack({ subscriber: only, domain: "" });
    const back = await all(pile);
    // Ten thousand from memory, and once more from the store, where the reader is still pending.
    expect(back).toEqual(Array(10_001).fill(only));
  });
});
