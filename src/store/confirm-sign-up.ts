import type { Kysely } from "kysely";
import type { Address } from "../base/address.ts";
import type { Instant } from "../base/clock.ts";
import { subscriptionToken } from "../base/subscription-token.ts";
import type { ConsentEvent } from "../model/consent.ts";
import type { SubscriptionState } from "../model/subscriber.ts";
import { languageField } from "../model/variant.ts";
import { recordConsent } from "./consent.ts";
import { giveLinksBack } from "./erased-tokens.ts";
import { addressHash, findSignUp, mailboxHash, type SignUp } from "./sign-ups.ts";
import type { Store } from "./store.ts";
import { parseFields } from "./subscribers.ts";
import { suppressedAmong } from "./suppressions.ts";
import type { Tables } from "./tables.ts";
import { afterJournal } from "./unsubscribe-journal.ts";

export type SignUpState = "pending" | "confirmed" | "expired";

/**
 * How a sign-up stands. Of one that is purged nothing is known any more: it has expired. So has that of who has left
 * all of its lists since, and of an address that was suppressed in the meantime, for good or by hand; who was only
 * erased may come back.
 */
export async function signUpState(
  db: Kysely<Tables>,
  store: Pick<Store, "key">,
  signUp: SignUp | undefined,
  now: Instant,
): Promise<SignUpState> {
  if (signUp?.confirmedAt !== undefined) return "confirmed";
  if (signUp?.address === undefined || signUp.expiresAt <= now || signUp.lists.length === 0) return "expired";
  const reason = (await suppressedAmong(db, store, [signUp.address.key])).get(signUp.address.key);
  return reason === undefined || reason === "erased" ? "pending" : "expired";
}

/**
 * The person says that it was they: makes or finds the subscriber, confirms the subscriptions, writes both events of
 * the consent log and queues the welcome, in one transaction. Who had left is back by their own act. Values that the
 * form brought fill gaps and replace nothing, since somebody else may have typed them. The second time changes nothing.
 */
export async function confirmSignUp(
  store: Store,
  input: { readonly id: number; readonly network?: string; readonly now: Instant },
): Promise<Exclude<SignUpState, "pending">> {
  const { id, network, now } = input;
  return afterJournal(store, async (transaction) => {
    const signUp = await findSignUp(transaction, id);
    const state = await signUpState(transaction, store, signUp, now);
    if (state !== "pending") return state;
    if (signUp?.address === undefined) return "expired";
    const subscriber = await bringIn(transaction, store, signUp, signUp.address, now);
    const events: ConsentEvent[] = [];
    for (const list of signUp.lists) {
      const before = await confirmTie(transaction, { subscriber, list, now });
      if (before === "confirmed") continue;
      const { source, textVersion, requestedAt } = signUp;
      const agreed = { subscriber, list, source, ...(textVersion === undefined ? {} : { textVersion }) };
      const from = signUp.network === undefined ? {} : { network: signUp.network };
      events.push({ ...agreed, ...from, type: "requested", at: requestedAt });
      const type = before === "unsubscribed" ? "resubscribed" : "confirmed";
      events.push({ ...agreed, ...(network === undefined ? {} : { network }), type, at: now });
    }
    await recordConsent(transaction, events);
    const [first] = events;
    if (first?.list !== undefined)
      await queueWelcome(transaction, store, { subscriber, list: first.list, key: signUp.address.key, now });
    await forgetAddress(transaction, signUp, now);
    return "confirmed";
  });
}

async function bringIn(
  db: Kysely<Tables>,
  store: Pick<Store, "key">,
  signUp: SignUp,
  { email, key, domain }: Pick<Address, "email" | "key" | "domain">,
  now: Instant,
): Promise<number> {
  const known = await db
    .selectFrom("subscribers")
    .select(["id", "fields"])
    .where("email_key", "=", key)
    .executeTakeFirst();
  const given = Object.entries({ ...signUp.fields, ...parseFields(known?.fields ?? "{}") });
  const fields = JSON.stringify(Object.fromEntries(given.sort(([a], [b]) => (a < b ? -1 : 1))));
  if (known !== undefined) {
    if (fields !== known.fields)
      await db.updateTable("subscribers").set({ fields }).where("id", "=", known.id).execute();
    return known.id;
  }
  const { id } = await db
    .insertInto("subscribers")
    .values({ email, email_key: key, domain, fields, created_at: now })
    .returning("id")
    .executeTakeFirstOrThrow();
  await giveLinksBack(db, store, { key, subscriber: id });
  return id;
}

/** Returns what the subscription was before; undefined when there was none. */
async function confirmTie(
  db: Kysely<Tables>,
  tie: { readonly subscriber: number; readonly list: string; readonly now: Instant },
): Promise<SubscriptionState | undefined> {
  const { subscriber, list, now } = tie;
  const before = await db
    .selectFrom("subscriptions")
    .select("state")
    .where("subscriber_id", "=", subscriber)
    .where("list_id", "=", list)
    .executeTakeFirst();
  if (before?.state === "confirmed") return before.state;
  const confirmed = { state: "confirmed", changed_at: now, paused_until: null } as const;
  await db
    .insertInto("subscriptions")
    .values({ subscriber_id: subscriber, list_id: list, token: subscriptionToken(), ...confirmed })
    .onConflict((conflict) => conflict.columns(["subscriber_id", "list_id"]).doUpdateSet(confirmed))
    .execute();
  return before?.state;
}

async function queueWelcome(
  db: Kysely<Tables>,
  store: Pick<Store, "key">,
  of: { readonly subscriber: number; readonly list: string; readonly key: string; readonly now: Instant },
): Promise<void> {
  const { subscriber, list, key, now } = of;
  await db
    .insertInto("service_mails")
    .values({
      kind: "welcome",
      subscriber_id: subscriber,
      list_id: list,
      address_hash: addressHash(store, key),
      mailbox_hash: mailboxHash(store, key),
      state: "pending",
      due_at: now,
      created_at: now,
      changed_at: now,
    })
    .execute();
}

/**
 * What the form brought stands with the subscriber now; the row stays until it expires, for the second click, which is
 * answered in their language.
 */
async function forgetAddress(db: Kysely<Tables>, { id, fields }: SignUp, now: Instant): Promise<void> {
  const language = fields[languageField];
  const kept = JSON.stringify(language === undefined ? {} : { [languageField]: language });
  const empty = { email: null, email_key: null, domain: null, network: null, fields: kept };
  await db
    .updateTable("sign_ups")
    .set({ ...empty, confirmed_at: now })
    .where("id", "=", id)
    .execute();
}
