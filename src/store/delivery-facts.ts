import { sql } from "kysely";
import type { DeliveryState } from "../model/mailing.ts";
import type { RejectionCause } from "../model/outcome.ts";
import type { Measured } from "./leases.ts";
import { mailingRow } from "./mailing-row.ts";
import type { Store } from "./store.ts";

/*
 * What `status` asks of a ledger that somebody else is writing. Every query is one read, so none waits for the sender
 * and none makes it wait. Counting walks the index by state, a tenth of a second for a million readers; reasons are
 * read row by row, of the readers of one state only.
 */

/** Readers of one state with the same kind of reason. */
export interface ReasonGroup {
  /** A SkipReason, or the words of one of them as an example. */
  readonly reason: string;
  readonly readers: number;
}

/**
 * Why readers are in this state, the most frequent first. Relays put addresses and numbers into their replies, so those
 * that begin alike (`550 5.7.26`) are one group however long the list is. `from`: only of so many readers, the first of
 * the list.
 */
export async function groupReasons(
  store: Store,
  of: {
    readonly mailing: number;
    readonly state: DeliveryState;
    readonly limit: number;
    readonly from?: number;
  },
): Promise<readonly ReasonGroup[]> {
  const { rows } = await sql<{ reason: string; readers: number }>`
    select min(reason) as reason, count(*) as readers
    from (
      select coalesce(reason, '') as reason from deliveries
      where mailing_id = ${of.mailing} and state = ${of.state}
      order by subscriber_id
      limit ${of.from ?? Number.MAX_SAFE_INTEGER}
    ) as reasons
    group by substr(reason, 1, 10)
    order by readers desc, reason
    limit ${of.limit}`.execute(store.db);
  return rows.map(({ reason, readers }) => ({ reason, readers: Number(readers) }));
}

/**
 * Whether an answer with these words took a message, of any reader: another relay may have taken over in the middle.
 */
export async function wasAnswered(
  store: Store,
  { mailing, words }: { readonly mailing: number; readonly words: string },
): Promise<boolean> {
  const { rows } = await sql<{ found: number }>`
    select exists (
      select 1 from deliveries
      where mailing_id = ${mailing} and state = 'submitted' and instr(reason, ${words}) > 0
    ) as found`.execute(store.db);
  return rows[0]?.found === 1;
}

/** Rejected readers whose reasons begin alike and have the same cause. */
export interface RejectionGroup extends ReasonGroup {
  readonly because: RejectionCause;
}

/**
 * Why readers are rejected, the most frequent first, all of them. Replies that begin alike may have different causes
 * (`550 No such user`, `550 No mail from you`), so each is asked: `causeOf` tells the cause from the words that were
 * recorded.
 */
export async function groupRejections(
  store: Store,
  of: { readonly mailing: number; readonly causeOf: (recorded: string) => RejectionCause },
): Promise<readonly RejectionGroup[]> {
  const groups = new Map<string, RejectionGroup>();
  for (let after = 0; ; ) {
    const rows = await store.db
      .selectFrom("deliveries")
      .select(["subscriber_id", "reason"])
      .where("mailing_id", "=", of.mailing)
      .where("state", "=", "rejected")
      .where("subscriber_id", ">", after)
      .orderBy("subscriber_id")
      .limit(rowsAtOnce)
      .execute();
    for (const { reason } of rows) {
      const words = reason ?? "";
      const because = of.causeOf(words);
      const key = `${because} ${words.slice(0, 10)}`;
      const { reason: example, readers } = groups.get(key) ?? { reason: words, readers: 0 };
      groups.set(key, { reason: example, readers: readers + 1, because });
    }
    const last = rows.at(-1);
    if (last === undefined) break;
    after = last.subscriber_id;
  }
  return [...groups.values()].sort((one, other) => other.readers - one.readers);
}

const rowsAtOnce = 5_000;

/**
 * From when the speed of a mailing is measured, by what its runner noted with its lease; undefined when it was never
 * run. At most a minute ago while somebody sends, and half a minute at least but for the first half minute.
 */
export async function measuredSince(store: Store, mailing: number): Promise<Measured | undefined> {
  const { measured_at: at, measured_submitted: submitted } = await mailingRow(store.db, mailing);
  return at === null || submitted === null ? undefined : { at, submitted };
}

/** The runner that the mailing's row names, whether it lives or not. */
export async function lastRunner(store: Store, mailing: number): Promise<string | undefined> {
  return (await mailingRow(store.db, mailing)).runner ?? undefined;
}
