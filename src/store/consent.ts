import type { Insertable, Kysely, Selectable } from "kysely";
import type { ConsentEvent } from "../model/consent.ts";
import type { Store } from "./store.ts";
import type { Tables } from "./tables.ts";

/** Writes to the consent log, in the transaction of the change that the events are of. */
export async function recordConsent(db: Kysely<Tables>, events: readonly ConsentEvent[]): Promise<void> {
  for (let start = 0; start < events.length; start += page)
    await db
      .insertInto("consent_events")
      .values(events.slice(start, start + page).map(toRow))
      .execute();
}

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

function toRow(event: ConsentEvent): Insertable<Tables["consent_events"]> {
  const { subscriber, list, type, at, source, textVersion, network, detail } = event;
  return {
    subscriber_id: subscriber,
    list_id: list ?? null,
    type,
    at,
    source,
    text_version: textVersion ?? null,
    network: network ?? null,
    detail: detail === undefined ? null : JSON.stringify(detail),
  };
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

/** A statement takes some ten thousand values. */
const page = 1_000;
