import type { Kysely } from "kysely";
import type { Instant } from "../base/clock.ts";
import type { Tables } from "./tables.ts";

/**
 * `resend` makes the uncertain `pending` again (they may get a second copy, with the same Message-ID), `skip` makes
 * them `skipped`.
 */
export type Decision = "resend" | "skip";

/** One decision for all who are uncertain, or one each, by subscriber id, for those a person has looked at. */
export type Decided = Decision | ReadonlyMap<number, Decision>;

/** Carries out what a person decided; returns for how many. Who is not uncertain any more is left alone. */
export async function decideUncertain(
  db: Kysely<Tables>,
  claim: { readonly mailing: number; readonly now: Instant; readonly decision?: Decided },
): Promise<number> {
  const { mailing, decision, now } = claim;
  if (decision === undefined) return 0;
  if (typeof decision === "string") return carryOut(db, mailing, now, decision);
  let decided = 0;
  for (const [subscriber, one] of decision) decided += await carryOut(db, mailing, now, one, subscriber);
  return decided;
}

async function carryOut(
  db: Kysely<Tables>,
  mailing: number,
  now: Instant,
  decision: Decision,
  subscriber?: number,
): Promise<number> {
  const result = await db
    .updateTable("deliveries")
    .set(
      decision === "resend"
        ? { state: "pending", reason: null, changed_at: now }
        : { state: "skipped", reason: "decided", changed_at: now },
    )
    .where("mailing_id", "=", mailing)
    .where("state", "=", "uncertain")
    .$if(subscriber !== undefined, (update) => update.where("subscriber_id", "=", subscriber ?? 0))
    .executeTakeFirst();
  return Number(result.numUpdatedRows);
}

/** Readers whom a runner that died left between the first byte and the relay's answer; returns how many. */
export async function markUncertain(db: Kysely<Tables>, mailing: number, now: Instant): Promise<number> {
  const result = await db
    .updateTable("deliveries")
    .set({
      state: "uncertain",
      reason: "the sender stopped before the relay answered",
      changed_at: now,
      may_have_copy: 1,
    })
    .where("mailing_id", "=", mailing)
    .where("state", "=", "submitting")
    .executeTakeFirst();
  return Number(result.numUpdatedRows);
}
