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
  if (place === "here")
    return {
      record: (entry) => recordLedger(store, entry),
      isApart: false,
      [Symbol.asyncDispose]: async () => undefined,
    };
  const thread = new LedgerThread(store);
  if (place === "apart") await thread.begun;
  return thread;
}
