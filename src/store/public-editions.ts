import type { Kysely } from "kysely";
import type { Instant } from "../base/clock.ts";
import { type Edition, serialiseEdition } from "../model/edition.ts";
import type { Mailing } from "../model/mailing.ts";
import { toMailing } from "./mailing-row.ts";
import type { Store } from "./store.ts";
import { storedEdition } from "./stored-edition.ts";
import type { Tables } from "./tables.ts";

/*
 * What everybody may read is rendered and frozen with a mailing, as the editions of its readers are: the archive shows
 * what was sent, needs neither files nor MJML, and a correction that readers got is the next revision here too.
 */

/** The edition for everybody, and what the issue says of showing it. */
export interface NewPublicEdition {
  readonly edition: Edition;
  /** Undefined where the file says nothing. */
  readonly wanted?: boolean;
}

export async function insertPublicEdition(
  db: Kysely<Tables>,
  { edition, wanted }: NewPublicEdition,
  as: { readonly mailing: number; readonly revision: number; readonly now: Instant },
): Promise<void> {
  await db
    .insertInto("public_editions")
    .values({
      mailing_id: as.mailing,
      revision: as.revision,
      digest: edition.digest,
      content: serialiseEdition(edition),
      wanted: wanted === undefined ? null : Number(wanted),
      made_at: as.now,
    })
    .execute();
}

/**
 * A mailing that some reader has, and of which there is an edition for everybody. Whether they may see it is not said
 * here.
 */
export interface ReadableMailing {
  readonly mailing: Mailing;
  /** The newest there is. */
  readonly revision: number;
  readonly digest: string;
  readonly wanted?: boolean;
  /** When this revision was frozen. */
  readonly madeAt: Instant;
}

/**
 * All of them, the newest first. A mailing that nobody has yet is not among them: nothing is public before it is sent.
 */
export async function readableMailings(store: Store): Promise<readonly ReadableMailing[]> {
  const rows = await store.db
    .selectFrom("mailings")
    .innerJoin("public_editions", "public_editions.mailing_id", "mailings.id")
    .selectAll("mailings")
    .select(["public_editions.revision as shown", "digest", "wanted", "made_at"])
    .where("only_text", "=", "")
    .where((row) =>
      row.exists(
        row
          .selectFrom("deliveries")
          .select("deliveries.state")
          .whereRef("deliveries.mailing_id", "=", "mailings.id")
          .where("deliveries.state", "=", "submitted"),
      ),
    )
    .orderBy("date", "desc")
    .orderBy("mailings.id")
    .orderBy("public_editions.revision", "desc")
    .execute();
  const newest = new Map(rows.toReversed().map((row) => [row.id, row]));
  return rows
    .filter((row) => newest.get(row.id) === row)
    .map((row) => ({
      mailing: toMailing(row),
      revision: row.shown,
      digest: row.digest,
      ...(row.wanted === null ? {} : { wanted: row.wanted === 1 }),
      madeAt: row.made_at,
    }));
}

/** Throws when it no longer has the digest it was stored under. */
export async function publicEditionOf(
  store: Store,
  of: { readonly mailing: number; readonly revision: number },
): Promise<Edition> {
  const row = await store.db
    .selectFrom("public_editions")
    .select(["content", "digest"])
    .where("mailing_id", "=", of.mailing)
    .where("revision", "=", of.revision)
    .executeTakeFirstOrThrow();
  return storedEdition(row);
}
