import { sql } from "kysely";
import type { Instant } from "../base/clock.ts";
import type { DeliveryState } from "../model/mailing.ts";
import { mailingRow } from "./mailing-row.ts";
import type { Store } from "./store.ts";

/*
 * What `status` asks of a ledger that somebody else is writing. Every query is one read, so none waits for the sender and
 * none makes it wait. Counting walks the index by state, a tenth of a second for a million readers; reasons are read for
 * the readers of one state only.
 */

/** Readers of one state with the same kind of reason. */
export interface ReasonGroup {
  /** A SkipReason, or the words of one of them as an example. */
  readonly reason: string;
  readonly readers: number;
}

/**
 * Why readers are in this state, the most frequent first. Relays put addresses and numbers into their replies, so those
 * that begin alike (`550 5.7.26`) are one group however long the list is.
 */
export async function groupReasons(
  store: Store,
  of: { readonly mailing: number; readonly state: DeliveryState; readonly limit: number },
): Promise<readonly ReasonGroup[]> {
  const { rows } = await sql<{ reason: string; readers: number }>`
    select min(coalesce(reason, '')) as reason, count(*) as readers
    from deliveries
    where mailing_id = ${of.mailing} and state = ${of.state}
    group by substr(coalesce(reason, ''), 1, 10)
    order by readers desc, reason
    limit ${of.limit}`.execute(store.db);
  return rows.map(({ reason, readers }) => ({ reason, readers: Number(readers) }));
}

/** When the readers who were reached last, in the order of the list, were reached: at most `limit` moments. */
export async function lastSubmissions(
  store: Store,
  of: { readonly mailing: number; readonly limit: number },
): Promise<readonly Instant[]> {
  const rows = await store.db
    .selectFrom("deliveries")
    .select("changed_at")
    .where("mailing_id", "=", of.mailing)
    .where("state", "=", "submitted")
    .orderBy("subscriber_id", "desc")
    .limit(of.limit)
    .execute();
  return rows.map((row) => row.changed_at);
}

/** The runner that the mailing's row names, whether it lives or not. */
export async function lastRunner(store: Store, mailing: number): Promise<string | undefined> {
  return (await mailingRow(store.db, mailing)).runner ?? undefined;
}
