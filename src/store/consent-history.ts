import { sql } from "kysely";
import type { ConsentEvent } from "../model/consent.ts";
import { recordConsent } from "./consent.ts";
import { oneOfSql } from "./field-sql.ts";
import type { Store } from "./store.ts";

/** An event of somebody who is known by their address (lower case). */
export interface HistoricEvent extends Omit<ConsentEvent, "subscriber"> {
  readonly key: string;
}

/** `known`: the log has it. `stranger`: there is no such subscriber. In the order of the events. */
export type Added = "added" | "known" | "stranger";

/**
 * Adds what another store knows of the consent of subscribers to their log, in one transaction; what is there already
 * is not written twice. An event is known by its person, list, type, time and source. At most some thousand.
 */
export async function addConsentHistory(
  store: Store,
  events: readonly HistoricEvent[],
): Promise<readonly Added[]> {
  return store.db.transaction().execute(async (transaction) => {
    const people = await transaction
      .selectFrom("subscribers")
      .select(["id", "email_key"])
      .where(oneOfSql(sql.ref("email_key"), [...new Set(events.map(({ key }) => key))]))
      .execute();
    const ids = new Map(people.map(({ id, email_key }) => [email_key, id]));
    const there = await transaction
      .selectFrom("consent_events")
      .select(["subscriber_id", "list_id", "type", "at", "source"])
      .where(oneOfSql(sql.ref("subscriber_id"), [...ids.values()]))
      .execute();
    const seen = new Set(
      there.map((row) => mark(row.subscriber_id, row.list_id ?? undefined, row.type, row.at, row.source)),
    );
    const fresh: ConsentEvent[] = [];
    const answers = events.map(({ key, ...event }): Added => {
      const subscriber = ids.get(key);
      if (subscriber === undefined) return "stranger";
      const own = mark(subscriber, event.list, event.type, event.at, event.source);
      if (seen.has(own)) return "known";
      seen.add(own);
      fresh.push({ subscriber, ...event });
      return "added";
    });
    await recordConsent(transaction, fresh);
    return answers;
  });
}

function mark(
  subscriber: number,
  list: string | undefined,
  type: string,
  at: number,
  source: string,
): string {
  return JSON.stringify([subscriber, list, type, at, source]);
}
