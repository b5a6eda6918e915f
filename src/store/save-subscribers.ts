import { type Kysely, sql } from "kysely";
import type { SubscriptionState } from "../model/subscriber.ts";
import { oneOfSql } from "./field-sql.ts";
import type { Incoming, Saved, SaveInput } from "./incoming.ts";
import { type Decision, writeDecisions } from "./save-decisions.ts";
import type { Store } from "./store.ts";
import { parseFields } from "./subscribers.ts";
import { suppressedAmong } from "./suppressions.ts";
import type { Tables } from "./tables.ts";
import { tagsOf } from "./tags.ts";

/**
 * Adds readers to a list or brings them up to date, in one transaction with the consent log; the answers stand in the
 * order of `readers`. Nobody is subscribed again by it: who has unsubscribed stays so, who is confirmed does not become
 * unconfirmed, who is suppressed or was erased does not come in. The list must exist, and no two of the readers may
 * have one address.
 */
export async function saveSubscribers(store: Store, input: SaveInput): Promise<readonly Saved[]> {
  const { readers, writer } = input;
  if (readers.length === 0) return [];
  let last: number | undefined;
  const answers = await store.db.transaction().execute(async (transaction) => {
    const isNobodyKnown = (await writer?.isAlone(transaction)) === true;
    const known = isNobodyKnown ? new Map() : await readKnown(transaction, input.list, readers);
    const tagged = await readTags(transaction, known);
    const suppressed = await suppressedAmong(transaction, store, keysOf(readers));
    const decisions = readers.map((reader) =>
      suppressed.has(reader.address.key)
        ? ({ reader, saved: "suppressed" } as const)
        : decide(reader, known.get(reader.address.key), tagged, input.overwrite),
    );
    if (input.dryRun !== true) last = await writeDecisions(transaction, input, decisions);
    return decisions.map((decision) => decision.saved);
  });
  if (last !== undefined) writer?.added(last);
  return answers;
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
    .where(oneOfSql(sql.ref("email_key"), keysOf(readers)))
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

function decide(
  reader: Incoming,
  known: Known | undefined,
  tagged: ReadonlyMap<number, readonly string[]>,
  overwrite: readonly string[] | undefined,
): Decision {
  const { state } = reader;
  const { tags: given = [] } = reader;
  const wanted = given.length < 2 ? given : [...new Set(given)];
  const begun = state === "unsubscribed" ? "unsubscribed" : "added";
  if (known === undefined) {
    const fields = mergeFields("{}", reader.fields, overwrite);
    return { reader, saved: begun, fields, state, begins: true, tags: wanted };
  }
  const { id } = known;
  if (known.state === "unsubscribed") return { reader, saved: "unsubscribed", id };
  const merged = laidOver(known.fields, reader.fields, overwrite);
  const fields = merged === known.fields ? {} : { fields: merged };
  const tags = wanted.filter((tag) => tagged.get(id)?.includes(tag) !== true);
  if (known.state === null) return { reader, saved: begun, id, ...fields, state, begins: true, tags };
  const changedState = stays(reader, known.state) ? {} : { state };
  const changed = fields.fields !== undefined || changedState.state !== undefined || tags.length > 0;
  return { reader, saved: changed ? "updated" : "unchanged", id, ...fields, ...changedState, tags };
}

function stays({ state, stateIsAssumed = false }: Incoming, stored: SubscriptionState): boolean {
  return stateIsAssumed || state === stored || (stored === "confirmed" && state === "unconfirmed");
}

/**
 * As `mergeFields`; where the reader brings all that is known and nothing else, which is a file that is imported again,
 * it is not read.
 */
function laidOver(
  stored: string,
  incoming: Readonly<Record<string, string>>,
  overwrite: readonly string[] | undefined,
): string {
  const alone = mergeFields("{}", incoming, undefined);
  return alone === stored ? stored : mergeFields(stored, incoming, overwrite);
}

/** The stored JSON with the incoming values laid over it, keys in one order, so that equal values are equal text. */
function mergeFields(
  stored: string,
  incoming: Readonly<Record<string, string>>,
  overwrite: readonly string[] | undefined,
): string {
  const known = stored === "{}" ? {} : parseFields(stored);
  const merged: Record<string, string> = {};
  const names = stored === "{}" ? incoming : { ...known, ...incoming };
  for (const name of Object.keys(names).sort()) {
    const [before = "", now = before] = [known[name], incoming[name]];
    const value = before === "" || overwrite?.includes(name) !== false ? now : before;
    if (value !== "") merged[name] = value;
  }
  return JSON.stringify(merged);
}
