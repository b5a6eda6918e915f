import { setImmediate as turn } from "node:timers/promises";
import type { Clock } from "../base/clock.ts";
import { LetterpressError } from "../base/errors.ts";
import type { DeliveryCounts, DeliveryState } from "../model/mailing.ts";
import { nextDeliveries, recordLedger } from "../store/deliveries.ts";
import type { Recorded, Settlement, Started } from "../store/ledger.ts";
import type { Halt } from "../store/mailings.ts";
import type { Store } from "../store/store.ts";

/** Somebody else holds the lease of this mailing: nothing was written and nothing may start. */
export class LeaseLost extends Error {
  override readonly name = "LeaseLost";
}

interface Exchange {
  readonly settled: Settlement | undefined;
  readonly wantsReader: boolean;
  readonly resolve: (reader: Started | undefined) => void;
  readonly reject: (fault: unknown) => void;
}

/** How often a transaction is tried while another program has locked the store: about a minute altogether. */
const lockedTries = 12;

/** How many reader ids are read ahead. Only ids: who they are is read when their intent is written. */
const pageSize = 500;

/**
 * The slots of a run and the ledger. A slot hands in the outcome of its last message and gets its next reader; both are
 * durable before the promise resolves. Whatever the slots hand in while a transaction is being written goes into the
 * next one: many slots share one sync of the disk, and a lone slot never waits for company.
 *
 * After a fault nothing is written any more: every slot is told, and what is in flight stays `submitting` in the ledger,
 * to be named `uncertain` by the next run.
 */
export class LedgerWriter {
  readonly #store: Store;
  readonly #mailing: number;
  readonly #runner: string;
  readonly #clock: Clock;
  readonly #counts: Record<DeliveryState, number>;
  readonly #changed: () => void;
  readonly #busy: () => void;
  readonly #halted: (halt: Halt) => void;
  #waiting: Exchange[] = [];
  #writing = false;
  #page: number[] = [];
  #reading: Promise<void> | undefined;
  #cursor = 0;
  #fault: unknown;

  constructor(options: {
    readonly store: Store;
    readonly mailing: number;
    readonly runner: string;
    readonly clock: Clock;
    /** As they are in the store now. */
    readonly counts: DeliveryCounts;
    readonly changed: () => void;
    /** Another program has locked the store; heard once each time. */
    readonly busy: () => void;
    /** A person has paused or cancelled the mailing: nobody starts any more. */
    readonly halted: (halt: Halt) => void;
  }) {
    this.#store = options.store;
    this.#mailing = options.mailing;
    this.#runner = options.runner;
    this.#clock = options.clock;
    this.#counts = { ...options.counts };
    this.#changed = options.changed;
    this.#busy = options.busy;
    this.#halted = options.halted;
  }

  get counts(): DeliveryCounts {
    return { ...this.#counts };
  }

  /**
   * Records an outcome, if there is one, and starts the next reader, if one is wanted. Undefined: no reader may start
   * now. Throws LeaseLost, or the store's fault.
   */
  async exchange(settled: Settlement | undefined, wantsReader: boolean): Promise<Started | undefined> {
    if (this.#fault !== undefined) throw this.#fault;
    const answer = new Promise<Started | undefined>((resolve, reject) => {
      this.#waiting.push({ settled, wantsReader, resolve, reject });
    });
    if (!this.#writing) void this.#write();
    return answer;
  }

  async #write(): Promise<void> {
    this.#writing = true;
    while (this.#waiting.length > 0) {
      // Replies that are about to be read come first, so that their slots share this transaction.
      for (let turns = 0; turns < 4; turns += 1) await turn();
      const group = this.#waiting;
      this.#waiting = [];
      try {
        await this.#writeGroup(group);
      } catch (fault) {
        this.#fault = fault;
        for (const exchange of [...group, ...this.#waiting]) exchange.reject(fault);
        this.#waiting = [];
      }
    }
    this.#writing = false;
  }

  async #writeGroup(group: readonly Exchange[]): Promise<void> {
    let settled = group.flatMap((exchange) => exchange.settled ?? []);
    const takers = group.filter((exchange) => exchange.wantsReader);
    const started: Started[] = [];
    // A wanted reader may turn out to have left; then the next ones are asked, in a transaction of their own.
    while (settled.length > 0 || started.length < takers.length) {
      const wanted = await this.#nextIds(takers.length - started.length);
      if (settled.length === 0 && wanted.length === 0) break;
      const recorded = await this.#record(settled, wanted);
      if (recorded.status === "fenced") throw new LeaseLost("another sender holds this mailing");
      for (const { state } of settled) this.#move("submitting", state);
      for (const _ of recorded.started) this.#move("pending", "submitting");
      for (const _ of recorded.skipped) this.#move("pending", "skipped");
      settled = [];
      started.push(...recorded.started);
      if (recorded.halted !== undefined) {
        this.#halted(recorded.halted);
        break;
      }
    }
    this.#changed();
    group.forEach((exchange) => {
      exchange.resolve(exchange.wantsReader ? started.shift() : undefined);
    });
  }

  /** One transaction. A locked store wrote nothing, so it is asked again: an outcome that is known is not given up soon. */
  async #record(settled: readonly Settlement[], wanted: readonly number[]): Promise<Recorded> {
    for (let tries = 0; ; tries += 1) {
      const entry = { mailing: this.#mailing, runner: this.#runner, now: this.#clock.now() };
      try {
        return await recordLedger(this.#store, { ...entry, settled, wanted });
      } catch (fault) {
        // Each try has waited for seconds already (store/sqlite-dialect.ts).
        if (tries >= lockedTries || !(fault instanceof LetterpressError && fault.code === "store/locked"))
          throw fault;
        if (tries === 0) this.#busy();
      }
    }
  }

  /** Whether a reader may start now, as far as is known: those on their way may still come back. */
  async hasReaders(): Promise<boolean> {
    if (this.#fault !== undefined) throw this.#fault;
    if (this.#page.length === 0) await this.#readAhead();
    return this.#page.length > 0;
  }

  async #nextIds(limit: number): Promise<readonly number[]> {
    if (limit > 0 && this.#page.length === 0) await this.#readAhead();
    return this.#page.splice(0, limit);
  }

  /** One page at a time, whoever asks. */
  async #readAhead(): Promise<void> {
    this.#reading ??= this.#readPage().finally(() => {
      this.#reading = undefined;
    });
    await this.#reading;
  }

  async #readPage(): Promise<void> {
    const read = (after: number) =>
      nextDeliveries(this.#store, {
        mailing: this.#mailing,
        now: this.#clock.now(),
        after,
        limit: pageSize,
      });
    let rows = await read(this.#cursor);
    // From the start again: safe retries and deferred readers who are due stand before the cursor.
    if (rows.length === 0 && this.#cursor > 0) rows = await read(0);
    this.#page = rows.map((row) => row.subscriber);
    this.#cursor = this.#page.at(-1) ?? 0;
  }

  #move(from: DeliveryState, to: DeliveryState): void {
    // A deferred reader starts too; which of the two it was does not matter to anybody who looks at the bar.
    const source = from === "pending" && this.#counts.pending === 0 ? "deferred" : from;
    this.#counts[source] -= 1;
    this.#counts[to] += 1;
  }
}
