import { type Kysely, sql } from "kysely";
import { addressKey } from "../base/address.ts";
import type { ReaderFacts } from "../model/audience.ts";
import type { Subscriber } from "../model/subscriber.ts";
import { oneOfSql } from "./field-sql.ts";
import { Statement } from "./statement.ts";
import type { Store } from "./store.ts";
import type { Tables } from "./tables.ts";

/** What audience expressions and variants ask of one reader. */
export async function readerFacts(
  store: Store,
  subscriber: Pick<Subscriber, "id" | "fields">,
): Promise<ReaderFacts> {
  const tags = await tagsOf(store.db, [subscriber.id]);
  const lists = await store.db
    .selectFrom("subscriptions")
    .select("list_id")
    .where("subscriber_id", "=", subscriber.id)
    .where("state", "=", "confirmed")
    .orderBy("list_id")
    .execute();
  return {
    fields: subscriber.fields,
    tags: tags.get(subscriber.id) ?? [],
    lists: lists.map((row) => row.list_id),
  };
}

export interface Tagged {
  /** Who got the tag, or lost it. */
  readonly changed: number;
  /** Who had it already, or never had it. */
  readonly unchanged: number;
  /** Addresses of nobody, as they were given. */
  readonly unknown: readonly string[];
}

/** Gives a tag to readers, or takes it away; each address in whatever case it is written. */
export async function tagReaders(
  store: Store,
  change: { readonly tag: string; readonly emails: readonly string[]; readonly remove?: boolean },
): Promise<Tagged> {
  const { tag, emails, remove = false } = change;
  const unknown = new Map(emails.map((email) => [addressKey(email), email]));
  const keys = [...unknown.keys()];
  return store.db.transaction().execute(async (transaction) => {
    let changed = 0;
    let unchanged = 0;
    for (let start = 0; start < keys.length; start += page) {
      const found = await readTagged(transaction, tag, keys.slice(start, start + page));
      const due = found.filter(({ has }) => (has !== null) === remove).map(({ id }) => id);
      if (remove) await deleteTag(transaction, tag, due);
      else await giveTag(transaction, tag, due);
      changed += due.length;
      unchanged += found.length - due.length;
      for (const { email_key } of found) unknown.delete(email_key);
    }
    return { changed, unchanged, unknown: [...unknown.values()] };
  });
}

/** The readers with these addresses; `has` is null for who has not the tag. */
async function readTagged(db: Kysely<Tables>, tag: string, keys: readonly string[]) {
  return db
    .selectFrom("subscribers")
    .leftJoin("subscriber_tags", (join) =>
      join.onRef("subscriber_tags.subscriber_id", "=", "subscribers.id").on("tag", "=", tag),
    )
    .select(["id", "email_key", "tag as has"])
    .where("email_key", "in", keys)
    .execute();
}

/** The tags of some readers, in the order of their names; who has none is not in the map. */
export async function tagsOf(
  db: Kysely<Tables>,
  subscribers: readonly number[],
): Promise<ReadonlyMap<number, readonly string[]>> {
  const tags = new Map<number, string[]>();
  if (subscribers.length === 0) return tags;
  const rows = await db
    .selectFrom("subscriber_tags")
    .selectAll()
    .where(oneOfSql(sql.ref("subscriber_id"), subscribers))
    .orderBy("tag")
    .execute();
  for (const { subscriber_id, tag } of rows) {
    const before = tags.get(subscriber_id);
    if (before === undefined) tags.set(subscriber_id, [tag]);
    else before.push(tag);
  }
  return tags;
}

/** Who has it already keeps it. */
export async function giveTag(
  db: Kysely<Tables>,
  tag: string,
  subscribers: readonly number[],
): Promise<void> {
  if (subscribers.length > 0) await tagOfAll.execute(db, { tag, subscribers });
}

const tagOfAll = new Statement<{ readonly tag: string; readonly subscribers: readonly number[] }>(
  (place) => sql`insert into subscriber_tags (subscriber_id, tag)
    select value, ${place(({ tag }) => tag)} from json_each(${place(({ subscribers }) => JSON.stringify(subscribers))})
    where true on conflict (subscriber_id, tag) do nothing`,
);

async function deleteTag(db: Kysely<Tables>, tag: string, subscribers: readonly number[]): Promise<void> {
  if (subscribers.length === 0) return;
  await db
    .deleteFrom("subscriber_tags")
    .where("tag", "=", tag)
    .where("subscriber_id", "in", subscribers)
    .execute();
}

/** A statement takes some ten thousand values. */
const page = 5_000;
