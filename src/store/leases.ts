import type { Kysely } from "kysely";
import type { Instant } from "../base/clock.ts";
import { LetterpressError } from "../base/errors.ts";
import { deliveryStates, finalStates, type Mailing, type Stop, type StopReason } from "../model/mailing.ts";
import { endCancelled } from "./end-cancelled.ts";
import { findMailingRow, type MailingRow, mailingRow, moveMailing, toMailing } from "./mailing-row.ts";
import type { Store } from "./store.ts";
import type { Tables } from "./tables.ts";
import { type Decided, decideUncertain, markUncertain } from "./uncertain.ts";

/*
 * Who sends a mailing. One runner holds the lease of a mailing; its name is the fencing token and is never used for a
 * second claim.
 *
 * free -> held: claimMailing. held -> held: renewLease, well before the lease runs out. held -> free: releaseMailing,
 * or nothing: after a crash the lease stays until it runs out, or until the next runner on the same machine sees that
 * the process is gone. held -> held by another: claimMailing after that. The old runner, should it still live, is told
 * "fenced" by its next ledger transaction before it can start a message; what it has in flight at that moment is
 * `uncertain`. free -> over: releaseMailing with every delivery final. There is no way back: a mailing that is over is
 * never claimed.
 */

export interface Claim {
  readonly mailing: number;
  /** When the mailing that is meant was frozen: one that was dropped and frozen anew since is not claimed. */
  readonly createdAt?: Instant;
  /** Unique for every start of a run. */
  readonly runner: string;
  readonly now: Instant;
  readonly leaseMs: number;
  /** Whether the process behind a runner's name lives; a runner on another machine counts as alive. */
  readonly isAlive?: (runner: string) => boolean;
  /** What a person decided for those who are uncertain. Nobody has decided for those this claim finds. */
  readonly decision?: Decided;
  /**
   * `send`, unless told: goes on, but not with a mailing that a person has paused. `resume`: also with that. `recover`:
   * only brings the ledger up to date, and changes nothing about who may go on.
   */
  readonly purpose?: "send" | "resume" | "recover";
}

/** Who holds a lease, and until when unless it is renewed. */
export interface Holder {
  readonly runner: string;
  readonly until: Instant;
}

export type Claimed =
  /**
   * `uncertain`: how many readers the runner before left between the first byte and the relay's answer. `decided`: for
   * how many the decision was carried out.
   */
  | { readonly status: "claimed"; readonly uncertain: number; readonly decided: number }
  | ({ readonly status: "held" } & Holder)
  /** A person has paused it: only `resume` goes on. */
  | { readonly status: "paused" }
  /** Finished or cancelled: nothing is sent any more. */
  | { readonly status: "over" };

/**
 * Takes the lease of a mailing when nobody holds it, when it has run out, or when its holder is dead. In the same
 * transaction a decision is carried out, rows the holder before left `submitting` become `uncertain`, and the mailing
 * `running`. Of a cancelled mailing only the rows that a dead holder left are brought to an end. Throws
 * LetterpressError when the mailing that is meant is no longer there.
 */
export async function claimMailing(store: Store, claim: Claim): Promise<Claimed> {
  const { mailing, runner, now, leaseMs, purpose = "send" } = claim;
  return store.db.transaction().execute(async (transaction): Promise<Claimed> => {
    const row = await findMailingRow(transaction, mailing);
    if (row === undefined || row.created_at !== (claim.createdAt ?? row.created_at)) throw replaced();
    const holder = holderOf(row, claim);
    if (isOver(row)) {
      if (row.state === "cancelled" && holder === undefined) await endCancelled(transaction, row, now);
      return { status: "over" };
    }
    if (holder !== undefined) return { status: "held", ...holder };
    if (row.stopped_by === "person" && purpose === "send") return { status: "paused" };
    const fresh = purpose === "recover" ? {} : notStopped;
    await moveMailing(transaction, row, {
      state: "running",
      runner,
      lease_until: now + leaseMs,
      measured_at: now,
      measured_submitted: await countSubmitted(transaction, mailing),
      ...fresh,
    });
    const decided = await decideUncertain(transaction, claim);
    return { status: "claimed", uncertain: await markUncertain(transaction, mailing, now), decided };
  });
}

/** What a row forgets when somebody goes on with the mailing. */
export const notStopped = { stopped_by: null, stop_reason: null } as const;

function replaced(): LetterpressError {
  return new LetterpressError(
    "store/mailing-replaced",
    "Another sender has started this mailing anew at this moment.",
    "This one has sent nothing. See what became of it with: npx letterpress status",
  );
}

export function isOver(row: MailingRow): boolean {
  return row.state === "finished" || row.state === "cancelled";
}

/** Who holds the lease of this row, when it has not run out and its holder is not known to be dead. */
export function holderOf(row: MailingRow, at: Pick<Claim, "now" | "isAlive">): Holder | undefined {
  if (row.runner === null || row.lease_until === null || row.lease_until <= at.now) return undefined;
  if (at.isAlive?.(row.runner) === false) return undefined;
  return { runner: row.runner, until: row.lease_until };
}

/** Who sends a mailing at this moment. A mailing that is `running` without anybody was interrupted. */
export async function senderOf(
  store: Store,
  at: Pick<Claim, "mailing" | "now" | "isAlive">,
): Promise<Holder | undefined> {
  return holderOf(await mailingRow(store.db, at.mailing), at);
}

/** How many readers of a mailing had been submitted at a moment: what its speed is measured from. */
export interface Measured {
  readonly at: Instant;
  readonly submitted: number;
}

/**
 * Keeps the lease for another `leaseMs` from now, and notes from when its speed is measured, where that is given.
 * False: somebody else holds it, and nothing may start any more.
 */
export async function renewLease(
  store: Store,
  lease: {
    readonly mailing: number;
    readonly runner: string;
    readonly now: Instant;
    readonly leaseMs: number;
    readonly measured?: Measured | undefined;
  },
): Promise<boolean> {
  const { now, leaseMs, measured } = lease;
  const result = await store.db
    .updateTable("mailings")
    .set({
      lease_until: now + leaseMs,
      ...(measured && { measured_at: measured.at, measured_submitted: measured.submitted }),
    })
    .where("id", "=", lease.mailing)
    .where("runner", "=", lease.runner)
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

/** What a runner reads in its mailing now and then: whether the lease is still its own, and whether it may go on. */
export async function readOrders(
  store: Store,
  { mailing, runner }: Pick<Claim, "mailing" | "runner">,
): Promise<Orders> {
  const row = await store.db
    .selectFrom("mailings")
    .select(["runner", "state", "stopped_by"])
    .where("id", "=", mailing)
    .executeTakeFirst();
  return row?.runner === runner ? ordersIn(row) : "lost";
}

/** A person has paused or cancelled the mailing: nobody may be started. */
export type Halt = "paused" | "cancelled";

/** `lost`: somebody else holds the lease. */
export type Orders = "go-on" | "lost" | Halt;

export function ordersIn({ state, stopped_by }: Pick<MailingRow, "state" | "stopped_by">): "go-on" | Halt {
  if (state === "cancelled") return "cancelled";
  return stopped_by === "person" ? "paused" : "go-on";
}

/**
 * Gives the lease back: the mailing is `finished` when every delivery is final, otherwise `paused`. One that was
 * cancelled meanwhile stays so, and who came back from the relay without a copy is skipped like the others.
 * `stoppedBy`: nobody is to go on unasked. `stopReason`: why the run could not go on. Changes nothing when somebody
 * else holds the lease. Returns the mailing as it is then.
 */
export async function releaseMailing(
  store: Store,
  lease: {
    readonly mailing: number;
    readonly runner: string;
    readonly now: Instant;
    readonly stoppedBy?: Stop | undefined;
    readonly stopReason?: StopReason | undefined;
  },
): Promise<Mailing> {
  const { mailing, runner, now, stoppedBy, stopReason } = lease;
  return store.db.transaction().execute(async (transaction) => {
    const row = await mailingRow(transaction, mailing);
    if (row.runner !== runner) return toMailing(row);
    if (row.state === "cancelled") {
      await endCancelled(transaction, row, now);
      return toMailing(row);
    }
    const free = { runner: null, lease_until: null } as const;
    if (await isFinished(transaction, mailing)) {
      const finished = { ...free, ...notStopped, finished_at: row.finished_at ?? now };
      return toMailing(await moveMailing(transaction, row, { ...finished, state: "finished" }));
    }
    const stopped = {
      stopped_by: row.stopped_by ?? stoppedBy ?? null,
      stop_reason: stopReason === undefined ? row.stop_reason : JSON.stringify(stopReason),
    };
    return toMailing(await moveMailing(transaction, row, { ...free, ...stopped, state: "paused" }));
  });
}

async function countSubmitted(db: Kysely<Tables>, mailing: number): Promise<number> {
  const { submitted } = await db
    .selectFrom("deliveries")
    .select((expression) => expression.fn.countAll<number>().as("submitted"))
    .where("mailing_id", "=", mailing)
    .where("state", "=", "submitted")
    .executeTakeFirstOrThrow();
  return Number(submitted);
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
