import type { Transport } from "../transport/transport.ts";
import type { LedgerPlace } from "./ledger/open-ledger.ts";

/** The threads of a run beside the one that it begins in. */
export interface Threads {
  /** So many make and send messages; with 0 that one does. */
  readonly press: number;
  /** Where the ledger is written. */
  readonly ledger: LedgerPlace;
}

/**
 * Unless a person has said how many: for mailings that are signed, one for each core makes and sends messages. A
 * signature takes several times as long as all else that is done for a message, and the crossing to another thread
 * takes half as long as that all else. For those that are not, one writes the ledger when so many may be on their way
 * that some can be made meanwhile; with fewer it is only a detour. Starting threads takes as long as some hundreds of
 * messages.
 */
export function threadsFor(run: {
  /** What a person has said. */
  readonly asked: number | undefined;
  readonly cores: number;
  readonly signed: boolean;
  readonly transports: readonly Transport[];
  readonly connections: number;
  /** Messages that may be on their way at once. */
  readonly slots: number;
  readonly readers: number;
}): Threads {
  const { asked, cores, signed, transports, connections, slots, readers } = run;
  const isLarge = readers >= fewestReaders;
  const canPress = transports.every(({ relay }) => relay !== undefined);
  const wanted = asked ?? (signed && isLarge ? cores : 0);
  const press = canPress ? Math.min(wanted, connections) : 0;
  if (press > 1) return { press, ledger: "here" };
  if (asked !== undefined) return { press: 0, ledger: asked > 0 ? "apart" : "here" };
  const pays = cores > 1 && isLarge && slots >= fewestSlots;
  return { press: 0, ledger: pays ? "soon" : "here" };
}

const fewestReaders = 2_000;
const fewestSlots = 20;
