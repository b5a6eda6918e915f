import { type Kysely, type Selectable, sql } from "kysely";
import type { ConsentEvent } from "../model/consent.ts";
import { oneOfSql } from "./field-sql.ts";
import { forEachRow, RowStatement, Statement } from "./statement.ts";
import type { Store } from "./store.ts";
import type { Tables } from "./tables.ts";

/** Writes to the consent log, in the transaction of the change that the events are of. */
export async function recordConsent(db: Kysely<Tables>, events: readonly ConsentEvent[]): Promise<void> {
  await eventRow.execute(db, events.map(toRow));
}

const eventRow = new RowStatement(
  (
    value,
  ) => sql`insert into consent_events (subscriber_id, list_id, type, at, source, text_version, network, detail)
    values (${value}, ${value}, ${value}, ${value}, ${value}, ${value}, ${value}, ${value})`,
);

/** Writes one event of many people, as `recordConsent` would. */
export async function recordConsentOfAll(
  db: Kysely<Tables>,
  subscribers: readonly number[],
  event: Omit<ConsentEvent, "subscriber">,
): Promise<void> {
  if (subscribers.length === 0) return;
  await eventOfAll.execute(db, { subscribers, row: toRow({ ...event, subscriber: 0 }) });
}

const eventOfAll = new Statement<{
  readonly subscribers: readonly number[];
  readonly row: ReturnType<typeof toRow>;
}>((place) => {
  const shared = forEachRow(7, (column) => place(({ row }) => row[column + 1]));
  return sql`insert into consent_events (subscriber_id, list_id, type, at, source, text_version, network, detail)
    select value, ${sql.join(shared)} from json_each(${place(({ subscribers }) => JSON.stringify(subscribers))})`;
});

/** The whole log of one person, in the order in which it was written. */
export async function consentOf(store: Store, subscriber: number): Promise<readonly ConsentEvent[]> {
  const rows = await store.db
    .selectFrom("consent_events")
    .selectAll()
    .where("subscriber_id", "=", subscriber)
    .orderBy("id")
    .execute();
  return rows.map(toEvent);
}

/**
 * The log of some people, as far as it is of this list or of the whole person; by person, each in the order in which it
 * was written.
 */
export async function consentAmong(
  store: Store,
  list: string,
  subscribers: readonly number[],
): Promise<readonly ConsentEvent[]> {
  const rows = await store.db
    .selectFrom("consent_events")
    .selectAll()
    .where(oneOfSql(sql.ref("subscriber_id"), subscribers))
    .where((event) => event.or([event("list_id", "=", list), event("list_id", "is", null)]))
    .orderBy("subscriber_id")
    .orderBy("id")
    .execute();
  return rows.map(toEvent);
}

function toRow(event: ConsentEvent): readonly (string | number | null)[] {
  const { subscriber, list = null, type, at, source, textVersion = null, network = null, detail } = event;
  const said = detail === undefined ? null : JSON.stringify(detail);
  return [subscriber, list, type, at, source, textVersion, network, said];
}

function toEvent(row: Selectable<Tables["consent_events"]>): ConsentEvent {
  return {
    subscriber: row.subscriber_id,
    ...(row.list_id === null ? {} : { list: row.list_id }),
    type: row.type,
    at: row.at,
    source: row.source,
    ...(row.text_version === null ? {} : { textVersion: row.text_version }),
    ...(row.network === null ? {} : { network: row.network }),
    ...(row.detail === null ? {} : { detail: JSON.parse(row.detail) }),
  };
}
