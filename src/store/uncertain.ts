import type { Kysely } from "kysely";
import type { Instant } from "../base/clock.ts";
import type { Tables } from "./tables.ts";

/**
 * `resend` makes the uncertain `pending` again (they may get a second copy, with the same Message-ID), `skip` makes them
 * `skipped`.
 */
export type Decision = "resend" | "skip";

/** Carries out what a person decided; returns for how many. */
export async function decideUncertain(
  db: Kysely<Tables>,
  claim: { readonly mailing: number; readonly now: Instant; readonly decision?: Decision },
): Promise<number> {
  const { mailing, decision, now } = claim;
  if (decision === undefined) return 0;
  const result = await db
    .updateTable("deliveries")
    .set(
      decision === "resend"
        ? { state: "pending", reason: null, changed_at: now }
        : { state: "skipped", reason: "decided", changed_at: now },
    )
    .where("mailing_id", "=", mailing)
    .where("state", "=", "uncertain")
    .executeTakeFirst();
  return Number(result.numUpdatedRows);
}

/** Readers whom a runner that died left between the first byte and the relay's answer; returns how many. */
export async function markUncertain(db: Kysely<Tables>, mailing: number, now: Instant): Promise<number> {
  const result = await db
    .updateTable("deliveries")
    .set({ state: "uncertain", reason: "the sender stopped before the relay answered", changed_at: now })
    .where("mailing_id", "=", mailing)
    .where("state", "=", "submitting")
    .executeTakeFirst();
  return Number(result.numUpdatedRows);
}
