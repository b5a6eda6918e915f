import type { Kysely } from "kysely";
import type { Instant } from "../base/clock.ts";
import { keyedToken } from "../base/token.ts";
import type { ConsentOrigin } from "../model/consent.ts";
import { recordConsent } from "./consent.ts";
import type { Store } from "./store.ts";
import type { Tables } from "./tables.ts";

/** One click on an unsubscribe link. */
export interface UnsubscribeRequest extends ConsentOrigin {
  /** That of the subscription, in any case of its letters. */
  readonly token: string;
  readonly at: Instant;
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
 * Ends the subscription with this token. When the promise resolves the change is on the disk with its line in the consent log, and no
 * message of this list to this reader starts after it.
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
 * `unsubscribe` for many at once, in one transaction and with one sync of the disk; the answers stand in the order of the requests.
 * The second request of two with one token is `already-unsubscribed`.
 */
export async function unsubscribeAll(
  store: Store,
  requests: readonly UnsubscribeRequest[],
): Promise<readonly Unsubscribed[]> {
  if (requests.length === 0) return [];
  return store.db.transaction().execute(async (transaction) => {
    const answers: Unsubscribed[] = [];
    for (const request of requests) answers.push(await unsubscribeOne(transaction, store, request));
    return answers;
  });
}

async function unsubscribeOne(
  db: Kysely<Tables>,
  store: Store,
  { token, at, ...origin }: UnsubscribeRequest,
): Promise<Unsubscribed> {
  const found = await db
    .selectFrom("subscriptions")
    .innerJoin("subscribers", "subscribers.id", "subscriptions.subscriber_id")
    .select(["subscriber_id", "list_id", "state", "email"])
    .where("token", "=", token.toLowerCase())
    .executeTakeFirst();
  if (found === undefined) return findErased(db, store, token);
  const reader = { subscriber: found.subscriber_id, list: found.list_id, email: found.email };
  if (found.state === "unsubscribed") return { status: "already-unsubscribed", ...reader };
  await db
    .updateTable("subscriptions")
    .set({ state: "unsubscribed", changed_at: at })
    .where("subscriber_id", "=", reader.subscriber)
    .where("list_id", "=", reader.list)
    .execute();
  const { subscriber, list } = reader;
  await recordConsent(db, [{ subscriber, list, type: "unsubscribed", at, ...origin }]);
  return { status: "unsubscribed", ...reader };
}

async function findErased(db: Kysely<Tables>, store: Store, token: string): Promise<Unsubscribed> {
  const erased = await db
    .selectFrom("erased_tokens")
    .select("list_id")
    .where("token_hash", "=", erasedTokenHash(store, token))
    .executeTakeFirst();
  return erased === undefined ? { status: "unknown-token" } : { status: "erased", list: erased.list_id };
}

/** What is kept of the token of a subscription when its person is erased. */
export function erasedTokenHash({ key }: Pick<Store, "key">, token: string): string {
  return keyedToken(key, "erased token", token.toLowerCase());
}
