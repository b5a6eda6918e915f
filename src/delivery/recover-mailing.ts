import { type Clock, systemClock } from "../base/clock.ts";
import type { Mailing } from "../model/mailing.ts";
import { claimMailing, type Decided, releaseMailing } from "../store/mailings.ts";
import type { Store } from "../store/store.ts";
import type { Held } from "./run-mailing.ts";

/**
 * Brings the ledger of a mailing up to date after a sender that died: what it had in flight becomes `uncertain`, and
 * the mailing `paused`, or `finished` when nothing is left. So a person is asked about what is true now. With a
 * `decision`, what the person said about the uncertain is carried out under the same lease. Changes nothing while a
 * sender lives (`held`), or when the mailing is over.
 */
export async function recoverMailing(
  store: Store,
  mailing: Mailing,
  by: {
    readonly runner: string;
    readonly isAlive: (runner: string) => boolean;
    readonly decision?: Decided;
    readonly clock?: Clock;
  },
): Promise<Held | { readonly status: "free"; readonly uncertain: number; readonly decided: number }> {
  const { runner, isAlive, decision, clock = systemClock } = by;
  const lease = { mailing: mailing.id, runner, now: clock.now() };
  const { createdAt } = mailing;
  const claimed = await claimMailing(store, {
    ...lease,
    createdAt,
    purpose: "recover",
    leaseMs: recoveryMs,
    isAlive,
    ...(decision === undefined ? {} : { decision }),
  });
  if (claimed.status === "over" || claimed.status === "paused")
    return { status: "free", uncertain: 0, decided: 0 };
  if (claimed.status === "held") return claimed;
  await releaseMailing(store, lease);
  return { status: "free", uncertain: claimed.uncertain, decided: claimed.decided };
}

/** Longer than two transactions take on a busy disk; a crash in between keeps others on other machines out so long. */
const recoveryMs = 10_000;
