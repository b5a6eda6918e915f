import type { Mailing } from "../model/mailing.ts";
import { skipCancelled } from "./end-cancelled.ts";
import { type Claim, type Holder, holderOf, notStopped } from "./leases.ts";
import { mailingRow, moveMailing, toMailing } from "./mailing-row.ts";
import type { Store } from "./store.ts";
import { markUncertain } from "./uncertain.ts";

/*
 * A person stops a mailing, from any process. The order is written into the row that every ledger transaction reads
 * before it starts a message, so it holds from its commit on: no message starts after it, whatever the runner is busy
 * with. The runner keeps its lease until what it has in flight has been settled, and gives it back.
 *
 * Crash of the one who orders: before the commit nothing was ordered, after it everything was. Crash of the runner:
 * what it had in flight becomes `uncertain`, by whoever looks next (claimMailing, or the same order again).
 */

type Order = Pick<Claim, "mailing" | "now" | "isAlive">;

export type Stopped =
  /** `by`: who still has messages on their way. Without it the order is carried out already. */
  | {
      readonly status: "stopped";
      readonly mailing: Mailing;
      readonly uncertain: number;
      readonly by?: Holder;
    }
  /** Nothing was left to stop. */
  | { readonly status: "over"; readonly mailing: Mailing };

/** Nobody goes on with the mailing until a person resumes it. */
export async function pauseMailing(store: Store, order: Order): Promise<Stopped> {
  return store.db.transaction().execute(async (transaction): Promise<Stopped> => {
    const row = await mailingRow(transaction, order.mailing);
    if (row.state === "finished" || row.state === "cancelled")
      return { status: "over", mailing: toMailing(row) };
    const by = holderOf(row, order);
    if (by !== undefined) {
      await transaction
        .updateTable("mailings")
        .set({ stopped_by: "person" })
        .where("id", "=", row.id)
        .execute();
      return { status: "stopped", mailing: toMailing({ ...row, stopped_by: "person" }), uncertain: 0, by };
    }
    const uncertain = await markUncertain(transaction, row.id, order.now);
    const free = { runner: null, lease_until: null };
    const byPerson = { ...notStopped, stopped_by: "person" } as const;
    const paused = await moveMailing(transaction, row, { state: "paused", ...byPerson, ...free });
    return { status: "stopped", mailing: toMailing(paused), uncertain };
  });
}

/**
 * Takes back a pause from before the mailing was ever started: it waits for its time again. Returns it as it is then.
 */
export async function resumeScheduled(store: Store, mailing: number): Promise<Mailing> {
  return store.db.transaction().execute(async (transaction) => {
    const row = await mailingRow(transaction, mailing);
    if (row.state !== "paused" || row.scheduled_at === null) return toMailing(row);
    return toMailing(await moveMailing(transaction, row, { state: "planned", ...notStopped }));
  });
}

/** Nobody is sent the mailing any more: who is left is skipped. There is no way back. */
export async function cancelMailing(store: Store, order: Order): Promise<Stopped> {
  return store.db.transaction().execute(async (transaction): Promise<Stopped> => {
    const row = await mailingRow(transaction, order.mailing);
    if (row.state === "finished") return { status: "over", mailing: toMailing(row) };
    const by = holderOf(row, order);
    const free = by === undefined ? { runner: null, lease_until: null } : {};
    const uncertain = by === undefined ? await markUncertain(transaction, row.id, order.now) : 0;
    await skipCancelled(transaction, row.id, order.now);
    if (row.state === "cancelled") return { status: "over", mailing: toMailing(row) };
    const over = { state: "cancelled", finished_at: order.now } as const;
    const cancelled = await moveMailing(transaction, row, { ...over, ...notStopped, ...free });
    return {
      status: "stopped",
      mailing: toMailing(cancelled),
      uncertain,
      ...(by === undefined ? {} : { by }),
    };
  });
}
