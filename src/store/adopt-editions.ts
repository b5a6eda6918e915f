import { type Kysely, sql } from "kysely";
import type { Instant } from "../base/clock.ts";
import { LetterpressError } from "../base/errors.ts";
import type { Edition } from "../model/edition.ts";
import type { Split } from "../model/variant.ts";
import { insertEditions } from "./editions.ts";
import { type Claim, type Holder, holderOf, isOver } from "./leases.ts";
import { mailingRow } from "./mailing-row.ts";
import { insertPublicEdition, type NewPublicEdition } from "./public-editions.ts";
import type { Store } from "./store.ts";
import type { Tables } from "./tables.ts";
import { variantSql } from "./variants.ts";

export type Adopted =
  /** `readers`: how many get it. */
  | { readonly status: "adopted"; readonly revision: number; readonly readers: number }
  | ({ readonly status: "held" } & Holder)
  | { readonly status: "over" };

/**
 * Gives a mailing that nobody sends at this moment a next revision of its editions, for all who have no copy and no
 * message on the way; who that is was frozen, and stays so. Which variant each of them gets follows from how the issue
 * divides its readers now. One transaction: a crash leaves everything as it was, or everything done. Throws
 * LetterpressError, with nothing changed, when somebody would get a variant of which there is no edition.
 */
export async function adoptEditions(
  store: Store,
  adopt: Pick<Claim, "mailing" | "isAlive"> & {
    readonly now: Instant;
    readonly split: Split;
    readonly editions: readonly Edition[];
    /** What everybody may read from now on; left out, what they could read so far. */
    readonly forAll?: NewPublicEdition | undefined;
    /** The git commit they were made from, where it is known. */
    readonly commit?: string;
  },
): Promise<Adopted> {
  const { mailing, split, editions } = adopt;
  return store.db.transaction().execute(async (transaction): Promise<Adopted> => {
    const row = await mailingRow(transaction, mailing);
    if (isOver(row)) return { status: "over" };
    const holder = holderOf(row, adopt);
    if (holder !== undefined) return { status: "held", ...holder };
    const revision = row.revision + 1;
    const variant = await variantSql(transaction, split);
    await sql`
      update deliveries
      set variant = (select ${variant} from subscribers where subscribers.id = deliveries.subscriber_id)
      where mailing_id = ${mailing} and state in ('pending', 'deferred') and revision is null
        and exists (select 1 from subscribers where subscribers.id = deliveries.subscriber_id)`.execute(
      transaction,
    );
    const left = await variantsLeft(transaction, mailing);
    const needed = left.map(({ variant }) => variant);
    const missing = needed.find((variant) => editions.every((edition) => edition.variant !== variant));
    if (missing !== undefined) throw noEdition(missing);
    const wanted = editions.filter(({ variant }) => needed.includes(variant));
    await insertEditions(transaction, mailing, wanted, { revision, commit: adopt.commit });
    if (adopt.forAll !== undefined)
      await insertPublicEdition(transaction, adopt.forAll, { mailing, revision, now: adopt.now });
    // A runner whose lease has run out, should it still live, knows nothing of the new editions: it is fenced.
    const adopted = { revision, runner: null, lease_until: null };
    await transaction.updateTable("mailings").set(adopted).where("id", "=", mailing).execute();
    return { status: "adopted", revision, readers: sum(left) };
  });
}

/** Without those who were erased: they are skipped. */
async function variantsLeft(db: Kysely<Tables>, mailing: number): Promise<readonly VariantLeft[]> {
  return db
    .selectFrom("deliveries")
    .innerJoin("subscribers", "subscribers.id", "deliveries.subscriber_id")
    .select(["variant", (expression) => expression.fn.countAll<number>().as("readers")])
    .groupBy("variant")
    .where("mailing_id", "=", mailing)
    .where("state", "in", ["pending", "deferred"])
    .where("revision", "is", null)
    .execute();
}

interface VariantLeft {
  readonly variant: string;
  readonly readers: number;
}

function sum(left: readonly VariantLeft[]): number {
  return left.reduce((total, { readers }) => total + Number(readers), 0);
}

function noEdition(variant: string): LetterpressError {
  return new LetterpressError(
    "delivery/no-edition",
    `Some of those who are left would get the variant "${variant}", of which no edition was made.`,
    "Nothing was changed. The corrected issue has no block for them: write one.",
  );
}
