import type { Clock, Instant } from "../../base/clock.ts";
import { LetterpressError } from "../../base/errors.ts";

/** A line of what `send --dry-run` says; a note is about the work and not a part of the plan. */
export interface PlanLine {
  readonly text: string;
  readonly isNote: boolean;
}

export type Plan = readonly PlanLine[];

/**
 * Works out what a send of an issue (its file, from the newsletter's folder on) to a list would do; changes nothing.
 */
export type MakePlan = (file: string, list: string, signal: AbortSignal) => Promise<Plan>;

/** What is known of the plan of an issue. */
export interface KnownPlan {
  /** Undefined while it is worked out for the first time. */
  readonly plan?: Plan;
  readonly madeAt?: Instant;
  /** What is shown is to be replaced soon. */
  readonly isOld: boolean;
}

interface Kept {
  readonly plan: Plan;
  readonly madeAt: Instant;
  /** What it was made from. */
  readonly mark: readonly unknown[];
}

/**
 * The plans of issues. A page gets at once what is known, and hears when there is more: one plan is worked out at a
 * time, when somebody looks at it and its issue has changed, or after half a minute; and never more than half of the
 * time. Open until `close`.
 */
export class Plans {
  readonly #make: MakePlan;
  readonly #clock: Clock;
  readonly #onNews: () => void;
  readonly #closing = new AbortController();
  readonly #kept = new Map<string, Kept>();
  #isBusy = false;

  constructor(make: MakePlan, clock: Clock, onNews: () => void) {
    this.#make = make;
    this.#clock = clock;
    this.#onNews = onNews;
  }

  /** `mark` are values that are others when the issue is another one. */
  look(file: string, list: string, mark: readonly unknown[]): KnownPlan {
    const key = JSON.stringify([list, file]);
    const kept = this.#kept.get(key);
    const isOld = kept === undefined || !isSame(kept.mark, mark);
    const isDue = isOld || this.#clock.now() - kept.madeAt >= freshMs;
    if (isDue && !this.#isBusy) void this.#workOut(key, file, list, mark);
    return kept === undefined ? { isOld } : { plan: kept.plan, madeAt: kept.madeAt, isOld };
  }

  /** The next look works it out anew. What is known stays to be shown until then. */
  forget(file: string, list: string): void {
    const key = JSON.stringify([list, file]);
    const kept = this.#kept.get(key);
    if (kept !== undefined) this.#kept.set(key, { ...kept, mark: [] });
    this.#onNews();
  }

  close(): void {
    this.#closing.abort();
  }

  async #workOut(key: string, file: string, list: string, mark: readonly unknown[]): Promise<void> {
    this.#isBusy = true;
    const began = this.#clock.now();
    const plan = await this.#make(file, list, this.#closing.signal).catch(inWords);
    const madeAt = this.#clock.now();
    this.#kept.delete(key);
    this.#kept.set(key, { plan, madeAt, mark });
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > mostKept && oldest !== undefined) this.#kept.delete(oldest);
    if (this.#closing.signal.aborted) return;
    this.#onNews();
    // It rests as long as it took: an editor that saves every second must not keep a core busy.
    const rested = setTimeout(() => {
      this.#isBusy = false;
      this.#onNews();
    }, madeAt - began);
    rested.unref();
  }
}

function inWords(fault: unknown): Plan {
  if (fault instanceof LetterpressError) return [{ text: `${fault.message} ${fault.remedy}`, isNote: true }];
  const words = fault instanceof Error ? fault.message : String(fault);
  return [{ text: `The plan cannot be worked out: ${words}`, isNote: true }];
}

function isSame(one: readonly unknown[], other: readonly unknown[]): boolean {
  return one.length === other.length && one.every((value, index) => value === other[index]);
}

const freshMs = 30_000;
const mostKept = 50;
