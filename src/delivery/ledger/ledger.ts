import type { LedgerEntry, Recorded } from "../../store/ledger.ts";

/** The code of the LetterpressError with which nothing is recorded any more, because the thread that writes is gone. */
export const ledgerThreadDied = "delivery/ledger-thread-died";

/** Where the outcomes and intents of a run are written (store/ledger.ts). One entry at a time. */
export interface Ledger extends AsyncDisposable {
  /** Throws what `recordLedger` throws, and a LetterpressError when the thread that writes is gone. */
  record(entry: LedgerEntry): Promise<Recorded>;
  /**
   * The next entry is written in a thread of its own: this one can make messages while it is on its way to the disk.
   */
  readonly isApart: boolean;
}
