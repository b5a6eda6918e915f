import type { Clock } from "../base/clock.ts";
import type { RetryPolicy } from "../model/pace.ts";
import type { Settlement, Started } from "../store/ledger.ts";
import type { Lane } from "./lane.ts";
import type { LedgerWriter } from "./ledger-writer.ts";
import { PressFault, type PressOutcome, type PressSession } from "./press.ts";
import { settle } from "./settle.ts";
import { wait } from "./wait.ts";

/** What all slots of a run share, and what those of its relay do. */
export interface SlotWork extends Lane {
  readonly ledger: LedgerWriter;
  readonly retry: RetryPolicy;
  readonly clock: Clock;
  readonly random: () => number;
  /** Aborted by the first slot that finds no reader: slots that wait for a session need not wait any longer. */
  readonly round: AbortController;
}

/**
 * One message after the other, until no reader may start. The order is the promise: a session is open before a reader
 * is claimed; the intent is durable before the first byte; the outcome is durable before the next reader. An outcome is
 * never kept waiting for the turn, the pace or a new session.
 */
export async function runSlot(work: SlotWork): Promise<void> {
  const { ledger, door, share, pace, clock, signal, round } = work;
  const noSession = AbortSignal.any([signal, round.signal]);
  let session: PressSession | undefined;
  let settled: Settlement | undefined;
  const turn = share.turn();
  const record = async (): Promise<void> => {
    const outcome = settled;
    settled = undefined;
    if (outcome !== undefined) await ledger.exchange(outcome, false);
  };
  try {
    while (!signal.aborted) {
      if (!(await ledger.hasReaders())) {
        await record();
        if (!(await ledger.hasReaders())) {
          round.abort();
          break;
        }
      }
      if (!turn.take()) {
        await record();
        if (!(await turn.wait(noSession))) break;
      }
      // Before the session is looked at: a relay may hang up on one that waits for long.
      const pauseMs = pace.reserve(clock.now());
      if (pauseMs > 0) {
        await record();
        await wait(pauseMs, noSession);
        if (noSession.aborted) break;
      }
      if (session !== undefined && !session.usable) {
        const reason = settled?.reason ?? "The connection was closed.";
        await record();
        await door.close(session, reason);
        session = undefined;
      }
      if (session === undefined) {
        session = await door.open(noSession);
        if (session === undefined || signal.aborted) break;
      }
      const outcome = settled;
      settled = undefined;
      const reader = await ledger.exchange(outcome, true);
      if (reader === undefined) {
        round.abort();
        break;
      }
      settled = await submit(reader, session, work);
    }
    await record();
  } finally {
    turn.leave();
    if (session !== undefined) await door.close(session);
  }
}

async function submit(reader: Started, session: PressSession, work: SlotWork): Promise<Settlement> {
  const { subscriber, attempts } = reader;
  const outcome = await outcomeOf(reader, session, work);
  if (outcome.status === "skipped") return { subscriber, state: "skipped", reason: outcome.reason };
  if (outcome.status !== "unsent") work.door.served(session);
  work.answered(outcome);
  const attempt = { subscriber, attempts, now: work.clock.now(), random: work.random() };
  return settle(outcome, attempt, work.retry);
}

/** After a fault of the press the reader goes back, since no byte was sent, and the run ends. */
async function outcomeOf(
  reader: Started,
  session: PressSession,
  { ledger }: SlotWork,
): Promise<PressOutcome> {
  try {
    return await session.submit(reader);
  } catch (fault) {
    if (fault instanceof PressFault)
      await ledger.exchange({ subscriber: reader.subscriber, state: "pending" }, false);
    throw fault;
  }
}
