import { sql } from "kysely";
import type { Instant } from "../base/clock.ts";
import { openToken, randomKey, type TokenPurpose } from "../base/token.ts";
import { type Claim, type Holder, holderOf } from "./leases.ts";
import type { Store } from "./store.ts";

/*
 * The keys that sign links: to preferences, web versions, votes and confirmations, and the return paths of mails. The
 * newest one signs. Older ones open what they have signed until they are ended, which is for when somebody else may
 * have got to know one: whoever has a key can make the links of every reader. It cannot be undone.
 *
 * Links to unsubscribe have nothing to do with them. They carry a random token that stands with the subscription, so
 * they work for years whatever becomes of the keys. Neither have the hashes of addresses: those are made with the key
 * of the store, which stays (docs/decisions/0037).
 *
 * Everybody asks for the keys when they need one, since another process may have made a new one; only a run of a
 * mailing keeps the one it began with.
 */

/** A key as people may see it. */
export interface LinkKey {
  readonly id: number;
  readonly madeAt: Instant;
  readonly endedAt?: Instant;
}

/** What signs links from now on. */
export async function linkKey({ db }: Pick<Store, "db">): Promise<string> {
  const newest = await db
    .selectFrom("link_keys")
    .select("value")
    .orderBy("id", "desc")
    .limit(1)
    .executeTakeFirst();
  if (newest === undefined) throw new Error("the store has no link key");
  return newest.value;
}

/** Every key that was not ended, the newest first. */
export async function openLinkKeys({ db }: Pick<Store, "db">): Promise<readonly string[]> {
  const rows = await db
    .selectFrom("link_keys")
    .select("value")
    .where("ended_at", "is", null)
    .orderBy("id", "desc")
    .execute();
  return rows.map(({ value }) => value);
}

/**
 * What the signed token of a link says. `ended`: it is ours, but its key was ended, so that anybody may have made it.
 */
export type OpenedLink =
  | { readonly status: "open"; readonly mailing: number; readonly reader: number }
  | { readonly status: "ended" }
  | { readonly status: "unknown" };

/** Opens a token for one purpose. Changes nothing; that of another purpose or another newsletter is unknown. */
export async function openLink(
  { db }: Pick<Store, "db">,
  purpose: TokenPurpose,
  token: string,
): Promise<OpenedLink> {
  const keys = await db.selectFrom("link_keys").select(["value", "ended_at"]).orderBy("id", "desc").execute();
  for (const { value, ended_at } of keys) {
    const opened = openToken(value, purpose, token);
    if (opened !== undefined) return ended_at === null ? { status: "open", ...opened } : { status: "ended" };
  }
  return { status: "unknown" };
}

/** Makes the key that signs from now on. */
export async function rotateLinkKey(store: Store, now: Instant): Promise<LinkKey> {
  const { id } = await store.db
    .insertInto("link_keys")
    .values({ value: randomKey(), made_at: now })
    .returning("id")
    .executeTakeFirstOrThrow();
  return { id, madeAt: now };
}

export type EndedKeys =
  | { readonly status: "ended"; readonly keys: readonly LinkKey[] }
  /** Somebody sends a mailing at this moment, and its links may be signed with an older key. */
  | ({ readonly status: "sending"; readonly issue: string } & Holder);

/** Ends every key but the newest, for good: what they have signed opens nothing any more. */
export async function endOlderLinkKeys(store: Store, at: Pick<Claim, "now" | "isAlive">): Promise<EndedKeys> {
  return store.db.transaction().execute(async (transaction): Promise<EndedKeys> => {
    const held = await transaction
      .selectFrom("mailings")
      .selectAll()
      .where("runner", "is not", null)
      .execute();
    for (const row of held) {
      const holder = holderOf(row, at);
      if (holder !== undefined) return { status: "sending", issue: row.issue, ...holder };
    }
    const rows = await transaction
      .updateTable("link_keys")
      .set({ ended_at: at.now })
      .where("ended_at", "is", null)
      .where(sql<boolean>`id < (select max(id) from link_keys)`)
      .returning(["id", "made_at"])
      .execute();
    const keys = rows.map(({ id, made_at }) => ({ id, madeAt: made_at, endedAt: at.now }));
    return { status: "ended", keys };
  });
}

/** All that there were, the oldest first. */
export async function listLinkKeys(store: Store): Promise<readonly LinkKey[]> {
  const rows = await store.db
    .selectFrom("link_keys")
    .select(["id", "made_at", "ended_at"])
    .orderBy("id")
    .execute();
  return rows.map(({ id, made_at, ended_at }) => ({
    id,
    madeAt: made_at,
    ...(ended_at === null ? {} : { endedAt: ended_at }),
  }));
}
