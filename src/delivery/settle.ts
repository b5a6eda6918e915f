import { backoffMs } from "../base/backoff.ts";
import type { Instant } from "../base/clock.ts";
import type { Outcome } from "../model/outcome.ts";
import type { RetryPolicy } from "../model/pace.ts";
import type { Settlement } from "../store/ledger.ts";

export interface Attempt {
  readonly subscriber: number;
  /** Counts from 1. */
  readonly attempts: number;
  /** How many of them ended in a wait. */
  readonly waits: number;
  readonly now: Instant;
  /** In [0, 1). */
  readonly random: number;
}

/** A link that breaks this often while one and the same message is on its way is no accident of the link. */
const patience = 3;

/** What an outcome means for the reader's delivery: the one place where outcomes become ledger entries. */
export function settle(outcome: Outcome, attempt: Attempt, retry: RetryPolicy): Settlement {
  const { subscriber } = attempt;
  switch (outcome.status) {
    case "submitted":
      return { subscriber, state: "submitted", reason: outcome.reply };
    case "rejected": {
      const bounce = outcome.because === "mailbox" ? { suppress: true } : {};
      return { subscriber, state: "rejected", reason: outcome.reply, ...bounce };
    }
    case "deferred":
      return defer(outcome.reply, attempt, retry);
    case "uncertain":
      return { subscriber, state: "uncertain", reason: outcome.reason };
    case "unsent":
      if (attempt.attempts - attempt.waits > patience) return defer(outcome.reason, attempt, retry);
      return { subscriber, state: "pending", reason: outcome.reason };
    case "refused":
      return { subscriber, state: "pending", reason: outcome.reply };
  }
}

function defer(
  reason: string,
  { subscriber, attempts, waits, now, random }: Attempt,
  retry: RetryPolicy,
): Settlement {
  if (waitedMs(retry.stepsMs, waits) >= retry.giveUpMs)
    return { subscriber, state: "rejected", reason: `Given up after ${attempts} attempts. ${reason}` };
  return { subscriber, state: "deferred", reason, dueAt: now + backoffMs(retry.stepsMs, waits + 1, random) };
}

/** How long so many waits were, without the random spread. */
function waitedMs(stepsMs: readonly number[], waits: number): number {
  let sum = 0;
  for (let wait = 1; wait <= waits; wait += 1) sum += backoffMs(stepsMs, wait, 0.5);
  return sum;
}
