import { type Kysely, sql } from "kysely";
import { type Edition, serialiseEdition } from "../model/edition.ts";
import { mailingRow } from "./mailing-row.ts";
import type { Store } from "./store.ts";
import { storedEdition } from "./stored-edition.ts";
import type { Tables } from "./tables.ts";

/*
 * The editions frozen with a mailing. The first ones are revision 1; whoever corrects the issue while readers are left
 * adds the next revision (adopt-editions.ts). A delivery notes the revision with the intent, and keeps it for as long
 * as the reader has, or may have, a copy: a message that is sent again after an uncertain end is the same to the byte.
 */

/**
 * The editions that a message started now is made from. Throws when one no longer has the digest it was stored under.
 */
export async function editionsOf(store: Store, mailing: number): Promise<readonly Edition[]> {
  const { revision } = await mailingRow(store.db, mailing);
  const rows = await rowsOf(store, mailing);
  return rows.filter((row) => row.revision === revision).map(storedEdition);
}

/** The editions of every revision, each under the name by which the ledger asks for it as a reader's variant. */
export async function editionsToSend(store: Store, mailing: number): Promise<readonly Edition[]> {
  const rows = await rowsOf(store, mailing);
  return rows.map(named);
}

function named(row: {
  readonly content: string;
  readonly digest: string;
  readonly revision: number;
}): Edition {
  const edition = storedEdition(row);
  return { ...edition, variant: editionName(edition.variant, row.revision) };
}

/** `de.b`, and for those who get the second revision of it `de.b@2`. */
export function editionName(variant: string, revision: number): string {
  return revision === 1 ? variant : `${variant}@${revision}`;
}

/** An edition in the store, without its content. */
export interface NamedEdition {
  readonly mailing: number;
  readonly variant: string;
  readonly revision: number;
  readonly digest: string;
  /** How much its content takes up there. */
  readonly bytes: number;
}

/** Which edition a reader of a mailing has, may have, or is to get; undefined when they are not in it. */
export async function editionNameFor(
  store: Store,
  of: { readonly mailing: number; readonly subscriber: number },
): Promise<NamedEdition | undefined> {
  return (
    store.db
      .selectFrom("deliveries")
      .innerJoin("mailings", "mailings.id", "deliveries.mailing_id")
      .innerJoin("editions", (edition) =>
        edition
          .onRef("editions.mailing_id", "=", "deliveries.mailing_id")
          .onRef("editions.variant", "=", "deliveries.variant")
          .on("editions.revision", "=", sql<number>`coalesce(deliveries.revision, mailings.revision)`),
      )
      .select(["editions.mailing_id as mailing", "editions.variant", "editions.revision", "editions.digest"])
      // Of a text in UTF-8 SQLite knows the bytes without reading it.
      .select(sql<number>`octet_length(editions.content)`.as("bytes"))
      .where("deliveries.mailing_id", "=", of.mailing)
      .where("deliveries.subscriber_id", "=", of.subscriber)
      .executeTakeFirst()
  );
}

/** Throws when its content no longer has the digest it was stored under. */
export async function readEdition(
  store: Store,
  { mailing, variant, revision }: Omit<NamedEdition, "bytes" | "digest">,
): Promise<Edition> {
  const row = await store.db
    .selectFrom("editions")
    .select(["variant", "revision", "content", "digest"])
    .where("mailing_id", "=", mailing)
    .where("variant", "=", variant)
    .where("revision", "=", revision)
    .executeTakeFirstOrThrow();
  return named(row);
}

/** Both at once. */
export async function editionFor(
  store: Store,
  of: { readonly mailing: number; readonly subscriber: number },
): Promise<{ readonly revision: number; readonly edition: Edition } | undefined> {
  const found = await editionNameFor(store, of);
  return found && { revision: found.revision, edition: await readEdition(store, found) };
}

/** How many readers have, or may have, each edition. */
export async function countEditions(
  store: Store,
  mailing: number,
): Promise<
  readonly {
    readonly revision: number;
    readonly variant: string;
    readonly digest: string;
    /** Of the repository it was made from, where it is known. */
    readonly commit?: string;
    readonly readers: number;
  }[]
> {
  const counted = await store.db
    .selectFrom("deliveries")
    .select((delivery) => ["variant", "revision", delivery.fn.countAll<number>().as("readers")])
    .where("mailing_id", "=", mailing)
    .where("revision", "is not", null)
    .groupBy(["variant", "revision"])
    .execute();
  const rows = await rowsOf(store, mailing);
  return rows.map(({ revision, variant, digest, git_commit }) => {
    const readers = counted.find((one) => one.revision === revision && one.variant === variant)?.readers ?? 0;
    const commit = git_commit === null ? {} : { commit: git_commit };
    return { revision, variant, digest, ...commit, readers: Number(readers) };
  });
}

export async function insertEditions(
  db: Kysely<Tables>,
  mailing: number,
  editions: readonly Edition[],
  { revision, commit = null }: { readonly revision: number; readonly commit?: string | undefined | null },
): Promise<void> {
  for (const edition of editions) {
    const { variant, digest } = edition;
    const content = serialiseEdition(edition);
    await db
      .insertInto("editions")
      .values({ mailing_id: mailing, variant, revision, digest, content, git_commit: commit })
      .execute();
  }
}

function rowsOf(store: Store, mailing: number) {
  return store.db
    .selectFrom("editions")
    .select(["variant", "revision", "content", "digest", "git_commit"])
    .where("mailing_id", "=", mailing)
    .orderBy("revision")
    .orderBy("variant")
    .execute();
}
