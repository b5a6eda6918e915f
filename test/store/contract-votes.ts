import { expect, test } from "@jest/globals";
import { castVote, countVotes, voteOf } from "../../src/store/votes.ts";
import { addReader, addReaders, freeze, type TempStore } from "../support/temp-store.ts";

export function votesContract(temp: () => TempStore): void {
  test("a reader has one vote in a poll, and may change it", async () => {
    const { store } = temp();
    const [ada = 0, bob = 0] = await addReaders(store, 2);
    const { id: mailing } = await freeze(store);
    const ballot = (subscriber: number) => ({ mailing, subscriber, poll: "team" });
    expect(await voteOf(store, ballot(ada))).toBeUndefined();
    expect(await castVote(store, ballot(ada), { option: "musk", now: 5000 })).toBe(true);
    expect(await castVote(store, ballot(bob), { option: "musk", now: 5001 })).toBe(true);
    expect(await castVote(store, ballot(ada), { option: "altman", now: 5002 })).toBe(true);
    expect(await castVote(store, ballot(ada), { option: "altman", now: 5003 })).toBe(true);
    expect(await voteOf(store, ballot(ada))).toBe("altman");
    expect(await countVotes(store, "hello")).toEqual([
      { poll: "team", option: "altman", votes: 1 },
      { poll: "team", option: "musk", votes: 1 },
    ]);
    expect(await countVotes(store, "other")).toEqual([]);
  });

  test("votes are counted as they are cast, and not again by whoever asks", async () => {
    const { store } = temp();
    const [ada = 0] = await addReaders(store, 1);
    const { id: mailing } = await freeze(store);
    await castVote(store, { mailing, subscriber: ada, poll: "team" }, { option: "musk", now: 5000 });
    await store.db.updateTable("vote_counts").set({ votes: 299_999 }).execute();
    await castVote(store, { mailing, subscriber: ada, poll: "team" }, { option: "altman", now: 5001 });
    expect(await countVotes(store, "hello")).toEqual([
      { poll: "team", option: "altman", votes: 1 },
      { poll: "team", option: "musk", votes: 299_998 },
    ]);
  });

  test("the votes of an issue are counted over all its mailings", async () => {
    const { store } = temp();
    const [ada = 0] = await addReaders(store, 1);
    const [bob = 0] = await [await addReader(store, { email: "bob@example.org", list: "monthly" })];
    const [weekly, monthly] = [await freeze(store), await freeze(store, "hello", "monthly")];
    await castVote(store, { mailing: weekly.id, subscriber: ada, poll: "team" }, { option: "x", now: 1 });
    await castVote(store, { mailing: monthly.id, subscriber: bob, poll: "team" }, { option: "x", now: 1 });
    await castVote(store, { mailing: weekly.id, subscriber: ada, poll: "lunch" }, { option: "x", now: 1 });
    expect(await countVotes(store, "hello")).toEqual([
      { poll: "lunch", option: "x", votes: 1 },
      { poll: "team", option: "x", votes: 2 },
    ]);
  });

  test("who is erased has no vote any more, and cannot vote", async () => {
    const { store } = temp();
    const [ada = 0, bob = 0] = await addReaders(store, 2);
    const { id: mailing } = await freeze(store);
    for (const subscriber of [ada, bob])
      await castVote(store, { mailing, subscriber, poll: "team" }, { option: "musk", now: 5000 });
    await store.db.deleteFrom("subscribers").where("id", "=", ada).execute();
    expect(await countVotes(store, "hello")).toEqual([{ poll: "team", option: "musk", votes: 1 }]);
    expect(await castVote(store, { mailing, subscriber: ada, poll: "team" }, { option: "x", now: 1 })).toBe(
      false,
    );
  });
}
