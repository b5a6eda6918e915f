import type { Kysely } from "kysely";
import type { Address } from "../base/address.ts";
import type { Instant } from "../base/clock.ts";
import { randomToken } from "../base/token.ts";
import type { ConsentEvent, ConsentOrigin } from "../model/consent.ts";
import type { SubscriptionState } from "../model/subscriber.ts";
import { recordConsent } from "./consent.ts";
import type { Store } from "./store.ts";
import { parseFields } from "./subscribers.ts";
import { suppressedAmong } from "./suppressions.ts";
import type { Tables } from "./tables.ts";
import { insertTags, tagsOf } from "./tags.ts";

/** A reader as a file brings them. */
export interface Incoming {
  readonly address: Address;
  /** Only the fields the file has; an empty value removes the stored one, fields not named here stay. */
  readonly fields: Readonly<Record<string, string>>;
  /** Tags the reader has from now on; those not named here stay. */
  readonly tags?: readonly string[];
  readonly state: SubscriptionState;
}

/**
 * `unsubscribed`: the reader has left, before or by this row, and is kept so. `suppressed`: nothing was written.
 */
export type Saved = "added" | "updated" | "unchanged" | "unsubscribed" | "suppressed";

/**
 * Adds readers to a list or brings them up to date, in one transaction with the consent log; the answers stand in the order of
 * `readers`. Nobody is subscribed again by it: who has unsubscribed stays so, who is confirmed does not become unconfirmed, who is
 * suppressed or was erased after they had left does not come in. The list must exist, and no two of the readers may have one address.
 */
export async function saveSubscribers(store: Store, input: SaveInput): Promise<readonly Saved[]> {
  const { readers } = input;
  if (readers.length === 0) return [];
  return store.db.transaction().execute(async (transaction) => {
    const known = await readKnown(transaction, input.list, readers);
    const tagged = await readTags(transaction, known);
    const suppressed = await suppressedAmong(transaction, store, keysOf(readers));
    const decisions = readers.map((reader) =>
      decide(reader, known.get(reader.address.key), tagged, suppressed.has(reader.address.key)),
    );
    await writeDecisions(transaction, input, decisions);
    return decisions.map((decision) => decision.saved);
  });
}

export interface SaveInput {
  readonly list: string;
  readonly readers: readonly Incoming[];
  readonly now: Instant;
  /** What the consent log says of everybody whose subscription begins or changes by it. */
  readonly consent: ConsentOrigin & { readonly type: "imported" | "added" };
}

interface Known {
  readonly id: number;
  readonly fields: string;
  /** Null when the reader is on other lists only. */
  readonly state: SubscriptionState | null;
}

async function readKnown(
  db: Kysely<Tables>,
  list: string,
  readers: readonly Incoming[],
): Promise<ReadonlyMap<string, Known>> {
  const rows = await db
    .selectFrom("subscribers")
    .leftJoin("subscriptions", (join) =>
      join.onRef("subscriptions.subscriber_id", "=", "subscribers.id").on("subscriptions.list_id", "=", list),
    )
    .select(["id", "email_key", "fields", "state"])
    .where("email_key", "in", keysOf(readers))
    .execute();
  return new Map(rows.map((row) => [row.email_key, row]));
}

/** The tags of the known readers among these, by subscriber. */
async function readTags(
  db: Kysely<Tables>,
  known: ReadonlyMap<string, Known>,
): Promise<ReadonlyMap<number, readonly string[]>> {
  return tagsOf(
    db,
    [...known.values()].map(({ id }) => id),
  );
}

function keysOf(readers: readonly Incoming[]): readonly string[] {
  return readers.map((reader) => reader.address.key);
}

/** What happens to one reader; `undefined` parts are left as they are. */
interface Decision {
  readonly reader: Incoming;
  readonly saved: Saved;
  readonly id?: number;
  readonly fields?: string;
  readonly state?: SubscriptionState;
  /** Those the reader does not have yet. */
  readonly tags?: readonly string[];
}

function decide(
  reader: Incoming,
  known: Known | undefined,
  tagged: ReadonlyMap<number, readonly string[]>,
  suppressed: boolean,
): Decision {
  if (suppressed) return { reader, saved: "suppressed" };
  const wanted = [...new Set(reader.tags)];
  if (known === undefined) {
    const saved = reader.state === "unsubscribed" ? "unsubscribed" : "added";
    const fields = mergeFields("{}", reader.fields);
    return { reader, saved, fields, state: reader.state, tags: wanted };
  }
  const { id } = known;
  if (known.state === "unsubscribed") return { reader, saved: "unsubscribed", id };
  const merged = mergeFields(known.fields, reader.fields);
  const fields = merged === known.fields ? {} : { fields: merged };
  const tags = wanted.filter((tag) => tagged.get(id)?.includes(tag) !== true);
  if (known.state === null) {
    const saved = reader.state === "unsubscribed" ? "unsubscribed" : "added";
    return { reader, saved, id, ...fields, state: reader.state, tags };
  }
  const stays =
    reader.state === known.state || (known.state === "confirmed" && reader.state === "unconfirmed");
  const state = stays ? {} : { state: reader.state };
  const changed = fields.fields !== undefined || state.state !== undefined || tags.length > 0;
  return { reader, saved: changed ? "updated" : "unchanged", id, ...fields, ...state, tags };
}

/** The stored JSON with the incoming values laid over it, keys in one order, so that equal values are equal text. */
function mergeFields(stored: string, incoming: Readonly<Record<string, string>>): string {
  const merged = Object.entries({ ...parseFields(stored), ...incoming }).filter(([, value]) => value !== "");
  merged.sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify(Object.fromEntries(merged));
}

async function writeDecisions(
  db: Kysely<Tables>,
  input: SaveInput,
  decisions: readonly Decision[],
): Promise<void> {
  const added = await insertSubscribers(db, decisions, input.now);
  const ties = decisions.flatMap(({ id, reader, state }) => {
    const subscriber = id ?? added.get(reader.address.key);
    return subscriber === undefined || state === undefined ? [] : [{ subscriber, state }];
  });
  await saveSubscriptions(db, input, ties);
  await recordConsent(
    db,
    ties.map((tie) => consentEvent(input, tie)),
  );
  const tags = decisions.flatMap(({ id, reader, tags: names = [] }) => {
    const subscriber = id ?? added.get(reader.address.key);
    return subscriber === undefined ? [] : names.map((tag) => ({ subscriber_id: subscriber, tag }));
  });
  await insertTags(db, tags);
  for (const { id, fields } of decisions)
    if (id !== undefined && fields !== undefined)
      await db.updateTable("subscribers").set({ fields }).where("id", "=", id).execute();
}

async function insertSubscribers(
  db: Kysely<Tables>,
  decisions: readonly Decision[],
  now: Instant,
): Promise<ReadonlyMap<string, number>> {
  const values = decisions.flatMap(({ id, fields, reader: { address } }) =>
    id !== undefined || fields === undefined
      ? []
      : [{ email: address.email, email_key: address.key, domain: address.domain, fields, created_at: now }],
  );
  if (values.length === 0) return new Map();
  const rows = await db.insertInto("subscribers").values(values).returning(["id", "email_key"]).execute();
  return new Map(rows.map((row) => [row.email_key, row.id]));
}

/** A subscription that begins, or whose state changes. */
interface Tie {
  readonly subscriber: number;
  readonly state: SubscriptionState;
}

function consentEvent({ list, now, consent }: SaveInput, { subscriber, state }: Tie): ConsentEvent {
  const type = state === "unsubscribed" ? state : consent.type;
  const detail = state === "unconfirmed" ? { detail: { state } } : {};
  return { ...consent, subscriber, list, at: now, type, ...detail };
}

async function saveSubscriptions(
  db: Kysely<Tables>,
  input: Pick<SaveInput, "list" | "now">,
  ties: readonly Tie[],
): Promise<void> {
  if (ties.length === 0) return;
  const { list, now } = input;
  await db
    .insertInto("subscriptions")
    .values(
      ties.map(({ subscriber, state }) => ({
        subscriber_id: subscriber,
        list_id: list,
        state,
        token: randomToken(),
        changed_at: now,
      })),
    )
    .onConflict((conflict) =>
      conflict.columns(["subscriber_id", "list_id"]).doUpdateSet((expression) => ({
        state: expression.ref("excluded.state"),
        changed_at: expression.ref("excluded.changed_at"),
      })),
    )
    .execute();
}
