import type { Clock } from "../base/clock.ts";
import type { Mailing } from "../model/mailing.ts";
import { type Halt, type Measured, readOrders, renewLease } from "../store/mailings.ts";
import { markRun } from "../store/run-marks.ts";
import type { Store } from "../store/store.ts";
import { wait } from "./wait.ts";

/** Longer than the ledger waits for a store that is locked (ledger/ledger-writer.ts). */
export const leaseMs = 90_000;

/**
 * How soon a run that writes nothing, because it waits for the relay or for a reader's time, hears what a person says.
 */
const lookMs = 1_000;

/**
 * Keeps the lease of a run until `ended`, also while what is in flight is waited for, and looks every second what a
 * person has said of the mailing. (While messages go out the ledger tells sooner.) `stop` hears it. With the lease goes
 * what `status` measures the speed from: what `submitted` said at the renewal before. So it is half a minute to a
 * minute old, and costs nothing more.
 */
export async function keepLease(kept: {
  readonly store: Store;
  readonly mailing: Mailing;
  readonly runner: string;
  readonly clock: Clock;
  readonly ended: AbortSignal;
  /** How many readers have been submitted; undefined as long as nobody has counted them. */
  readonly submitted: () => number | undefined;
  readonly stop: (why: "lost" | Halt) => void;
}): Promise<void> {
  const { store, mailing, runner, clock, ended, submitted, stop } = kept;
  let renewedAt = clock.now();
  let last: Measured | undefined;
  for (;;) {
    await wait(lookMs, ended);
    if (ended.aborted) return;
    // A store that cannot be read cannot record either: the next ledger transaction says so with a better error.
    const orders = await readOrders(store, { mailing: mailing.id, runner }).catch(() => "go-on" as const);
    if (orders !== "go-on") stop(orders);
    if (orders === "lost") return;
    const now = clock.now();
    // A clock that was set back counts as well: until when the lease lasts is a moment of this clock.
    if (Math.abs(now - renewedAt) < leaseMs / 3) continue;
    const count = submitted();
    const current = count === undefined ? undefined : { at: now, submitted: count };
    // A machine that slept, or a clock that was set, makes a moment that is no measure.
    const measured = Math.abs(now - renewedAt) < (leaseMs * 2) / 3 ? last : current;
    last = current;
    renewedAt = now;
    await renewLease(store, { mailing: mailing.id, runner, now, leaseMs, measured }).catch(() => true);
    await markRun(store, mailing).catch(() => undefined);
  }
}
