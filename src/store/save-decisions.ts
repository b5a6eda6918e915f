import { type Kysely, sql } from "kysely";
import type { Instant } from "../base/clock.ts";
import { randomToken, randomTokens } from "../base/token.ts";
import type { ConsentEvent } from "../model/consent.ts";
import type { SubscriptionState } from "../model/subscriber.ts";
import { recordConsent } from "./consent.ts";
import type { Incoming, Saved, SaveInput } from "./incoming.ts";
import { RowStatement } from "./statement.ts";
import type { Tables } from "./tables.ts";
import { insertTags } from "./tags.ts";

/** What happens to one reader; `undefined` parts are left as they are. */
export interface Decision {
  readonly reader: Incoming;
  readonly saved: Saved;
  readonly id?: number;
  readonly fields?: string;
  readonly state?: SubscriptionState;
  /** Whether there was no subscription to the list before. */
  readonly begins?: boolean;
  /** Those the reader does not have yet. */
  readonly tags?: readonly string[];
}

/** Writes what was decided, in the transaction in which it was. */
export async function writeDecisions(
  db: Kysely<Tables>,
  input: SaveInput,
  decisions: readonly Decision[],
): Promise<void> {
  const added = await insertSubscribers(db, decisions, input.now);
  const ties = decisions.flatMap(({ id, reader, state, begins = false }) => {
    const subscriber = id ?? added.get(reader.address.key);
    return subscriber === undefined || state === undefined ? [] : [{ subscriber, reader, state, begins }];
  });
  await saveSubscriptions(db, input, ties);
  await recordConsent(
    db,
    ties.flatMap((tie) => consentEvents(input, tie)),
  );
  const tags = decisions.flatMap(({ id, reader, tags: names = [] }) => {
    const subscriber = id ?? added.get(reader.address.key);
    return subscriber === undefined ? [] : names.map((tag) => ({ subscriber_id: subscriber, tag }));
  });
  await insertTags(db, tags);
  await updateFields(db, decisions);
}

async function insertSubscribers(
  db: Kysely<Tables>,
  decisions: readonly Decision[],
  now: Instant,
): Promise<ReadonlyMap<string, number>> {
  const rows = decisions.flatMap(({ id, fields, reader: { address, createdAt = now } }) =>
    id !== undefined || fields === undefined
      ? []
      : [[address.email, address.key, address.domain, fields, createdAt] as const],
  );
  const inserted = await subscriberRow.execute(db, rows);
  return new Map(rows.map(([, key], index) => [key, inserted[index]?.insertId ?? 0]));
}

const subscriberRow = new RowStatement(
  (value) => sql`insert into subscribers (email, email_key, domain, fields, created_at)
    values (${value}, ${value}, ${value}, ${value}, ${value})`,
);

/** A subscription that begins, or whose state changes. */
interface Tie {
  readonly subscriber: number;
  readonly reader: Incoming;
  readonly state: SubscriptionState;
  readonly begins: boolean;
}

async function saveSubscriptions(db: Kysely<Tables>, { list, now }: SaveInput, ties: readonly Tie[]) {
  const tokens = randomTokens(ties.length);
  const rows = ties.map(({ subscriber, reader, state, begins }, index) => {
    const changedAt = begins ? (reader.changedAt ?? now) : now;
    const pausedUntil = begins ? (reader.pausedUntil ?? null) : null;
    return [subscriber, list, state, tokens[index] ?? randomToken(), changedAt, pausedUntil];
  });
  await subscriptionRow.execute(db, rows);
}

const subscriptionRow = new RowStatement(
  (value) => sql`insert into subscriptions (subscriber_id, list_id, state, token, changed_at, paused_until)
    values (${value}, ${value}, ${value}, ${value}, ${value}, ${value})
    on conflict (subscriber_id, list_id) do update set state = excluded.state, changed_at = excluded.changed_at`,
);

/** What the reader brings of the past, when the subscription begins, and then what happens now. */
function consentEvents({ list, now, consent }: SaveInput, tie: Tie): readonly ConsentEvent[] {
  const { subscriber, reader, state, begins } = tie;
  const { type, ...origin } = consent;
  const shared = { ...origin, subscriber, list };
  const past = begins ? (reader.history ?? []) : [];
  const before = past.map((event): ConsentEvent => ({ ...shared, ...event }));
  if (state === "unsubscribed" && past.some((event) => event.type === "unsubscribed")) return before;
  const detail = state === "unconfirmed" ? { detail: { ...origin.detail, state } } : {};
  return [...before, { ...shared, at: now, type: state === "unsubscribed" ? state : type, ...detail }];
}

async function updateFields(db: Kysely<Tables>, decisions: readonly Decision[]): Promise<void> {
  const rows = decisions.flatMap(({ id, fields }) =>
    id === undefined || fields === undefined ? [] : [[fields, id] as const],
  );
  await fieldsRow.execute(db, rows);
}

const fieldsRow = new RowStatement(
  (value) => sql`update subscribers set fields = ${value} where id = ${value}`,
);
