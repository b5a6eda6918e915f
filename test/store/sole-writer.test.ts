import { expect, test } from "@jest/globals";
import { erasePerson } from "../../src/store/erase-person.ts";
import { type SoleWriter, soleWriter } from "../../src/store/sole-writer.ts";
import type { Store } from "../../src/store/store.ts";
import { findSubscriber } from "../../src/store/subscribers.ts";
import { addReader, tempStore } from "../support/temp-store.ts";

function isAlone(store: Store, writer: SoleWriter): Promise<boolean> {
  return store.db.transaction().execute((transaction) => writer.isAlone(transaction));
}

test("who fills an empty store is alone in it, until somebody else adds a reader, and never again", async () => {
  await using temp = await tempStore();
  const writer = soleWriter();
  expect(await isAlone(temp.store, writer)).toBe(true);
  expect(await isAlone(temp.store, writer)).toBe(true);
  writer.added(await addReader(temp.store, { email: "mine@example.org" }));
  expect(await isAlone(temp.store, writer)).toBe(true);
  const other = await addReader(await temp.again(), { email: "other@example.org" });
  expect(await isAlone(temp.store, writer)).toBe(false);
  writer.added(other);
  expect(await isAlone(temp.store, writer)).toBe(false);
});

test("a reader whom somebody else has added and erased counts, too", async () => {
  await using temp = await tempStore();
  const writer = soleWriter();
  expect(await isAlone(temp.store, writer)).toBe(true);
  const address = { email: "other@example.org", key: "other@example.org" };
  await addReader(temp.store, { email: address.email });
  await erasePerson(temp.store, { address, source: "test", now: 1 });
  expect(await findSubscriber(temp.store, address.email)).toBeUndefined();
  expect(await isAlone(temp.store, writer)).toBe(false);
});

test("nobody is alone in a store with a reader in it, on whichever list", async () => {
  await using temp = await tempStore();
  await addReader(temp.store, { email: "a@example.org", list: "monthly" });
  expect(await isAlone(temp.store, soleWriter())).toBe(false);
});
