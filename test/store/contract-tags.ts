import { beforeEach, describe, expect, test } from "@jest/globals";
import { parseAddress } from "../../src/base/address.ts";
import type { Incoming } from "../../src/store/incoming.ts";
import { saveSubscribers } from "../../src/store/save-subscribers.ts";
import type { Store } from "../../src/store/store.ts";
import { findSubscriber, listSubscribers } from "../../src/store/subscribers.ts";
import { readerFacts, tagReaders } from "../../src/store/tags.ts";
import { addReader, addReaders, type TempStore } from "../support/temp-store.ts";

export function tagsContract(opened: () => TempStore): void {
  describe("tags of readers", () => {
    let store: Store;

    beforeEach(() => {
      store = opened().store;
    });

    test("a tag is given and taken away, and addresses of nobody are named", async () => {
      await addReaders(store, 3);
      const emails = ["r1@example.org", " R2@Example.org ", "nobody@example.org"];
      const unknown = ["nobody@example.org"];
      expect(await tagReaders(store, { tag: "beta", emails })).toEqual({ changed: 2, unchanged: 0, unknown });
      expect(await tagReaders(store, { tag: "beta", emails })).toEqual({ changed: 0, unchanged: 2, unknown });
      await tagReaders(store, { tag: "alpha", emails: ["r1@example.org"] });
      expect(await tagsByAddress()).toEqual({ r1: ["alpha", "beta"], r2: ["beta"], r3: [] });
      const taken = await tagReaders(store, {
        tag: "beta",
        emails: ["r1@example.org", "r3@example.org"],
        remove: true,
      });
      expect(taken).toEqual({ changed: 1, unchanged: 1, unknown: [] });
      expect(await tagsByAddress()).toEqual({ r1: ["alpha"], r2: ["beta"], r3: [] });
      expect(await tagReaders(store, { tag: "beta", emails: [] })).toEqual({
        changed: 0,
        unchanged: 0,
        unknown: [],
      });
    });

    test("what is saved with a reader adds tags and takes none away", async () => {
      const { address } = addressOf("r1@example.org");
      const save = async (incoming: Partial<Incoming>) =>
        saveSubscribers(store, {
          list: "weekly",
          readers: [{ address, fields: {}, state: "confirmed", ...incoming }],
          now: 1,
          consent: { type: "imported", source: "test" },
        });
      expect(await save({ tags: ["b", "a", "b"] })).toEqual(["added"]);
      expect(await save({ tags: ["a"] })).toEqual(["unchanged"]);
      expect(await save({ tags: [] })).toEqual(["unchanged"]);
      expect(await save({ tags: ["a", "c"] })).toEqual(["updated"]);
      expect(await tagsByAddress()).toEqual({ r1: ["a", "b", "c"] });
      expect(await save({ state: "unsubscribed" })).toEqual(["updated"]);
      expect(await save({ tags: ["d"] })).toEqual(["unsubscribed"]);
      expect(await tagsByAddress()).toEqual({ r1: ["a", "b", "c"] });
    });

    test("the facts of a reader are the fields, the tags and the confirmed lists", async () => {
      const email = "a@example.org";
      await addReader(store, { email, fields: { city: "Paris" }, tags: ["member", "beta"] });
      await addReader(store, { email, list: "monthly", state: "unconfirmed" });
      const found = await findSubscriber(store, email);
      if (found === undefined) throw new Error("not there");
      const facts = { fields: { city: "Paris" }, tags: ["beta", "member"], lists: ["weekly"] };
      expect(await readerFacts(store, found)).toEqual(facts);
      await addReader(store, { email, list: "monthly" });
      expect(await readerFacts(store, found)).toEqual({ ...facts, lists: ["monthly", "weekly"] });
    });

    test("a reader who is erased leaves no tag behind", async () => {
      await addReader(store, { email: "a@example.org", tags: ["member"] });
      await store.db.deleteFrom("subscribers").execute();
      expect(await store.db.selectFrom("subscriber_tags").selectAll().execute()).toEqual([]);
    });

    /** By the part before the @. */
    async function tagsByAddress() {
      const readers = await listSubscribers(store, { limit: 10 });
      return Object.fromEntries(readers.map(({ email, tags }) => [email.split("@")[0], tags]));
    }
  });
}

function addressOf(email: string) {
  const parsed = parseAddress(email);
  if (parsed.status === "invalid") throw new Error(parsed.reason);
  return parsed;
}
