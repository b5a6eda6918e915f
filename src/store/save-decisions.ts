import { type Kysely, sql } from "kysely";
import type { Instant } from "../base/clock.ts";
import { subscriptionToken, subscriptionTokens, tokenLength } from "../base/subscription-token.ts";
import type { ConsentEvent } from "../model/consent.ts";
import type { SubscriptionState } from "../model/subscriber.ts";
import { recordConsent, recordConsentOfAll } from "./consent.ts";
import type { Incoming, Saved, SaveInput } from "./incoming.ts";
import { RowStatement, Statement } from "./statement.ts";
import type { Tables } from "./tables.ts";
import { giveTag } from "./tags.ts";

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

/**
 * Writes what was decided, in the transaction in which it was. Returns the number of the last reader who is new, if
 * there is one.
 */
export async function writeDecisions(
  db: Kysely<Tables>,
  input: SaveInput,
  decisions: readonly Decision[],
): Promise<number | undefined> {
  const added = await insertSubscribers(db, decisions, input.now);
  const ties: Tie[] = [];
  const tagged = new Map<string, number[]>();
  for (const [index, { id, reader, state, begins = false, tags = [] }] of decisions.entries()) {
    const subscriber = id ?? added[index];
    if (subscriber === undefined) continue;
    if (state !== undefined) ties.push({ subscriber, reader, state, begins });
    for (const tag of tags) getOrMake(tagged, tag).push(subscriber);
  }
  await saveTies(db, input, ties);
  for (const [tag, subscribers] of tagged) await giveTag(db, tag, subscribers);
  await updateFields(db, decisions);
  return added.findLast((id) => id !== undefined);
}

function getOrMake(tagged: Map<string, number[]>, tag: string): number[] {
  const subscribers = tagged.get(tag) ?? [];
  if (subscribers.length === 0) tagged.set(tag, subscribers);
  return subscribers;
}

/** The numbers of those who are new, each in the place of its decision. */
async function insertSubscribers(
  db: Kysely<Tables>,
  decisions: readonly Decision[],
  now: Instant,
): Promise<readonly (number | undefined)[]> {
  const rows: (readonly (string | number)[])[] = [];
  for (const { id, fields, reader } of decisions) {
    const { address, createdAt = now } = reader;
    if (id === undefined && fields !== undefined)
      rows.push([address.email, address.key, address.domain, fields, createdAt]);
  }
  const inserted = (await subscriberRow.execute(db, rows)).values();
  return decisions.map(({ id, fields }) =>
    id === undefined && fields !== undefined ? inserted.next().value?.insertId : undefined,
  );
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

/**
 * Nearly all rows of most files say the same of their readers: those are written by one statement, which costs a fifth
 * of one for each. Who brings a time of their own, and whose state changes, is written alone.
 */
async function saveTies(db: Kysely<Tables>, input: SaveInput, ties: readonly Tie[]): Promise<void> {
  const alike = Map.groupBy(ties, (tie) => (isPlain(tie) ? tie.state : "alone"));
  for (const [state, crowd] of alike) {
    const [first] = crowd;
    if (state === "alone" || first === undefined) continue;
    const subscribers = crowd.map(({ subscriber }) => subscriber);
    await beginAll.execute(db, { subscribers, tokens: subscriptionTokens(crowd.length), state, input });
    for (const event of consentEvents(input, first)) await recordConsentOfAll(db, subscribers, event);
  }
  const alone = alike.get("alone") ?? [];
  await subscriptionRow.execute(
    db,
    alone.map((tie) => subscriptionOf(input, tie)),
  );
  await recordConsent(
    db,
    alone.flatMap((tie) =>
      consentEvents(input, tie).map((event) => ({ ...event, subscriber: tie.subscriber })),
    ),
  );
}

function isPlain({ begins, reader: { changedAt, pausedUntil, history = [] } }: Tie): boolean {
  return begins && changedAt === undefined && pausedUntil === undefined && history.length === 0;
}

const beginAll = new Statement<{
  readonly subscribers: readonly number[];
  readonly tokens: Buffer;
  readonly state: SubscriptionState;
  readonly input: SaveInput;
}>(
  (place) => sql`insert into subscriptions (subscriber_id, list_id, state, token, changed_at)
    select value, ${place(({ input }) => input.list)}, ${place(({ state }) => state)},
      cast(substr(${place(({ tokens }) => tokens)}, 1 + key * ${sql.lit(tokenLength)}, ${sql.lit(tokenLength)}) as text),
      ${place(({ input }) => input.now)}
    from json_each(${place(({ subscribers }) => JSON.stringify(subscribers))})`,
);

function subscriptionOf({ list, now }: SaveInput, { subscriber, reader, state, begins }: Tie) {
  const changedAt = begins ? (reader.changedAt ?? now) : now;
  const pausedUntil = begins ? (reader.pausedUntil ?? null) : null;
  return [subscriber, list, state, subscriptionToken(), changedAt, pausedUntil];
}

const subscriptionRow = new RowStatement(
  (value) => sql`insert into subscriptions (subscriber_id, list_id, state, token, changed_at, paused_until)
    values (${value}, ${value}, ${value}, ${value}, ${value}, ${value})
    on conflict (subscriber_id, list_id) do update set state = excluded.state, changed_at = excluded.changed_at`,
);

type TheirEvent = Omit<ConsentEvent, "subscriber">;

/** What the reader brings of the past, when the subscription begins, and then what happens now. */
function consentEvents(
  { list, now, consent }: SaveInput,
  { reader, state, begins }: Tie,
): readonly TheirEvent[] {
  const { type, ...origin } = consent;
  const shared = { ...origin, list };
  const past = begins ? (reader.history ?? []) : [];
  const before = past.map((event): TheirEvent => ({ ...shared, ...event }));
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
