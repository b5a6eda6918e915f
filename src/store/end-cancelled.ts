import type { Kysely } from "kysely";
import type { Instant } from "../base/clock.ts";
import type { SkipReason } from "../model/mailing.ts";
import type { MailingRow } from "./mailing-row.ts";
import type { Tables } from "./tables.ts";
import { markUncertain } from "./uncertain.ts";

/** Brings a cancelled mailing to its end when nobody has a message of it on the way any more, or who had is dead. */
export async function endCancelled(
  db: Kysely<Tables>,
  { id, runner }: MailingRow,
  now: Instant,
): Promise<void> {
  await markUncertain(db, id, now);
  await skipCancelled(db, id, now);
  if (runner === null) return;
  await db.updateTable("mailings").set({ runner: null, lease_until: null }).where("id", "=", id).execute();
}

/** Who has no copy of a cancelled mailing, and nothing on the way, gets none. */
export async function skipCancelled(db: Kysely<Tables>, mailing: number, now: Instant): Promise<void> {
  await db
    .updateTable("deliveries")
    .set({ state: "skipped", reason: "cancelled" satisfies SkipReason, due_at: null, changed_at: now })
    .where("mailing_id", "=", mailing)
    .where("state", "in", ["pending", "deferred"])
    .execute();
}
