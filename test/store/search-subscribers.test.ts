import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { searchSubscribers } from "../../src/store/search-subscribers.ts";
import { addReader, type TempStore, tempStore } from "../support/temp-store.ts";

describe("the search for a subscriber", () => {
  let temp: TempStore;
  beforeAll(async () => {
    temp = await tempStore();
    const { store } = temp;
    await addReader(store, {
      email: "Ada.Lovelace@example.org",
      fields: { firstName: "Ada", city: "London" },
    });
    await addReader(store, { email: "noura@example.org", fields: { firstName: "نورة بنت" } });
    await addReader(store, { email: "percent@example.org", fields: { firstName: "100%_sure" } });
    await addReader(store, {
      email: "gone@example.org",
      fields: { firstName: "Ada" },
      state: "unsubscribed",
    });
    await addReader(store, { email: "other@example.org", fields: { firstName: "Ada" }, list: "monthly" });
    const damaged = await addReader(store, { email: "damaged@example.org" });
    await store.db.updateTable("subscribers").set({ fields: "{no json" }).where("id", "=", damaged).execute();
  });
  afterAll(async () => {
    await temp[Symbol.asyncDispose]();
  });

  test("tells how everybody stands to the list", async () => {
    const query = { list: "weekly", words: ["ada"], limit: 10 };
    const { readers } = await searchSubscribers(temp.store, query);
    expect(readers.map(({ email, state }) => [email, state])).toEqual([
      ["Ada.Lovelace@example.org", "confirmed"],
      ["gone@example.org", "unsubscribed"],
      ["other@example.org", undefined],
    ]);
  });

  const found = async (words: string, limit = 10) => {
    const query = { list: "weekly", words: words.split(" ").filter(Boolean), limit };
    const { readers, hasMore } = await searchSubscribers(temp.store, query);
    return { emails: readers.map(({ email }) => email), hasMore };
  };

  test.each([
    ["ADA", ["Ada.Lovelace@example.org", "gone@example.org", "other@example.org"]],
    // Without a word those who would get an issue.
    ["", ["Ada.Lovelace", "noura", "percent", "damaged"].map((name) => `${name}@example.org`)],
    ["lovelace london", ["Ada.Lovelace@example.org"]],
    ["ada paris", []],
    ["نورة", ["noura@example.org"]],
    ["%", ["percent@example.org"]],
    ["_", ["percent@example.org"]],
    // The name of a field is no value of it.
    ["firstName", []],
    ["damaged", ["damaged@example.org"]],
    ["' or 1=1 --", []],
  ])("finds subscribers by address or field: %s", async (words, expected) => {
    expect((await found(words)).emails).toEqual(expected);
  });

  test("says when there are more", async () => {
    expect(await found("", 2)).toEqual({
      emails: ["Ada.Lovelace@example.org", "noura@example.org"],
      hasMore: true,
    });
    expect((await found("", 4)).hasMore).toBe(false);
  });
});
