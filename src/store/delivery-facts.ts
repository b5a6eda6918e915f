import { sql } from "kysely";
import type { DeliveryState } from "../model/mailing.ts";
import type { Measured } from "./leases.ts";
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

/**
 * From when the speed of a mailing is measured, by what its runner noted with its lease; undefined when it was never run.
 * At most a minute ago while somebody sends, and half a minute at least but for the first half minute.
 */
export async function measuredSince(store: Store, mailing: number): Promise<Measured | undefined> {
  const { measured_at: at, measured_submitted: submitted } = await mailingRow(store.db, mailing);
  return at === null || submitted === null ? undefined : { at, submitted };
}

/** The runner that the mailing's row names, whether it lives or not. */
export async function lastRunner(store: Store, mailing: number): Promise<string | undefined> {
  return (await mailingRow(store.db, mailing)).runner ?? undefined;
}
