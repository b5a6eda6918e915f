import type { Worker } from "node:worker_threads";
import { beginThread } from "../../base/begin-thread.ts";
import { faultText, LetterpressError } from "../../base/errors.ts";
import { recordLedger } from "../../store/deliveries.ts";
import type { LedgerEntry, Recorded } from "../../store/ledger.ts";
import type { Store } from "../../store/store.ts";
import { type Ledger, ledgerThreadDied } from "./ledger.ts";
import { type FromLedger, type LedgerThreadStart, restored, type ToLedger } from "./ledger-post.ts";

/**
 * The ledger in a thread of its own, seen from the run: an entry crosses over, and it is on the disk when the answer
 * comes back. So the order of the promises is what it was. Until the thread has opened the store entries are written in
 * this one; so they are for the whole run when it cannot, for whatever reason, which `missed` hears.
 *
 * A thread that dies (a bug of ours, no memory) may have committed the entry it was asked for or not, as a process that
 * is killed: the run ends, those who are in flight stay `submitting`, and the next run names them.
 */
export class LedgerThread implements Ledger {
  readonly #store: Store;
  readonly #thread: Worker;
  readonly #missed: (why: string) => void;
  readonly #begun = Promise.withResolvers<void>();
  readonly #ended = Promise.withResolvers<void>();
  #isReady = false;
  #asked: PromiseWithResolvers<Recorded> | undefined;
  #died: string | undefined;
  #closing = false;

  /** Undefined when there is no thread to be had. */
  static begin(store: Store, missed: (why: string) => void): LedgerThread | undefined {
    const workerData: LedgerThreadStart = { file: store.file, fileNumber: store.fileNumber };
    const thread = beginThread(threadFile, { workerData, name: "ledger", resourceLimits });
    return thread === undefined ? undefined : new LedgerThread(store, thread, missed);
  }

  private constructor(store: Store, thread: Worker, missed: (why: string) => void) {
    this.#store = store;
    this.#thread = thread;
    this.#missed = missed;
    this.#thread.on("message", (text: string) => this.#hear(JSON.parse(text) as FromLedger));
    this.#thread.on("error", (fault) => this.#lose(faultText(fault)));
    this.#thread.on("exit", (code) => {
      this.#lose(`it ended with code ${code}`);
      this.#ended.resolve();
    });
  }

  /** Resolves when it is ready, or never will be. */
  get begun(): Promise<void> {
    return this.#begun.promise;
  }

  get isApart(): boolean {
    return this.#isReady;
  }

  async record(entry: LedgerEntry): Promise<Recorded> {
    if (!this.#isReady) return recordLedger(this.#store, entry);
    if (this.#died !== undefined) throw gone(this.#died);
    if (this.#asked !== undefined) throw new Error("the ledger is writing another entry");
    this.#asked = Promise.withResolvers();
    this.#say({ type: "entry", entry });
    return this.#asked.promise;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closing = true;
    if (this.#isReady && this.#died === undefined) this.#say({ type: "close" });
    else await this.#thread.terminate();
    await this.#ended.promise;
  }

  #say(word: ToLedger): void {
    this.#thread.postMessage(JSON.stringify(word));
  }

  #hear(word: FromLedger): void {
    const asked = this.#asked;
    this.#asked = undefined;
    if (word.type === "recorded") asked?.resolve(word.recorded);
    else if (word.type === "refused") asked?.reject(restored(word.fault));
    else {
      this.#isReady = true;
      this.#begun.resolve();
    }
  }

  #lose(reason: string): void {
    if (this.#died === undefined && !this.#isReady && !this.#closing) this.#missed(reason);
    this.#died ??= reason;
    this.#asked?.reject(gone(this.#died));
    this.#asked = undefined;
    this.#begun.resolve();
  }
}

function gone(reason: string): LetterpressError {
  return new LetterpressError(
    ledgerThreadDied,
    `The thread that writes the ledger is gone: ${reason}.`,
    "Who was on the way is uncertain. Send again: it goes on where it stopped; with threads: 0 in letterpress.yaml it needs none.",
  );
}

/** In the form in which this file is: TypeScript while we work, JavaScript in the package. */
const threadFile = new URL(
  `./ledger-thread${import.meta.url.endsWith(".ts") ? ".ts" : ".js"}`,
  import.meta.url,
);

/** An entry lives for as long as its transaction, so it can be swept often. In MB. */
const resourceLimits = { maxYoungGenerationSizeMb: 8 };
