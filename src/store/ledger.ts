import { type Kysely, type RawBuilder, type Selectable, sql } from "kysely";
import type { Instant } from "../base/clock.ts";
import { type DeliveryState, mayFollow, type SkipReason } from "../model/mailing.ts";
import type { Recipient } from "../model/subscriber.ts";
import { editionName } from "./editions.ts";
import { type Halt, ordersIn } from "./leases.ts";
import { countStarted, type Passage } from "./relay-usage.ts";
import { forEachRow, type Place, padded, Statement } from "./statement.ts";
import type { Store } from "./store.ts";
import { parseFields } from "./subscribers.ts";
import { insertSuppressions } from "./suppressions.ts";
import type { Tables } from "./tables.ts";
import { type AppliedJournal, applyJournal, forgetJournal } from "./unsubscribe-journal.ts";

/*
 * The ledger's group commit: the outcomes of messages that are done and the intents of messages about to start, in one
 * transaction with one sync of the disk. What starts is counted for the pace of its relay (relay-usage.ts). Only after
 * it has returned may a byte of a `started` message go out, and only after it has returned may a slot whose outcome it
 * carried take another reader.
 *
 * Crash before the commit: the outcomes are lost with it, their rows are still `submitting` and the next run makes them
 * `uncertain`; the intents never were. An intent names its relay, so it is known of the uncertain, too. Crash after it:
 * the started rows are `submitting`, at most as many as there are slots, and become `uncertain`.
 */

/** What became of one message that was `submitting`. */
export interface Settlement {
  readonly subscriber: number;
  readonly state: Exclude<DeliveryState, "submitting">;
  readonly reason?: string;
  /** With `deferred`: not before this instant. */
  readonly dueAt?: Instant;
  /** The mailbox does not exist: the address is suppressed too, reason `bounce`, source `smtp`. */
  readonly suppress?: boolean;
}

export interface LedgerEntry {
  readonly mailing: number;
  readonly runner: string;
  readonly now: Instant;
  readonly settled: readonly Settlement[];
  /** Whose message is about to start, each once, and through which relay. */
  readonly wanted: readonly Wanted[];
}

export interface Wanted extends Passage {
  readonly subscriber: number;
}

export type Recorded =
  | {
      readonly status: "recorded";
      readonly started: readonly Started[];
      readonly skipped: readonly Skipped[];
      /** A person has paused or cancelled the mailing: the outcomes are written, and nobody may start. */
      readonly halted?: Halt;
    }
  /** Somebody else holds the lease: nothing was written, nothing may start. */
  | { readonly status: "fenced" };

/** A reader whose message may start now, durably noted. `variant` is the name of the edition among `editionsToSend`. */
export interface Started extends Recipient {
  /** How often a message to this reader was started in this mailing, this time included. */
  readonly attempts: number;
  /** How often this reader was deferred and waited for. */
  readonly waits: number;
}

interface Skipped {
  readonly subscriber: number;
  readonly reason: SkipReason;
}

/**
 * Writes outcomes and intents as described above. A wanted reader who has unsubscribed, has paused, was suppressed or
 * was erased since is skipped; one whose delivery is neither `pending` nor due any more is passed over: neither started
 * nor skipped. Throws when an outcome is for a row that is not `submitting`, which is a bug in the run; nothing is
 * written then.
 */
export async function recordLedger(store: Store, entry: LedgerEntry): Promise<Recorded> {
  let applied: AppliedJournal | undefined;
  const recorded = await store.db.transaction().execute(async (transaction): Promise<Recorded> => {
    const [lease] = (await leaseRow.execute(transaction, entry)).rows;
    if (lease?.runner !== entry.runner) return { status: "fenced" };
    await settle(transaction, entry);
    await suppressBounced(transaction, store, entry);
    const orders = ordersIn(lease);
    if (orders !== "go-on") return { status: "recorded", started: [], skipped: [], halted: orders };
    if (entry.wanted.length > 0) applied = await applyJournal(transaction, store);
    const { started, skipped } = await examine(transaction, entry, lease);
    const passages = passagesOf(entry, started);
    await writeIntents(transaction, entry, passages, lease.revision);
    await countStarted(transaction, entry.now, passages);
    await writeSkips(transaction, entry, skipped);
    return { status: "recorded", started, skipped };
  });
  await forgetJournal(store, applied);
  return recorded;
}

const leaseRow = new Statement<
  LedgerEntry,
  Pick<Selectable<Tables["mailings"]>, "runner" | "list_id" | "state" | "stopped_by" | "revision">
>(
  (place) => sql`
    select runner, list_id, state, stopped_by, revision from mailings where id = ${place(({ mailing }) => mailing)}`,
);

async function settle(db: Kysely<Tables>, { mailing, now, settled }: LedgerEntry): Promise<void> {
  if (settled.length === 0) return;
  for (const { state, subscriber } of settled)
    if (!mayFollow("submitting", state))
      throw new Error(`delivery ${mailing}/${subscriber} cannot become ${state} after submitting`);
  const rows = padded(settled);
  const { numAffectedRows } = await settleRows.execute(db, { mailing, now, rows }, rows.length);
  if (numAffectedRows !== BigInt(settled.length))
    throw new Error(
      `${settled.length} outcomes were recorded for mailing ${mailing}, but only ${numAffectedRows} were submitting`,
    );
}

interface OfRows<Row> extends Pick<LedgerEntry, "mailing" | "now"> {
  readonly rows: readonly Row[];
}

const settleRows = new Statement<OfRows<Settlement>>((place, size) => {
  const rows = forEachRow(
    size,
    (row) => sql`(cast(${place(({ rows }) => rows[row]?.subscriber)} as bigint),
      cast(${place(({ rows }) => rows[row]?.state)} as text),
      cast(${place(({ rows }) => rows[row]?.reason ?? null)} as text),
      cast(${place(({ rows }) => rows[row]?.dueAt ?? null)} as bigint))`,
  );
  return sql`
    with settled (subscriber_id, state, reason, due_at) as (values ${sql.join(rows)})
    update deliveries
    set state = settled.state, reason = settled.reason, due_at = settled.due_at, changed_at = ${place(({ now }) => now)},
      revision = case when settled.state in ('submitted', 'uncertain') or deliveries.may_have_copy = 1
        then deliveries.revision end,
      waits = deliveries.waits + case when settled.state = 'deferred' then 1 else 0 end,
      may_have_copy = case when settled.state = 'uncertain' then 1 else deliveries.may_have_copy end,
      relay = case when settled.state <> 'pending' then deliveries.relay end
    from settled
    where deliveries.mailing_id = ${place(({ mailing }) => mailing)}
      and deliveries.subscriber_id = settled.subscriber_id
      and deliveries.state = 'submitting'`;
});

async function suppressBounced(db: Kysely<Tables>, store: Store, entry: LedgerEntry): Promise<void> {
  const bounced = entry.settled.filter((one) => one.suppress === true).map((one) => one.subscriber);
  if (bounced.length === 0) return;
  const readers = await db.selectFrom("subscribers").select("email_key").where("id", "in", bounced).execute();
  const of = { reason: "bounce", source: "smtp", createdAt: entry.now } as const;
  await insertSuppressions(
    db,
    store,
    readers.map(({ email_key }) => ({ key: email_key, ...of })),
  );
}

async function examine(
  db: Kysely<Tables>,
  entry: LedgerEntry,
  { list_id, revision }: { readonly list_id: string; readonly revision: number },
): Promise<{ started: readonly Started[]; skipped: readonly Skipped[] }> {
  const started: Started[] = [];
  const skipped: Skipped[] = [];
  if (entry.wanted.length === 0) return { started, skipped };
  for (const row of await readWanted(db, entry, list_id)) {
    const subscriber = row.subscriber_id;
    if (row.email === null || row.fields === null) skipped.push({ subscriber, reason: "removed" });
    else if (row.subscription !== "confirmed" || row.token === null)
      skipped.push({ subscriber, reason: "unsubscribed" });
    else if ((row.paused_until ?? 0) > entry.now) skipped.push({ subscriber, reason: "paused" });
    else if (row.suppressed !== null) skipped.push({ subscriber, reason: "suppressed" });
    else {
      const { email, token: unsubscribeToken } = row;
      const variant = editionName(row.variant, row.revision ?? revision);
      const attempts = row.attempts + 1;
      started.push({
        subscriber,
        email,
        fields: parseFields(row.fields),
        unsubscribeToken,
        variant,
        attempts,
        waits: row.waits,
      });
    }
  }
  return { started, skipped };
}

interface WantedRow {
  readonly subscriber_id: number;
  readonly attempts: number;
  readonly waits: number;
  readonly variant: string;
  readonly revision: number | null;
  readonly email: string | null;
  readonly fields: string | null;
  readonly subscription: string | null;
  readonly token: string | null;
  readonly paused_until: Instant | null;
  readonly suppressed: string | null;
}

async function readWanted(
  db: Kysely<Tables>,
  { mailing, now, wanted }: LedgerEntry,
  list: string,
): Promise<readonly WantedRow[]> {
  const rows = padded(wanted);
  return (await wantedRows.execute(db, { mailing, now, list, rows }, rows.length)).rows;
}

const wantedRows = new Statement<OfRows<Wanted> & { readonly list: string }, WantedRow>(
  (place, size) => sql`
    select deliveries.subscriber_id, deliveries.attempts, deliveries.waits, deliveries.variant,
      deliveries.revision, subscribers.email, subscribers.fields,
      subscriptions.state as subscription, subscriptions.token, subscriptions.paused_until, suppressions.email_key as suppressed
    from deliveries
    left join subscribers on subscribers.id = deliveries.subscriber_id
    left join subscriptions
      on subscriptions.subscriber_id = deliveries.subscriber_id and subscriptions.list_id = ${place(({ list }) => list)}
    left join suppressions on suppressions.email_key = subscribers.email_key
    where deliveries.mailing_id = ${place(({ mailing }) => mailing)}
      and deliveries.subscriber_id in (${subscribersOf(place, size)})
      and (deliveries.state = 'pending'
        or (deliveries.state = 'deferred' and deliveries.due_at <= ${place(({ now }) => now)}))
    order by deliveries.subscriber_id`,
);

async function writeIntents(
  db: Kysely<Tables>,
  { mailing, now }: LedgerEntry,
  started: readonly Wanted[],
  revision: number,
): Promise<void> {
  for (const [relay, readers] of Map.groupBy(started, (one) => one.relay)) {
    const rows = padded(readers);
    await intentRows.execute(db, { mailing, now, relay, revision, rows }, rows.length);
  }
}

const intentRows = new Statement<OfRows<Wanted> & { readonly relay: string; readonly revision: number }>(
  (place, size) => sql`
    update deliveries
    set state = 'submitting', attempts = attempts + 1, due_at = null, reason = null, changed_at = ${place(({ now }) => now)},
      revision = coalesce(revision, ${place(({ revision }) => revision)}), relay = ${place(({ relay }) => relay)}
    where mailing_id = ${place(({ mailing }) => mailing)} and subscriber_id in (${subscribersOf(place, size)})`,
);

function subscribersOf<Given extends OfRows<Wanted>>(place: Place<Given>, size: number): RawBuilder<unknown> {
  return sql.join(forEachRow(size, (row) => place(({ rows }) => rows[row]?.subscriber)));
}

function passagesOf({ wanted }: LedgerEntry, started: readonly Started[]): readonly Wanted[] {
  if (started.length === wanted.length) return wanted;
  const ids = new Set(started.map(({ subscriber }) => subscriber));
  return wanted.filter(({ subscriber }) => ids.has(subscriber));
}

async function writeSkips(
  db: Kysely<Tables>,
  entry: LedgerEntry,
  skipped: readonly Skipped[],
): Promise<void> {
  for (const { subscriber, reason } of skipped)
    await db
      .updateTable("deliveries")
      .set({ state: "skipped", reason, due_at: null, changed_at: entry.now })
      .where("mailing_id", "=", entry.mailing)
      .where("subscriber_id", "=", subscriber)
      .execute();
}
