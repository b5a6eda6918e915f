import { systemCode } from "../../base/errors.ts";
import { recordLedger } from "../../store/deliveries.ts";
import type { Store } from "../../store/store.ts";
import type { Ledger } from "./ledger.ts";
import { LedgerThread } from "./ledger-thread-link.ts";

/**
 * `here`: in this thread. `soon`: in one of its own, as soon as that is ready, which takes as long as some hundreds of messages.
 * `apart`: so from the first entry on.
 */
export type LedgerPlace = "here" | "soon" | "apart";

/** Dispose of it when nothing is to be recorded any more. */
export async function openLedger(store: Store, place: LedgerPlace): Promise<Ledger> {
  const thread = place === "here" ? undefined : begun(store);
  if (place === "apart") await thread?.begun;
  return thread ?? ledgerHere(store);
}

/** Undefined when the system gives this process no more threads, as a container may. */
function begun(store: Store): LedgerThread | undefined {
  try {
    return new LedgerThread(store);
  } catch (fault) {
    if (systemCode(fault) === "ERR_WORKER_INIT_FAILED") return undefined;
    throw fault;
  }
}

function ledgerHere(store: Store): Ledger {
  return {
    record: (entry) => recordLedger(store, entry),
    isApart: false,
    [Symbol.asyncDispose]: async () => undefined,
  };
}
