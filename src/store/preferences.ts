import type { Kysely } from "kysely";
import { type Instant, isoInstant } from "../base/clock.ts";
import { subscriptionToken } from "../base/subscription-token.ts";
import type { ConsentEvent, ConsentOrigin } from "../model/consent.ts";
import type { SubscriptionState } from "../model/subscriber.ts";
import { recordConsent } from "./consent.ts";
import { dropSignUps } from "./sign-ups.ts";
import type { Store } from "./store.ts";
import { parseFields } from "./subscribers.ts";
import { suppressedAmong } from "./suppressions.ts";
import type { Tables } from "./tables.ts";
import { afterJournal } from "./unsubscribe-journal.ts";

/** What the owner of a link sees of themselves. */
export interface Preferences {
  readonly subscriber: number;
  readonly email: string;
  readonly fields: Readonly<Record<string, string>>;
  /** Every list to which there is a tie, in the order of their ids. */
  readonly lists: readonly ListPreference[];
  /** The address bounced, complained or was taken out by hand: nothing is sent, whatever the lists say. */
  readonly isSuppressed?: true;
}

export interface ListPreference {
  readonly id: string;
  readonly state: SubscriptionState;
  /** In the past when a pause is over. */
  readonly pausedUntil?: Instant;
}

/** Undefined for a person who is not there, or was erased. */
export async function findPreferencesOf(store: Store, subscriber: number): Promise<Preferences | undefined> {
  return preferencesIn(store.db, store, subscriber);
}

async function preferencesIn(
  db: Kysely<Tables>,
  store: Pick<Store, "key">,
  subscriber: number,
): Promise<Preferences | undefined> {
  const person = await db
    .selectFrom("subscribers")
    .select(["id", "email", "email_key", "fields"])
    .where("id", "=", subscriber)
    .executeTakeFirst();
  if (person === undefined) return undefined;
  const ties = await db
    .selectFrom("subscriptions")
    .select(["list_id", "state", "paused_until"])
    .where("subscriber_id", "=", person.id)
    .orderBy("list_id")
    .execute();
  const reason = (await suppressedAmong(db, store, [person.email_key])).get(person.email_key);
  return {
    subscriber: person.id,
    email: person.email,
    fields: parseFields(person.fields),
    lists: ties.map(({ list_id, state, paused_until }) => ({
      id: list_id,
      state,
      ...(paused_until === null ? {} : { pausedUntil: paused_until }),
    })),
    ...(reason === undefined || reason === "erased" ? {} : { isSuppressed: true }),
  };
}

/** What changes; whatever is not named stays as it is. */
export interface PreferenceChange extends ConsentOrigin {
  readonly subscriber: number;
  /**
   * By list: whether they want it. False says nothing of a list on which they are unconfirmed: they were not shown as
   * on it.
   */
  readonly lists?: Readonly<Record<string, boolean>>;
  /** An empty value removes the stored one. */
  readonly fields?: Readonly<Record<string, string>>;
  /** Of all lists that they want; null ends a pause. */
  readonly pausedUntil?: Instant | null;
  readonly now: Instant;
}

/**
 * Writes the person's own choice with its events in one transaction; undefined when there is no such person any more.
 * They may come back to a list they had left, or take another one; an address that is suppressed may only leave.
 */
export async function changePreferences(
  store: Store,
  change: PreferenceChange,
): Promise<Preferences | undefined> {
  return afterJournal(store, async (transaction) => {
    const before = await preferencesIn(transaction, store, change.subscriber);
    if (before === undefined) return undefined;
    const events = [
      ...(await changeLists(transaction, before, change)),
      ...(await changePause(transaction, before, change)),
      ...(await changeFields(transaction, before, change)),
    ];
    const { source, textVersion, network, now } = change;
    const origin = { source, ...(network === undefined ? {} : { network }) };
    const agreed = textVersion === undefined ? {} : { textVersion };
    const key = before.email.toLowerCase();
    await dropSignUps(
      transaction,
      events.flatMap(({ type, list }) =>
        type === "unsubscribed" && list !== undefined ? [{ key, list, at: now }] : [],
      ),
    );
    await recordConsent(
      transaction,
      events.map((event) => ({
        ...event,
        ...origin,
        ...(begins(event) ? agreed : {}),
        subscriber: before.subscriber,
        at: now,
      })),
    );
    return preferencesIn(transaction, store, change.subscriber);
  });
}

type Change = Pick<ConsentEvent, "type" | "list" | "detail">;

async function changeLists(
  db: Kysely<Tables>,
  { subscriber, lists, isSuppressed }: Preferences,
  { lists: wanted = {}, now }: PreferenceChange,
): Promise<readonly Change[]> {
  const changes: Change[] = [];
  for (const [list, wants] of Object.entries(wanted)) {
    const state = lists.find(({ id }) => id === list)?.state;
    if (wants ? state === "confirmed" || isSuppressed === true : state !== "confirmed") continue;
    const next = {
      state: wants ? "confirmed" : "unsubscribed",
      changed_at: now,
      paused_until: null,
    } as const;
    await db
      .insertInto("subscriptions")
      .values({ subscriber_id: subscriber, list_id: list, token: subscriptionToken(), ...next })
      .onConflict((conflict) => conflict.columns(["subscriber_id", "list_id"]).doUpdateSet(next))
      .execute();
    changes.push({ list, type: typeOf(wants, state) });
  }
  return changes;
}

function typeOf(wants: boolean, before: SubscriptionState | undefined): ConsentEvent["type"] {
  if (!wants) return "unsubscribed";
  return before === "unsubscribed" ? "resubscribed" : "confirmed";
}

/** Only whoever takes a list agrees to the wording. */
function begins({ type }: Change): boolean {
  return type === "confirmed" || type === "resubscribed";
}

async function changePause(
  db: Kysely<Tables>,
  { subscriber }: Preferences,
  { pausedUntil }: PreferenceChange,
): Promise<readonly Change[]> {
  if (pausedUntil === undefined) return [];
  const rows = await db
    .updateTable("subscriptions")
    .set({ paused_until: pausedUntil })
    .where("subscriber_id", "=", subscriber)
    .where("state", "=", "confirmed")
    .where("paused_until", "is distinct from", pausedUntil)
    .returning("list_id")
    .execute();
  const change: Change =
    pausedUntil === null
      ? { type: "changed", detail: { pause: "ended" } }
      : { type: "paused", detail: { until: isoInstant(pausedUntil) } };
  return rows.map(({ list_id }) => ({ list: list_id, ...change }));
}

/** The log has the names of the fields, and no value: they are the person's own, and change. */
async function changeFields(
  db: Kysely<Tables>,
  { subscriber, fields: stored }: Preferences,
  { fields: given = {} }: PreferenceChange,
): Promise<readonly Change[]> {
  const changed = Object.keys(given).filter((name) => given[name] !== (stored[name] ?? ""));
  if (changed.length === 0) return [];
  const kept = Object.entries({ ...stored, ...given }).filter(([, value]) => value !== "");
  const fields = JSON.stringify(Object.fromEntries(kept.sort(([a], [b]) => (a < b ? -1 : 1))));
  await db.updateTable("subscribers").set({ fields }).where("id", "=", subscriber).execute();
  return [{ type: "changed", detail: { fields: changed.sort().join(",") } }];
}
