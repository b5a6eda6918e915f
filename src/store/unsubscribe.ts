import { type Kysely, sql } from "kysely";
import type { Instant } from "../base/clock.ts";
import { finderOf, isSameToken } from "../base/subscription-token.ts";
import type { ConsentOrigin } from "../model/consent.ts";
import type { SubscriptionState } from "../model/subscriber.ts";
import { recordConsent } from "./consent.ts";
import { erasedLinksAmong } from "./erased-tokens.ts";
import { oneOfSql } from "./field-sql.ts";
import { dropSignUps } from "./sign-ups.ts";
import { forEachRow, padded, Statement } from "./statement.ts";
import type { Store } from "./store.ts";
import type { Tables } from "./tables.ts";

/** One click on an unsubscribe link. */
export interface UnsubscribeRequest extends ConsentOrigin {
  /** That of the subscription, in any case of its letters. */
  readonly token: string;
  readonly at: Instant;
  /** From the journal: it may have been applied already, and has an event in the consent log then. */
  readonly isLate?: boolean;
}

export type Unsubscribed =
  | {
      readonly status: "unsubscribed" | "already-unsubscribed";
      readonly subscriber: number;
      readonly list: string;
      readonly email: string;
    }
  /** The link of a person who was erased since: they get nothing any more. */
  | { readonly status: "erased"; readonly list: string }
  | { readonly status: "unknown-token" };

/**
 * Ends the subscription with this token. When the promise resolves the change is on the disk with its line in the
 * consent log, and no message of this list to this reader starts after it.
 */
export async function unsubscribe(
  store: Store,
  token: string,
  at: Instant,
  origin: ConsentOrigin = { source: "link" },
): Promise<Unsubscribed> {
  const [answer] = await unsubscribeAll(store, [{ ...origin, token, at }]);
  return answer ?? { status: "unknown-token" };
}

/**
 * `unsubscribe` for many at once, in one transaction and with one sync of the disk; the answers stand in the order of
 * the requests. The second request of two with one token is `already-unsubscribed`.
 */
export async function unsubscribeAll(
  store: Store,
  requests: readonly UnsubscribeRequest[],
): Promise<readonly Unsubscribed[]> {
  return store.db.transaction().execute((transaction) => unsubscribeIn(transaction, store, requests));
}

/**
 * The same in a transaction that is under way. A late request always leaves an event in the consent log, and one that
 * has an event changes nothing: it was applied before, and what the reader has decided since stays.
 */
export async function unsubscribeIn(
  db: Kysely<Tables>,
  store: Pick<Store, "key">,
  requests: readonly UnsubscribeRequest[],
): Promise<readonly Unsubscribed[]> {
  const tokens = requests.map(({ token }) => token.toLowerCase());
  const known = await findByTokens(db, store, tokens);
  const isApplied = await appliedAmong(db, requests, known);
  const leaving = new Map<string, Leaving>();
  const lateLines: Leaving[] = [];
  const answers: Unsubscribed[] = [];
  for (const { token: written, at, isLate = false, ...origin } of requests) {
    const row = known.get(written.toLowerCase());
    if (row?.subscriber_id === undefined) {
      answers.push(row === undefined ? { status: "unknown-token" } : { status: "erased", list: row.list_id });
      continue;
    }
    const { token } = row;
    const reader = { subscriber: row.subscriber_id, list: row.list_id, email: row.email };
    const line = { token, at, subscriber: reader.subscriber, list: reader.list, key: row.email_key, origin };
    const wasApplied = isLate && isApplied(line);
    const stays = row.state === "unsubscribed" || leaving.has(token) || wasApplied;
    if (!stays) leaving.set(token, line);
    else if (isLate && !wasApplied) lateLines.push(line);
    answers.push({ status: stays ? "already-unsubscribed" : "unsubscribed", ...reader });
  }
  await leave(db, [...leaving.values()], lateLines);
  return answers;
}

/** Tells of late requests whether the consent log has them. */
async function appliedAmong(
  db: Kysely<Tables>,
  requests: readonly UnsubscribeRequest[],
  known: ReadonlyMap<string, Named>,
): Promise<(line: Leaving) => boolean> {
  const late = requests.flatMap(({ token, isLate }) =>
    isLate === true ? (known.get(token.toLowerCase())?.subscriber_id ?? []) : [],
  );
  if (late.length === 0) return () => false;
  const rows = await db
    .selectFrom("consent_events")
    .select(["subscriber_id", "list_id", "at"])
    .where("type", "=", "unsubscribed")
    .where(oneOfSql(sql.ref("subscriber_id"), late))
    .execute();
  const events = new Set(rows.map(({ subscriber_id, list_id, at }) => `${subscriber_id} ${at} ${list_id}`));
  return ({ subscriber, at, list }) => events.has(`${subscriber} ${at} ${list}`);
}

/** What `unsubscribeAll` would answer, and nothing is changed; `subscribed` where it would end a subscription. */
export async function findSubscriptions(
  store: Store,
  tokens: readonly string[],
): Promise<readonly (Unsubscribed["status"] | "subscribed")[]> {
  const known = await findByTokens(
    store.db,
    store,
    tokens.map((token) => token.toLowerCase()),
  );
  return tokens.map((token) => {
    const row = known.get(token.toLowerCase());
    if (row === undefined) return "unknown-token";
    if (row.subscriber_id === undefined) return "erased";
    return row.state === "unsubscribed" ? "already-unsubscribed" : "subscribed";
  });
}

/** What each token names; what is no token of ours is not in the map. */
async function findByTokens(
  db: Kysely<Tables>,
  store: Pick<Store, "key">,
  tokens: readonly string[],
): Promise<ReadonlyMap<string, Named>> {
  const known = await findSubscribed(db, tokens);
  const unknown = tokens.filter((token) => !known.has(token));
  const erased = await erasedLinksAmong(db, store, unknown);
  const current = await findSubscribed(
    db,
    [...erased.values()].flatMap(({ token }) => token ?? []),
  );
  const links = [...erased].map(([written, { list, token = "" }]): [string, Named] => [
    written,
    current.get(token) ?? { list_id: list },
  ]);
  return new Map<string, Named>([...known, ...links]);
}

async function findSubscribed(
  db: Kysely<Tables>,
  tokens: readonly string[],
): Promise<ReadonlyMap<string, Found>> {
  if (tokens.length === 0) return new Map();
  const rows = padded(tokens);
  const found = (await findRows.execute(db, { tokens: rows }, rows.length)).rows;
  const byFinder = Map.groupBy(found, (row) => finderOf(row.token));
  return new Map(
    tokens.flatMap((token) => {
      const row = byFinder.get(finderOf(token))?.find((one) => isSameToken(one.token, token));
      return row === undefined ? [] : [[token, row] as const];
    }),
  );
}

/** A subscription, or the list that the link of an erased person was for. */
type Named = Found | { readonly list_id: string; readonly subscriber_id?: undefined };

/** `noted` have left already, and get their event. */
async function leave(
  db: Kysely<Tables>,
  leaving: readonly Leaving[],
  noted: readonly Leaving[],
): Promise<void> {
  const rows = padded(leaving);
  if (rows.length > 0) await leaveRows.execute(db, { rows }, rows.length);
  await dropSignUps(db, [...leaving, ...noted]);
  await recordConsent(
    db,
    [...leaving, ...noted].map(({ subscriber, list, at, origin }) => ({
      subscriber,
      list,
      type: "unsubscribed",
      at,
      ...origin,
    })),
  );
}

interface Leaving {
  readonly token: string;
  readonly at: Instant;
  readonly subscriber: number;
  readonly list: string;
  readonly key: string;
  readonly origin: ConsentOrigin;
}

interface OfRows {
  readonly rows: readonly Leaving[];
}

interface Found {
  readonly token: string;
  readonly subscriber_id: number;
  readonly list_id: string;
  readonly state: SubscriptionState;
  readonly email: string;
  readonly email_key: string;
}

/** All that a finder may mean. */
const findRows = new Statement<{ readonly tokens: readonly string[] }, Found>(
  (place, size) => sql`
    select token, subscriber_id, list_id, state, email, email_key
    from subscriptions join subscribers on subscribers.id = subscriptions.subscriber_id
    where finder in (${sql.join(
      forEachRow(size, (row) => place(({ tokens }) => finderOf(tokens[row] ?? ""))),
    )})`,
);

const leaveRows = new Statement<OfRows>((place, size) => {
  const rows = forEachRow(
    size,
    (row) => sql`(cast(${place(({ rows }) => rows[row]?.subscriber)} as bigint),
      cast(${place(({ rows }) => rows[row]?.list)} as text), cast(${place(({ rows }) => rows[row]?.at)} as bigint))`,
  );
  return sql`
    with leaving (subscriber, list, at) as (values ${sql.join(rows)})
    update subscriptions set state = 'unsubscribed', changed_at = leaving.at
    from leaving where subscriber_id = leaving.subscriber and list_id = leaving.list`;
});
