import type { Store } from "../store/store.ts";
import { type Unsubscribed, unsubscribeAll, type UnsubscribeRequest } from "../store/unsubscribe.ts";

/**
 * The way out: everybody who unsubscribes while a transaction is under way shares the next one. So the disk is synced far less
 * often than once for each reader, and nobody is answered before their departure is on it.
 *
 * Crash before the commit: nobody of the group was answered, and they try again. Crash after it: the departures stand.
 */
export class Departures {
  readonly #store: Store;
  #waiting: Waiting[] = [];
  #running: Promise<void> | undefined;

  constructor(store: Store) {
    this.#store = store;
  }

  /** Resolves when it is on the disk. Rejects with the fault of the store (a LetterpressError) when it cannot be. */
  unsubscribe(request: UnsubscribeRequest): Promise<Unsubscribed> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ request, resolve, reject });
      this.#running ??= this.#run();
    });
  }

  /** Resolves when nobody waits any more. */
  async close(): Promise<void> {
    await this.#running;
  }

  async #run(): Promise<void> {
    // The requests of one turn of the event loop come together.
    await new Promise((resolve) => setImmediate(resolve));
    while (this.#waiting.length > 0) {
      const group = this.#waiting.splice(0, largestGroup);
      try {
        const answers = await unsubscribeAll(
          this.#store,
          group.map(({ request }) => request),
        );
        for (const [index, { resolve }] of group.entries())
          resolve(answers[index] ?? { status: "unknown-token" });
      } catch (fault) {
        for (const { reject } of group) reject(fault);
      }
    }
    this.#running = undefined;
  }
}

interface Waiting {
  readonly request: UnsubscribeRequest;
  readonly resolve: (answer: Unsubscribed) => void;
  readonly reject: (fault: unknown) => void;
}

// A statement has two parameters a reader; SQLite takes 32,766.
const largestGroup = 1000;
