import { type Kysely, sql } from "kysely";
import type { Instant } from "../base/clock.ts";
import { keyedToken } from "../base/token.ts";
import { oneOfSql } from "./field-sql.ts";
import type { Store } from "./store.ts";
import { suppressionHash } from "./suppression-hash.ts";
import type { Tables } from "./tables.ts";

/*
 * The links in the mails of people who were erased. They still answer "you are unsubscribed", and that must be true:
 * when the person comes back by a sign-up of their own, a link of before ends the subscription that they have now.
 */

/** What is left of a link. */
export interface ErasedLink {
  readonly list: string;
  /** That of the subscription to the same list that its person has now, after they came back. */
  readonly token?: string;
}

/** Among tokens in small letters, those of erased people; any other is not in the map. */
export async function erasedLinksAmong(
  db: Kysely<Tables>,
  store: Pick<Store, "key">,
  tokens: readonly string[],
): Promise<ReadonlyMap<string, ErasedLink>> {
  if (tokens.length === 0) return new Map();
  const byHash = new Map(tokens.map((token) => [erasedTokenHash(store, token), token]));
  const rows = await db
    .selectFrom("erased_tokens")
    .leftJoin("subscriptions", (join) =>
      join
        .onRef("subscriptions.subscriber_id", "=", "erased_tokens.subscriber_id")
        .onRef("subscriptions.list_id", "=", "erased_tokens.list_id"),
    )
    .select(["token_hash", "erased_tokens.list_id as list", "token"])
    .where(oneOfSql(sql.ref("token_hash"), [...byHash.keys()]))
    .execute();
  return new Map(
    rows.map(({ token_hash, list, token }) => [
      byHash.get(token_hash) ?? "",
      { list, ...(token === null ? {} : { token }) },
    ]),
  );
}

/** The list that a link was for whose reader was erased since; undefined when there was none. */
export async function findErasedToken(
  { db, key }: Pick<Store, "db" | "key">,
  token: string,
): Promise<string | undefined> {
  const small = token.toLowerCase();
  return (await erasedLinksAmong(db, { key }, [small])).get(small)?.list;
}

/**
 * The token under which a subscription is kept that a link names: its own, or that of who came back after they were
 * erased.
 */
export async function currentToken(
  db: Kysely<Tables>,
  store: Pick<Store, "key">,
  token: string,
): Promise<string> {
  const small = token.toLowerCase();
  return (await erasedLinksAmong(db, store, [small])).get(small)?.token ?? small;
}

/** Before a person is erased: keeps their links, which from now on lead to nobody. */
export async function keepErasedTokens(
  db: Kysely<Tables>,
  store: Pick<Store, "key">,
  of: {
    readonly key: string;
    readonly ties: readonly { readonly token: string; readonly list_id: string }[];
    readonly now: Instant;
  },
): Promise<void> {
  const address_hash = suppressionHash(store, of.key);
  await db
    .updateTable("erased_tokens")
    .set({ subscriber_id: null })
    .where("address_hash", "=", address_hash)
    .execute();
  for (const { token, list_id } of of.ties)
    await db
      .insertInto("erased_tokens")
      .values({ token_hash: erasedTokenHash(store, token), list_id, address_hash, erased_at: of.now })
      .execute();
}

/** A person who was erased is a subscriber again: the links that they had before lead to them. */
export async function giveLinksBack(
  db: Kysely<Tables>,
  store: Pick<Store, "key">,
  { key, subscriber }: { readonly key: string; readonly subscriber: number },
): Promise<void> {
  await db
    .updateTable("erased_tokens")
    .set({ subscriber_id: subscriber })
    .where("address_hash", "=", suppressionHash(store, key))
    .execute();
}

/** What is kept of the token of a subscription when its person is erased. */
function erasedTokenHash({ key }: Pick<Store, "key">, token: string): string {
  return keyedToken(key, "erased token", token.toLowerCase());
}
