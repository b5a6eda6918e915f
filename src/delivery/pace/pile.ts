import type { Instant } from "../../base/clock.ts";
import {
  type DuePlace,
  dueReaders,
  pendingReaders,
  pendingReadersAt,
  type WaitingReader,
} from "../../store/deliveries.ts";
import type { Store } from "../../store/store.ts";

/** Whose readers lie on a pile: those at some domains, or all others. */
export type PileOf = { readonly at: readonly string[] } | { readonly notAt: readonly string[] };

/** `domain` is the number of the domain among those of the pile. */
interface PendingPlace {
  readonly domain: number;
  /** A subscriber id. */
  readonly after: number;
}

/** How many rows are looked at in one go. Only ids are kept: who they are is read when their intent is written. */
const pageSize = 500;
/** How soon a pile that was empty is asked for deferred readers who are due. */
const lookMs = 1_000;
/** How many safe retries are kept in memory; when there are more, the pile is read from the start again. */
const mostBack = 10_000;

/**
 * Readers who are still to get a message, read a page ahead. There is a pile for each group of domains with a limit
 * of its own and one for everybody else, so that readers who have to wait hold up nobody, and cost no more than a page.
 * It goes through the pending once, by a cursor of its own; who comes back afterwards (a safe retry) is told to
 * it, and who was deferred is found by when they are due.
 */
export class Pile {
  readonly #store: Store;
  readonly #mailing: number;
  readonly #of: PileOf;
  #page: WaitingReader[] = [];
  #back: WaitingReader[] = [];
  #tooManyBack = false;
  /** Where the next page of the pending begins; undefined when they have been gone through. */
  #pending: PendingPlace | undefined = { domain: 0, after: 0 };
  #due: DuePlace = { dueAt: 0, subscriber: 0 };
  #lookedAt: Instant = Number.NEGATIVE_INFINITY;
  #reading: Promise<void> | undefined;

  constructor(parts: { readonly store: Store; readonly mailing: number; readonly of: PileOf }) {
    this.#store = parts.store;
    this.#mailing = parts.mailing;
    this.#of = parts.of;
  }

  /** Whether nobody lies there, as far as has been read. */
  get isEmpty(): boolean {
    return this.#page.length === 0;
  }

  take(): WaitingReader | undefined {
    return this.#page.shift();
  }

  /** A reader who came from here is `pending` again: after the others. */
  comesBack(reader: WaitingReader): void {
    if (this.#back.length < mostBack) this.#back.push(reader);
    else this.#tooManyBack = true;
  }

  /** Everybody is looked for anew: somebody is pending of whom the pile does not know. */
  restart(): void {
    this.#page = [];
    this.#pending = { domain: 0, after: 0 };
    this.#due = { dueAt: 0, subscriber: 0 };
    this.#back = [];
    this.#tooManyBack = false;
    this.#lookedAt = Number.NEGATIVE_INFINITY;
  }

  /** Reads ahead if nobody lies there. `thoroughly`: also if it was looked for them a moment ago. */
  async fill(now: Instant, thoroughly = false): Promise<void> {
    if (this.#page.length > 0) return;
    const isKnown = this.#pending === undefined && this.#back.length === 0 && !thoroughly;
    if (isKnown && now - this.#lookedAt < lookMs && now >= this.#lookedAt) return;
    // One page at a time, whoever asks.
    this.#reading ??= this.#read(now).finally(() => {
      this.#reading = undefined;
    });
    await this.#reading;
  }

  async #read(now: Instant): Promise<void> {
    while (this.#page.length === 0 && this.#pending !== undefined) await this.#readPending(this.#pending);
    if (this.#page.length > 0) return;
    this.#page = this.#back.splice(0, pageSize);
    if (this.#page.length > 0) return;
    if (this.#tooManyBack) {
      this.restart();
      return this.#read(now);
    }
    if (now < this.#lookedAt) this.#due = { dueAt: 0, subscriber: 0 };
    this.#lookedAt = now;
    for (let more = true; more && this.#page.length === 0; ) more = await this.#readDue(now);
  }

  async #readPending({ domain: number, after }: PendingPlace): Promise<void> {
    const page = { mailing: this.#mailing, after, limit: pageSize };
    const of = this.#of;
    const domain = "at" in of ? of.at[number] : undefined;
    const { readers, next } =
      "notAt" in of
        ? await pendingReaders(this.#store, { ...page, notAt: of.notAt })
        : await pendingReadersAt(this.#store, { ...page, domain: domain ?? "" });
    this.#page.push(...readers);
    const isLast = "notAt" in of || number + 1 >= of.at.length;
    if (next !== undefined) this.#pending = { domain: number, after: next };
    else this.#pending = isLast ? undefined : { domain: number + 1, after: 0 };
  }

  /** False: there are no more. */
  async #readDue(now: Instant): Promise<boolean> {
    const readers = await dueReaders(this.#store, {
      mailing: this.#mailing,
      now,
      after: this.#due,
      limit: pageSize,
    });
    const last = readers.at(-1);
    if (last !== undefined) this.#due = last;
    for (const { subscriber, domain } of readers)
      if (this.#holds(domain)) this.#page.push({ subscriber, domain: "at" in this.#of ? domain : "" });
    return readers.length === pageSize;
  }

  #holds(domain: string): boolean {
    return "at" in this.#of ? this.#of.at.includes(domain) : !this.#of.notAt.includes(domain);
  }
}
