import type { Instant } from "../base/clock.ts";
import { type CountedVotes, type PollResult, pollResults } from "../model/poll.ts";
import { editionsOf, listMailings } from "./mailings.ts";
import type { Store } from "./store.ts";

/** A reader's vote in a poll of a mailing: there is never a second one. */
export interface Ballot {
  readonly mailing: number;
  readonly subscriber: number;
  readonly poll: string;
}

/** Writes the vote, or changes the one that was there. An erased reader has none: false. */
export async function castVote(
  store: Store,
  { mailing, subscriber, poll }: Ballot,
  { option, now }: { readonly option: string; readonly now: Instant },
): Promise<boolean> {
  const result = await store.db
    .insertInto("votes")
    .columns(["mailing_id", "subscriber_id", "poll", "option", "at"])
    .expression((row) =>
      row
        .selectFrom("subscribers")
        .select((one) => [
          one.val(mailing).as("mailing_id"),
          "id",
          one.val(poll).as("poll"),
          one.val(option).as("option"),
          one.val(now).as("at"),
        ])
        .where("id", "=", subscriber),
    )
    .onConflict((conflict) =>
      conflict.columns(["mailing_id", "poll", "subscriber_id"]).doUpdateSet({ option, at: now }),
    )
    .executeTakeFirst();
  return (result.numInsertedOrUpdatedRows ?? 0n) > 0n;
}

/** The option a reader has voted for. */
export async function voteOf(store: Store, ballot: Ballot): Promise<string | undefined> {
  const row = await store.db
    .selectFrom("votes")
    .select("option")
    .where("mailing_id", "=", ballot.mailing)
    .where("subscriber_id", "=", ballot.subscriber)
    .where("poll", "=", ballot.poll)
    .executeTakeFirst();
  return row?.option;
}

/**
 * The votes in all polls of an issue, through whichever mailing its readers got it; options without a vote are not in
 * it. They were counted as they came, so it takes as long for a million as for one.
 */
export async function countVotes(store: Store, issue: string): Promise<readonly CountedVotes[]> {
  const rows = await store.db
    .selectFrom("vote_counts")
    .innerJoin("mailings", "mailings.id", "vote_counts.mailing_id")
    .select((row) => ["poll", "option", row.fn.sum<number>("votes").as("votes")])
    .where("mailings.issue", "=", issue)
    .where("votes", ">", 0)
    .groupBy(["poll", "option"])
    .orderBy("poll")
    .orderBy("option")
    .execute();
  return rows.map((row) => ({ ...row, votes: Number(row.votes) }));
}

/** What came of the polls of an issue; undefined when it was never sent. */
export async function resultsOf(store: Store, issue: string): Promise<readonly PollResult[] | undefined> {
  const mailings = await listMailings(store, issue);
  if (mailings.length === 0) return undefined;
  const editions = [];
  for (const { id } of mailings) editions.push(...(await editionsOf(store, id)));
  return pollResults(editions, await countVotes(store, issue));
}
