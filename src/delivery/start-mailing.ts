import type { Instant } from "../base/clock.ts";
import type { Mailing } from "../model/mailing.ts";
import { createMailing, type NewMailing } from "../store/mailings.ts";
import type { Store } from "../store/store.ts";
import type { SendPlan } from "./plan-mailing.ts";

/**
 * Freezes what was approved: editions, sender and recipients. With a `runner`, nobody else can take or drop the mailing
 * while that one gets ready to run it; a mailing that is scheduled needs nobody until then. `replaces` is an earlier
 * mailing to the same target that reached nobody. Safe to repeat: a mailing that exists is returned as it is, and its
 * `planHash` tells whether it is what was approved. Throws LetterpressError when the list has changed since the plan
 * was made.
 */
export async function startMailing(
  store: Store,
  plan: SendPlan,
  now: Instant,
  runner?: string,
  replaces?: NewMailing["replaces"],
): Promise<Mailing> {
  const {
    mailing,
    issue,
    list,
    only,
    split,
    hash,
    date,
    scheduledAt,
    sender,
    editions,
    forAll,
    commit,
    audience,
  } = plan;
  const at = scheduledAt === undefined ? {} : { scheduledAt };
  return createMailing(store, {
    mailing: { id: mailing, issue, list, planHash: hash, date, sender, ...at },
    split,
    editions,
    forAll,
    approved: audience,
    now,
    ...(only === undefined ? {} : { only }),
    ...(commit === undefined ? {} : { commit }),
    ...(replaces === undefined ? {} : { replaces }),
    ...(runner === undefined || scheduledAt !== undefined ? {} : { lease: { runner, leaseMs: readyMs } }),
  });
}

/** Longer than it takes from the freeze to the first claim of a run. */
const readyMs = 30_000;
