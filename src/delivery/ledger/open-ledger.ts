import { noMoreThreads } from "../../base/begin-thread.ts";
import { recordLedger } from "../../store/deliveries.ts";
import type { Store } from "../../store/store.ts";
import type { Ledger } from "./ledger.ts";
import { LedgerThread } from "./ledger-thread-link.ts";

/**
 * `here`: in this thread. `soon`: in one of its own, as soon as that is ready, which takes as long as some hundreds of
 * messages. `apart`: so from the first entry on.
 */
export type LedgerPlace = "here" | "soon" | "apart";

/**
 * Dispose of it when nothing is to be recorded any more. `missed` hears, once and perhaps later, why the thread that it
 * was to have cannot begin, as a sentence; everything is recorded then, too.
 */
export async function openLedger(
  store: Store,
  place: LedgerPlace,
  missed: (message: string) => void,
): Promise<Ledger> {
  if (place === "here") return ledgerHere(store);
  const noThread = (why: string) => missed(writtenHere(why));
  const thread = LedgerThread.begin(store, noThread);
  if (thread === undefined) noThread(noMoreThreads);
  else if (place === "apart") await thread.begun;
  return thread ?? ledgerHere(store);
}

function writtenHere(why: string): string {
  const reason = why.replace(/\.$/, "");
  return `The ledger has no thread of its own, and the mailing may take longer: ${reason}. The main thread writes it.`;
}

function ledgerHere(store: Store): Ledger {
  return {
    record: (entry) => recordLedger(store, entry),
    isApart: false,
    [Symbol.asyncDispose]: async () => undefined,
  };
}
