import { LetterpressError } from "../base/errors.ts";
import type { Store } from "../store/store.ts";
import {
  findSubscriptions,
  type Unsubscribed,
  type UnsubscribeRequest,
  unsubscribeAll,
} from "../store/unsubscribe.ts";
import { hasJournal, keepReserve, takeOverJournal, writeJournal } from "../store/unsubscribe-journal.ts";

/**
 * The way out: everybody who unsubscribes while a transaction is under way shares the next one. So the disk is synced
 * far less often than once for each reader, and nobody is answered before their departure is on it. While the store
 * cannot be written they are noted in the journal beside it (store/unsubscribe-journal.ts), and taken over as soon as
 * it can.
 *
 * Crash before the commit: nobody of the group was answered, and they try again. Crash after it, or after the journal
 * was written: the departures stand.
 */
export class Departures {
  readonly #store: Store;
  readonly #reads: Store;
  readonly #tell: (event: DepartureEvent) => void;
  #waiting: Waiting[] = [];
  #running: Promise<void> | undefined;
  #retry: NodeJS.Timeout | undefined;
  #takingOver: Promise<void> | undefined;
  /** Whose tokens were noted since the store was last written. */
  readonly #noted = new Set<string>();

  /**
   * The store should give up on a lock soon: whoever waits behind it is noted in the journal. `reads` is another
   * connection to it, which nobody keeps waiting: a lock lets readers in.
   */
  constructor(store: Store, reads: Store, tell: (event: DepartureEvent) => void = () => undefined) {
    this.#store = store;
    this.#reads = reads;
    this.#tell = tell;
    if (!keepReserve(store.file)) tell({ kind: "no-reserve" });
    if (hasJournal(store.file)) this.#takeOverSoon(0);
  }

  /** How many are in the journal and not yet in the store. */
  get noted(): number {
    return this.#noted.size;
  }

  /** Whether this reader is in the journal, and the store does not know it yet. */
  hasNoted(token: string): boolean {
    // Another process may have taken the journal over, and the reader may have come back since.
    return this.#noted.has(token.toLowerCase()) && hasJournal(this.#store.file);
  }

  /**
   * Resolves when it is on the disk: in the store, or `noted` in the journal. Rejects with a LetterpressError when it
   * can be in neither.
   */
  unsubscribe(request: UnsubscribeRequest): Promise<Departed> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ request, resolve, reject });
      this.#running ??= this.#run();
    });
  }

  /** Resolves when nobody waits any more. The journal, if there is one, is taken over at the next start. */
  async close(): Promise<void> {
    await this.#running;
    clearTimeout(this.#retry);
    await this.#takingOver;
  }

  async #run(): Promise<void> {
    // The requests of one turn of the event loop come together.
    await new Promise((resolve) => setImmediate(resolve));
    while (this.#waiting.length > 0) await this.#record(this.#waiting.splice(0, largestGroup));
    this.#running = undefined;
  }

  async #record(group: readonly Waiting[]): Promise<void> {
    const requests = group.map(({ request }) => request);
    try {
      // Behind a journal there is no use in waiting for the store again: it is asked apart.
      const answers = this.noted > 0 ? await this.#note(requests) : await this.#write(requests);
      for (const [index, { resolve }] of group.entries())
        resolve(answers[index] ?? { status: "unknown-token" });
    } catch (fault) {
      for (const { reject } of group) reject(fault);
    }
  }

  async #write(requests: readonly UnsubscribeRequest[]): Promise<readonly Departed[]> {
    try {
      return await unsubscribeAll(this.#store, requests);
    } catch (fault) {
      if (!(fault instanceof LetterpressError)) throw fault;
      const answers = await this.#note(requests);
      this.#tell({ kind: "noting", because: fault });
      return answers;
    }
  }

  /**
   * Each reader is noted once, and only by a link of ours, or one who sends it again and again could fill the disk;
   * while links cannot even be looked up, all that look like one.
   */
  async #note(requests: readonly UnsubscribeRequest[]): Promise<readonly Departed[]> {
    const states = await findSubscriptions(
      this.#reads,
      requests.map(({ token }) => token),
    ).catch(() => []);
    const news = new Map<string, UnsubscribeRequest>();
    const answers = requests.map((request, index): Departed => {
      const token = request.token.toLowerCase();
      const state = states[index];
      if (state === "unknown-token") return { status: state };
      if (state === "already-unsubscribed" || news.has(token) || this.hasNoted(token))
        return { status: "gone" };
      news.set(token, request);
      return { status: "noted" };
    });
    if (this.noted + news.size > mostNoted) throw tooMany();
    if (news.size > 0) writeJournal(this.#store.file, [...news.values()]);
    for (const token of news.keys()) this.#noted.add(token);
    if (this.noted > 0) this.#takeOverSoon(retryMs);
    return answers;
  }

  #takeOverSoon(waitMs: number): void {
    this.#retry ??= setTimeout(() => {
      this.#takingOver = this.#takeOver().finally(() => {
        this.#takingOver = undefined;
      });
    }, waitMs);
    this.#retry.unref();
  }

  async #takeOver(): Promise<void> {
    const before = [...this.#noted];
    try {
      const answers = await takeOverJournal(this.#store);
      for (const token of before) this.#noted.delete(token);
      this.#retry = undefined;
      if (answers !== undefined) this.#tell({ kind: "taken-over", readers: answers.length });
      if (this.noted > 0) this.#takeOverSoon(0);
      else keepReserve(this.#store.file);
    } catch (fault) {
      this.#retry = undefined;
      if (!(fault instanceof LetterpressError)) this.#tell({ kind: "fault", fault });
      this.#takeOverSoon(retryMs);
    }
  }
}

function tooMany(): LetterpressError {
  return new LetterpressError(
    "store/journal-unwritten",
    `More than ${mostNoted} readers unsubscribed while the store could not be written.`,
    "Make it writable again.",
  );
}

/**
 * `noted`: in the journal; no message starts, though the store does not know it yet. `gone`: that was so before, in the
 * journal or in the store.
 */
export type Departed = Unsubscribed | { readonly status: "noted" | "gone" };

/** What who runs the service should know. */
export type DepartureEvent =
  /** The store cannot be written, and the journal is. */
  | { readonly kind: "noting"; readonly because: LetterpressError }
  | { readonly kind: "taken-over"; readonly readers: number }
  /** A mistake of ours; it is tried again. */
  | { readonly kind: "fault"; readonly fault: unknown }
  /** There is no room for the reserve: a full disk would leave no room for the journal. */
  | { readonly kind: "no-reserve" };

interface Waiting {
  readonly request: UnsubscribeRequest;
  readonly resolve: (answer: Departed) => void;
  readonly reject: (fault: unknown) => void;
}

// A statement has three parameters a reader; SQLite takes 32,766.
const largestGroup = 1000;
const retryMs = 500;
const mostNoted = 250_000;
