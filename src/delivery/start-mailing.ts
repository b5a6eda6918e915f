import type { Instant } from "../base/clock.ts";
import type { Mailing } from "../model/mailing.ts";
import { createMailing } from "../store/mailings.ts";
import type { Store } from "../store/store.ts";
import type { SendPlan } from "./plan-mailing.ts";

/**
 * Freezes what was approved: editions, sender and recipients. Safe to repeat. Throws LetterpressError when the list has
 * changed since the plan was made.
 */
export async function startMailing(store: Store, plan: SendPlan, now: Instant): Promise<Mailing> {
  const { mailing, issue, list, hash, date, sender, editions, audience } = plan;
  return createMailing(store, {
    mailing: { id: mailing, issue, list, planHash: hash, date, sender },
    editions,
    approved: audience.recipients,
    now,
  });
}
