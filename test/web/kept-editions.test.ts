import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { sql } from "kysely";
import type { Store } from "../../src/store/store.ts";
import { keptEditions } from "../../src/web/mailed/kept-editions.ts";
import { addReader, freeze, type TempStore, tempStore } from "../support/temp-store.ts";

let temp: TempStore;
let store: Store;
let english: { readonly mailing: number; readonly subscriber: number };
let german: { readonly mailing: number; readonly subscriber: number };

beforeEach(async () => {
  temp = await tempStore();
  store = temp.store;
  const ada = await addReader(store, { email: "ada@example.org" });
  const bob = await addReader(store, { email: "bob@example.org", fields: { language: "de" } });
  const split = { issue: "hello", languages: ["en", "de"], arms: 1, conditions: [] };
  const { id: mailing } = await freeze(store, "hello", "weekly", 2000, { split });
  english = { mailing, subscriber: ada };
  german = { mailing, subscriber: bob };
});
afterEach(async () => temp[Symbol.asyncDispose]());

describe("the editions that readers look at", () => {
  test("are read once, also when several ask at the same moment", async () => {
    const editions = keptEditions(store);
    const [one, other] = await Promise.all([editions(english), editions(english)]);
    expect(one).toMatchObject({ variant: "en" });
    expect(other).toBe(one);
    expect(await editions(german)).toMatchObject({ variant: "de" });
    expect(await editions(english)).toBe(one);
    expect(await editions({ ...english, subscriber: 99 })).toBeUndefined();
  });

  test("are only so many bytes: who was asked for longest ago is read again", async () => {
    const editions = keptEditions(store, 1);
    const first = await editions(english);
    expect(await editions(english)).toBe(first);
    await editions(german);
    const again = await editions(english);
    expect(again).not.toBe(first);
    expect(again).toEqual(first);
  });

  test("are asked for anew after a fault", async () => {
    const editions = keptEditions(store);
    const content = sql.ref("content");
    await sql`update editions set content = content || ' ' || 'x'`.execute(store.db);
    await expect(editions(english)).rejects.toThrow("is not as it was frozen");
    await sql`update editions set content = substr(${content}, 1, length(${content}) - 2)`.execute(store.db);
    expect(await editions(english)).toMatchObject({ variant: "en" });
  });
});
