import { parentPort, workerData } from "node:worker_threads";
import { recordLedger } from "../../store/deliveries.ts";
import type { LedgerEntry } from "../../store/ledger.ts";
import { openStore } from "../../store/store.ts";
import { type FromLedger, type LedgerThreadStart, posted, type ToLedger } from "./ledger-post.ts";

/*
 * The first file of a ledger thread, which is started as a file and not imported. It opens the store for itself, and
 * from there on an entry comes in, and what was recorded goes out: its transactions and the disk are its own. It waits
 * for the disk in this thread, which has nothing else to do. One that cannot open the store (locked for long, or gone,
 * say) ends with that fault.
 */
const { file, fileNumber } = workerData as LedgerThreadStart;
const store = await openStore({ file, fileNumber, waitsHere: true });
parentPort?.on("message", (text: string) => void hear(JSON.parse(text) as ToLedger));
say({ type: "ready" });

async function hear(word: ToLedger): Promise<void> {
  if (word.type === "entry") return say(await answerTo(word.entry));
  await store.close();
  parentPort?.close();
}

async function answerTo(entry: LedgerEntry): Promise<FromLedger> {
  try {
    return { type: "recorded", recorded: await recordLedger(store, entry) };
  } catch (fault) {
    return { type: "refused", fault: posted(fault) };
  }
}

function say(word: FromLedger): void {
  parentPort?.postMessage(JSON.stringify(word));
}
