import { sql } from "kysely";
import type { Instant } from "../base/clock.ts";
import type { Store } from "./store.ts";

/*
 * Who may start, a page at a time. Each page looks at no more than `limit` rows of an index and says from where to
 * look on: how long it takes depends neither on the list nor on how few of its readers are meant.
 */

/** A reader who may start. `domain` is empty where the domain does not matter. */
export interface WaitingReader {
  readonly subscriber: number;
  readonly domain: string;
}

export interface ReaderPage {
  readonly readers: readonly WaitingReader[];
  /** The `after` of the next page; undefined at the end. */
  readonly next?: number;
}

interface PageOf {
  readonly mailing: number;
  /** A subscriber id. */
  readonly after: number;
  readonly limit: number;
}

/** `pending` readers who are not at one of these domains, in the order of their ids; erased readers are among them. */
export async function pendingReaders(
  store: Store,
  page: PageOf & { readonly notAt: readonly string[] },
): Promise<ReaderPage> {
  const pending = store.db
    .selectFrom("deliveries")
    .select("subscriber_id")
    .where("mailing_id", "=", page.mailing)
    .where("state", "=", "pending")
    .where("subscriber_id", ">", page.after)
    .orderBy("subscriber_id")
    .limit(page.limit);
  if (page.notAt.length === 0) {
    const rows = await pending.execute();
    return pageOf(rows, page.limit, () => true);
  }
  const rows = await store.db
    .selectFrom(pending.as("pending"))
    .leftJoin("subscribers", "subscribers.id", "pending.subscriber_id")
    .select(["pending.subscriber_id", "subscribers.domain"])
    .orderBy("pending.subscriber_id")
    .execute();
  const elsewhere = new Set(page.notAt);
  return pageOf(rows, page.limit, ({ domain }) => domain === null || !elsewhere.has(domain));
}

/** `pending` readers at one domain, in the order of their ids. */
export async function pendingReadersAt(
  store: Store,
  page: PageOf & { readonly domain: string },
): Promise<ReaderPage> {
  const { rows } = await sql<{ subscriber_id: number; state: string | null }>`
    select person.id as subscriber_id, deliveries.state
    from (select id from subscribers where domain = ${page.domain} and id > ${page.after}
      order by id limit ${page.limit}) as person
    left join deliveries on deliveries.mailing_id = ${page.mailing} and deliveries.subscriber_id = person.id
    order by person.id`.execute(store.db);
  const { readers, ...next } = pageOf(rows, page.limit, ({ state }) => state === "pending");
  return { readers: readers.map((reader) => ({ ...reader, domain: page.domain })), ...next };
}

function pageOf<Row extends { readonly subscriber_id: number }>(
  rows: readonly Row[],
  limit: number,
  isMeant: (row: Row) => boolean,
): ReaderPage {
  const last = rows.at(-1);
  return {
    readers: rows.filter(isMeant).map(({ subscriber_id }) => ({ subscriber: subscriber_id, domain: "" })),
    ...(last === undefined || rows.length < limit ? {} : { next: last.subscriber_id }),
  };
}

/** A place among the deferred, who are in the order of their due times. */
export interface DuePlace {
  readonly dueAt: Instant;
  readonly subscriber: number;
}

export interface DueReader extends WaitingReader, DuePlace {}

/** `deferred` readers who are due by `now`, of all domains, each with their own. */
export async function dueReaders(
  store: Store,
  page: {
    readonly mailing: number;
    readonly now: Instant;
    readonly after: DuePlace;
    readonly limit: number;
  },
): Promise<readonly DueReader[]> {
  const { dueAt, subscriber } = page.after;
  const { rows } = await sql<{ subscriber: number; domain: string | null; dueAt: Instant }>`
    select deliveries.subscriber_id as subscriber, deliveries.due_at as "dueAt", subscribers.domain
    from deliveries left join subscribers on subscribers.id = deliveries.subscriber_id
    where deliveries.mailing_id = ${page.mailing} and deliveries.state = 'deferred'
      and deliveries.due_at <= ${page.now} and deliveries.due_at >= ${dueAt}
      and (deliveries.due_at > ${dueAt} or deliveries.subscriber_id > ${subscriber})
    order by deliveries.due_at, deliveries.subscriber_id limit ${page.limit}`.execute(store.db);
  return rows.map((row) => ({ ...row, domain: row.domain ?? "" }));
}
