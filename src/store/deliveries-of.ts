import { type Kysely, type RawBuilder, sql } from "kysely";
import type { Instant } from "../base/clock.ts";
import type { DeliveryState } from "../model/mailing.ts";
import type { Tables } from "./tables.ts";

/** What one mailing had for a person. */
export interface DeliveryOf {
  readonly mailing: number;
  readonly issue: string;
  readonly list: string;
  readonly state: DeliveryState;
  readonly reason: string | null;
  readonly changedAt: Instant;
}

/** Every delivery of a person, the oldest first. */
export async function deliveriesOf(db: Kysely<Tables>, subscriber: number): Promise<readonly DeliveryOf[]> {
  return (await deliveriesOfSql(subscriber).execute(db)).rows;
}

/**
 * One look by the primary key for each mailing. An index by subscriber would be written with every message; without one
 * the database would rather read every delivery there is, and `cross join` keeps it from that.
 */
export function deliveriesOfSql(subscriber: number): RawBuilder<DeliveryOf> {
  return sql<DeliveryOf>`
    select mailings.id as mailing, issue, list_id as list, deliveries.state, reason, changed_at as "changedAt"
    from mailings cross join deliveries
    where deliveries.mailing_id = mailings.id and deliveries.subscriber_id = ${subscriber}
    order by changed_at`;
}
