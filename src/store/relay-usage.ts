import { type Kysely, sql } from "kysely";
import { type Instant, dayMs, minuteMs } from "../base/clock.ts";
import { Statement } from "./statement.ts";
import type { Store } from "./store.ts";
import type { Tables } from "./tables.ts";

/*
 * How many messages were started through each relay, minute by minute, counted in the transaction that writes their
 * intents. So a pace holds across runs, mailings and crashes, and a relay knows on how many days it was used. A message
 * counts when it starts, whatever becomes of it. Rows older than a day are dropped when a run begins, and every hour
 * while it goes on.
 */

/** Through which relay a message starts. `domain` is that of the reader when a limit names it, otherwise empty. */
export interface Passage {
  readonly relay: string;
  readonly domain: string;
  /** When the pace counted it, by the clock of then: a moment before its intent is written. Without it, now. */
  readonly at?: Instant;
  /** A day of the relay begins with this message. */
  readonly beginsDay?: boolean;
}

/** Counts messages that start now, in the transaction of their intents. */
export async function countStarted(
  db: Kysely<Tables>,
  now: Instant,
  started: readonly Passage[],
): Promise<void> {
  if (started.length === 0) return;
  const counts = new Map<string, RelayUsage & { messages: number; lastAt: Instant }>();
  for (const { relay, domain, at = now, beginsDay = false } of started) {
    const minuteAt = at - (at % minuteMs);
    const key = `${minuteAt} ${relay} ${domain}`;
    const count = counts.get(key);
    if (count === undefined) counts.set(key, { relay, domain, minuteAt, lastAt: at, messages: 1 });
    else {
      count.messages += 1;
      count.lastAt = Math.max(count.lastAt, at);
    }
    if (beginsDay) await beginDay(db, relay, at);
  }
  for (const count of counts.values()) await addUsage.execute(db, count);
}

const addUsage = new Statement<RelayUsage>(
  (place) => sql`
    insert into relay_usage (relay, domain, minute_at, last_at, messages)
    values (${place((count) => count.relay)}, ${place((count) => count.domain)}, ${place((count) => count.minuteAt)},
      ${place((count) => count.lastAt)}, ${place((count) => count.messages)})
    on conflict (minute_at, relay, domain)
    do update set messages = relay_usage.messages + excluded.messages,
      last_at = case when excluded.last_at > relay_usage.last_at then excluded.last_at else relay_usage.last_at end`,
);

/**
 * Another process may have begun the same day a moment ago. Half a day tells the two apart: who begins a day has waited
 * for the last one to be over, by a clock that was read a moment before this transaction.
 */
async function beginDay(db: Kysely<Tables>, relay: string, now: Instant): Promise<void> {
  await sql`
    insert into relay_days (relay, days, began_at) values (${relay}, 1, ${now})
    on conflict (relay) do update set days = relay_days.days + 1, began_at = excluded.began_at
    where relay_days.began_at <= ${now - dayMs / 2} or relay_days.began_at > ${now}`.execute(db);
}

export interface RelayUsage {
  readonly relay: string;
  readonly domain: string;
  /** Where the minute begins. */
  readonly minuteAt: Instant;
  /** When the last of them started. */
  readonly lastAt: Instant;
  readonly messages: number;
}

/** What was started after `since` and up to now, oldest first; `lastAt` is never after `now`. */
export async function readUsage(
  store: Store,
  { since, now }: { readonly since: Instant; readonly now: Instant },
): Promise<readonly RelayUsage[]> {
  const rows = await store.db
    .selectFrom("relay_usage")
    .selectAll()
    .where("minute_at", ">", since - minuteMs)
    .where("minute_at", "<=", now)
    .where("last_at", ">", since)
    .orderBy("minute_at")
    .execute();
  return rows.map(({ relay, domain, minute_at, last_at, messages }) => ({
    relay,
    domain,
    minuteAt: minute_at,
    lastAt: Math.min(last_at, now),
    messages,
  }));
}

/** On how many days a relay was used, and when the last of them began. */
export async function readRelayDays(
  store: Store,
): Promise<ReadonlyMap<string, { readonly days: number; readonly beganAt: Instant }>> {
  const rows = await store.db.selectFrom("relay_days").selectAll().execute();
  return new Map(rows.map(({ relay, days, began_at }) => [relay, { days, beganAt: began_at }]));
}

/**
 * Drops what no limit asks for any more. What lies in the future was written by a clock that has been set back since:
 * it is moved to now, so that it comes back a day from now and not when that clock would have said so.
 */
export async function tidyUsage(store: Store, now: Instant): Promise<void> {
  await store.db.transaction().execute(async (transaction) => {
    await transaction
      .deleteFrom("relay_usage")
      .where("last_at", "<=", now - dayMs)
      .execute();
    const { rows } = await sql<{ relay: string; domain: string; messages: number }>`
      select relay, domain, sum(messages) as messages from relay_usage
      where last_at > ${now + minuteMs} group by relay, domain`.execute(transaction);
    await transaction
      .deleteFrom("relay_usage")
      .where("last_at", ">", now + minuteMs)
      .execute();
    for (const { relay, domain, messages } of rows)
      await countStarted(transaction, now, Array<Passage>(messages).fill({ relay, domain }));
    await transaction.updateTable("relay_days").set({ began_at: now }).where("began_at", ">", now).execute();
  });
}
