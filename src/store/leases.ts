import type { Kysely } from "kysely";
import type { Instant } from "../base/clock.ts";
import { deliveryStates, finalStates, type Mailing } from "../model/mailing.ts";
import { type MailingRow, mailingRow, toMailing } from "./mailing-row.ts";
import type { Store } from "./store.ts";
import type { Tables } from "./tables.ts";

/*
 * Who sends a mailing. One runner holds the lease of a mailing; its name is the fencing token and is never used for a
 * second claim.
 *
 * free -> held: claimMailing. held -> held: renewLease, well before the lease runs out.
 * held -> free: releaseMailing, or nothing: after a crash the lease stays until it runs out, or until the next
 * runner on the same machine sees that the process is gone.
 * held -> held by another: claimMailing after that. The old runner, should it still live, is told "fenced" by its
 * next ledger transaction before it can start a message; what it has in flight at that moment is `uncertain`.
 */

export interface Claim {
  readonly mailing: number;
  /** Unique for every start of a run. */
  readonly runner: string;
  readonly now: Instant;
  readonly leaseMs: number;
  /** Whether the process behind a runner's name lives; a runner on another machine counts as alive. */
  readonly isAlive?: (runner: string) => boolean;
}

export type Claimed =
  /** `uncertain`: how many readers the runner before left between the first byte and the relay's answer. */
  | { readonly status: "claimed"; readonly uncertain: number }
  | { readonly status: "held"; readonly runner: string; readonly until: Instant };

/**
 * Takes the lease of a mailing when nobody holds it, when it has run out, or when its holder is dead.
 * In the same transaction rows the holder before left `submitting` become `uncertain` and the mailing `running`.
 */
export async function claimMailing(store: Store, claim: Claim): Promise<Claimed> {
  const { mailing, runner, now, leaseMs } = claim;
  return store.db.transaction().execute(async (transaction): Promise<Claimed> => {
    const row = await mailingRow(transaction, mailing);
    const holder = holderOf(row, claim);
    if (holder !== undefined) return { status: "held", ...holder };
    const ended = row.state === "finished" || row.state === "cancelled";
    await transaction
      .updateTable("mailings")
      .set({ runner, lease_until: now + leaseMs, state: ended ? row.state : "running" })
      .where("id", "=", mailing)
      .execute();
    return { status: "claimed", uncertain: await markUncertain(transaction, mailing, now) };
  });
}

function holderOf(row: MailingRow, claim: Claim): { runner: string; until: Instant } | undefined {
  if (row.runner === null || row.lease_until === null || row.lease_until <= claim.now) return undefined;
  if (claim.isAlive?.(row.runner) === false) return undefined;
  return { runner: row.runner, until: row.lease_until };
}

async function markUncertain(db: Kysely<Tables>, mailing: number, now: Instant): Promise<number> {
  const result = await db
    .updateTable("deliveries")
    .set({ state: "uncertain", reason: "the sender stopped before the relay answered", changed_at: now })
    .where("mailing_id", "=", mailing)
    .where("state", "=", "submitting")
    .executeTakeFirst();
  return Number(result.numUpdatedRows);
}

/** Keeps the lease for another `leaseMs` from now. False: somebody else holds it, and nothing may start any more. */
export async function renewLease(
  store: Store,
  lease: {
    readonly mailing: number;
    readonly runner: string;
    readonly now: Instant;
    readonly leaseMs: number;
  },
): Promise<boolean> {
  const result = await store.db
    .updateTable("mailings")
    .set({ lease_until: lease.now + lease.leaseMs })
    .where("id", "=", lease.mailing)
    .where("runner", "=", lease.runner)
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

/**
 * Gives the lease back: the mailing is `finished` when every delivery is final, otherwise `paused`.
 * Changes nothing when somebody else holds the lease. Returns the mailing as it is then.
 */
export async function releaseMailing(
  store: Store,
  lease: { readonly mailing: number; readonly runner: string; readonly now: Instant },
): Promise<Mailing> {
  const { mailing, runner, now } = lease;
  return store.db.transaction().execute(async (transaction) => {
    const row = await mailingRow(transaction, mailing);
    if (row.runner !== runner) return toMailing(row);
    const finished = await isFinished(transaction, mailing);
    const state = row.state === "cancelled" ? row.state : finished ? "finished" : "paused";
    const finished_at = finished ? (row.finished_at ?? now) : null;
    await transaction
      .updateTable("mailings")
      .set({ state, finished_at, runner: null, lease_until: null })
      .where("id", "=", mailing)
      .execute();
    return toMailing({ ...row, state, finished_at });
  });
}

async function isFinished(db: Kysely<Tables>, mailing: number): Promise<boolean> {
  const open = await db
    .selectFrom("deliveries")
    .select("state")
    .where("mailing_id", "=", mailing)
    .where("state", "in", unfinishedStates)
    .limit(1)
    .executeTakeFirst();
  return open === undefined;
}

const unfinishedStates = deliveryStates.filter((state) => !finalStates.some((final) => final === state));
