import { setImmediate as turn } from "node:timers/promises";
import type { Clock } from "../../base/clock.ts";
import { LetterpressError } from "../../base/errors.ts";
import type { DeliveryCounts, DeliveryState } from "../../model/mailing.ts";
import type { Recorded, Settlement, Started, Wanted } from "../../store/ledger.ts";
import type { Halt } from "../../store/mailings.ts";
import type { Pass, Turnstile } from "../pace/turnstile.ts";
import type { Ledger } from "./ledger.ts";

/** Somebody else holds the lease of this mailing: nothing was written and nothing may start. */
export class LeaseLost extends Error {
  override readonly name = "LeaseLost";
}

/** `setAside`: the reader is `pending` again, but not for this round. */
export interface Settled extends Settlement {
  readonly setAside?: true;
}

interface Exchange {
  readonly settled: Settled | undefined;
  readonly pass: Pass | undefined;
  readonly resolve: (reader: Started | undefined) => void;
  readonly reject: (fault: unknown) => void;
}

interface Taker {
  readonly pass: Pass;
  readonly resolve: Exchange["resolve"];
}

/** How often a transaction is tried while another program has locked the store: about a minute altogether. */
const lockedTries = 12;
/**
 * Of three, one is written, one waits for that, and of one the messages are made; with two this thread waits, with four
 * the transactions become small.
 */
const waves = 3;

/**
 * The slots of a run and the ledger. A slot hands in the outcome of its last message and gets its next reader; both are
 * durable before the promise resolves. Whatever the slots hand in while a transaction is being written goes into the
 * next one: many slots share one sync of the disk, and a lone slot never waits for company.
 *
 * With a ledger in a thread of its own the slots go in waves, three for all of them: while one is being written,
 * another's messages are made. For that a wave gets its answers when the next one is on its way to the ledger, or when
 * nobody else is waiting.
 *
 * After a fault nothing is written any more: every slot is told, and what is in flight stays `submitting` in the
 * ledger, to be named `uncertain` by the next run.
 */
export class LedgerWriter {
  readonly #ledger: Ledger;
  readonly #mailing: number;
  readonly #runner: string;
  readonly #clock: Clock;
  readonly #turnstile: Turnstile;
  /** By subscriber, from the intent to the outcome. */
  readonly #passes = new Map<number, Pass>();
  readonly #counts: Record<DeliveryState, number>;
  readonly #changed: () => void;
  readonly #busy: () => void;
  readonly #halted: (halt: Halt) => void;
  readonly #slots: number;
  /** Of what has been recorded and not been answered yet. */
  #answers: readonly (() => void)[] = [];
  #moves = 0;
  #waiting: Exchange[] = [];
  #writing = false;
  #fault: unknown;

  constructor(options: {
    readonly ledger: Ledger;
    readonly mailing: number;
    readonly runner: string;
    readonly clock: Clock;
    readonly turnstile: Turnstile;
    /** How many of them there may be. */
    readonly slots: number;
    /** As they are in the store now. */
    readonly counts: DeliveryCounts;
    readonly changed: () => void;
    /** Another program has locked the store; heard once each time. */
    readonly busy: () => void;
    /** A person has paused or cancelled the mailing: nobody starts any more. */
    readonly halted: (halt: Halt) => void;
  }) {
    this.#ledger = options.ledger;
    this.#slots = options.slots;
    this.#mailing = options.mailing;
    this.#runner = options.runner;
    this.#clock = options.clock;
    this.#turnstile = options.turnstile;
    this.#counts = { ...options.counts };
    this.#changed = options.changed;
    this.#busy = options.busy;
    this.#halted = options.halted;
  }

  get counts(): DeliveryCounts {
    return { ...this.#counts };
  }

  /** How many changes of state have been written down. */
  get moves(): number {
    return this.#moves;
  }

  /**
   * Records an outcome, if there is one, and starts the reader of a pass, or the next one of the same pile when that
   * one has left since. Undefined: nobody was started, and the pass is given back. Throws LeaseLost, or the store's
   * fault.
   */
  async exchange(settled: Settled | undefined, pass?: Pass): Promise<Started | undefined> {
    if (this.#fault !== undefined) throw this.#fault;
    const answer = new Promise<Started | undefined>((resolve, reject) => {
      this.#waiting.push({ settled, pass, resolve, reject });
    });
    if (!this.#writing) void this.#write();
    return answer;
  }

  async #write(): Promise<void> {
    this.#writing = true;
    while (this.#waiting.length > 0 || this.#answers.length > 0) {
      await this.#gather();
      if (this.#waiting.length === 0) {
        this.#answer();
        continue;
      }
      const group = this.#waiting.splice(0, this.#most);
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

  /** How many exchanges share a transaction at most. */
  get #most(): number {
    return this.#ledger.isApart ? Math.ceil(this.#slots / waves) : Number.POSITIVE_INFINITY;
  }

  /** Replies that are about to be read come first, so that their slots share this transaction. */
  async #gather(): Promise<void> {
    for (let quiet = 0; quiet < 4 && this.#waiting.length < this.#most; ) {
      const before = this.#waiting.length;
      await turn();
      quiet = this.#ledger.isApart && this.#waiting.length > before ? 0 : quiet + 1;
    }
  }

  #answer(): void {
    const answers = this.#answers;
    this.#answers = [];
    for (const answer of answers) answer();
  }

  async #writeGroup(group: readonly Exchange[]): Promise<void> {
    let settled = group.flatMap((exchange) => exchange.settled ?? []);
    let takers = group.flatMap(({ pass, resolve }) => (pass === undefined ? [] : [{ pass, resolve }]));
    const answers: (() => void)[] = [];
    // A wanted reader may turn out to have left; then the next ones are asked, in a transaction of their own.
    while (settled.length > 0 || takers.length > 0) {
      const recording = this.#record(
        settled,
        takers.map(({ pass }) => pass),
      );
      this.#answer();
      const recorded = await recording;
      if (recorded.status === "fenced") throw new LeaseLost("another sender holds this mailing");
      for (const settlement of settled) this.#settle(settlement);
      for (const _ of recorded.skipped) this.#move("pending", "skipped");
      settled = [];
      const left = this.#start(takers, recorded.started, answers);
      if (recorded.halted !== undefined) {
        for (const { pass, resolve } of left) {
          this.#turnstile.giveBack(pass);
          resolve(undefined);
        }
        this.#halted(recorded.halted);
        break;
      }
      takers = await this.#others(left);
    }
    this.#changed();
    for (const { pass, resolve } of group) if (pass === undefined) answers.push(() => resolve(undefined));
    // Those of the wave before are still there when this one had nothing to record.
    this.#answers = [...this.#answers, ...answers];
    if (!this.#ledger.isApart) this.#answer();
  }

  /** Those whose reader was not started. */
  #start(takers: readonly Taker[], started: readonly Started[], answers: (() => void)[]): readonly Taker[] {
    const found = new Map(started.map((reader) => [reader.subscriber, reader]));
    return takers.filter(({ pass, resolve }) => {
      const reader = found.get(pass.subscriber);
      if (reader === undefined) return true;
      found.delete(pass.subscriber);
      this.#passes.set(pass.subscriber, pass);
      this.#move("pending", "submitting");
      answers.push(() => resolve(reader));
      return false;
    });
  }

  async #others(takers: readonly Taker[]): Promise<Taker[]> {
    const others: Taker[] = [];
    for (const { pass, resolve } of takers) {
      const another = await this.#turnstile.another(pass);
      if (another === undefined) resolve(undefined);
      else others.push({ pass: another, resolve });
    }
    return others;
  }

  #settle({ subscriber, state, setAside }: Settled): void {
    const pass = this.#passes.get(subscriber);
    this.#passes.delete(subscriber);
    if (state === "pending" && setAside !== true && pass !== undefined) this.#turnstile.comesBack(pass);
    this.#move("submitting", state);
  }

  /**
   * One transaction. A locked store wrote nothing, so it is asked again: an outcome that is known is not given up soon.
   */
  async #record(settled: readonly Settlement[], passes: readonly Pass[]): Promise<Recorded> {
    const wanted = passes.map(wantedOf);
    for (let tries = 0; ; tries += 1) {
      const entry = { mailing: this.#mailing, runner: this.#runner, now: this.#clock.now() };
      try {
        return await this.#ledger.record({ ...entry, settled, wanted });
      } catch (fault) {
        // Each try has waited for seconds already (store/sqlite-dialect.ts).
        if (tries >= lockedTries || !(fault instanceof LetterpressError && fault.code === "store/locked"))
          throw fault;
        if (tries === 0) this.#busy();
      }
    }
  }

  #move(from: DeliveryState, to: DeliveryState): void {
    // A deferred reader starts too; which of the two it was does not matter to anybody who looks at the bar.
    const source = from === "pending" && this.#counts.pending === 0 ? "deferred" : from;
    this.#moves += 1;
    this.#counts[source] -= 1;
    this.#counts[to] += 1;
  }
}

/** Of a pass, what the ledger has to know. */
function wantedOf({ subscriber, relay, domain, at, beginsDay }: Pass): Wanted {
  return { subscriber, relay, domain, at, beginsDay };
}
