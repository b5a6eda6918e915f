import type { Instant } from "../../base/clock.ts";
import type { Config } from "../../config/config.ts";
import type { UsedUp } from "../../delivery/pace/limit.ts";
import { readLimits } from "../../delivery/pace/open-turnstile.ts";
import { inboxWords } from "../../model/inbox-words.ts";
import { type DeliveryCounts, type Mailing, type MailingState, unfinished } from "../../model/mailing.ts";
import type { RejectionCause } from "../../model/outcome.ts";
import { countDeliveries } from "../../store/deliveries.ts";
import {
  groupReasons,
  groupRejections,
  lastRunner,
  measuredSince,
  type ReasonGroup,
  type RejectionGroup,
  wasAnswered,
} from "../../store/delivery-facts.ts";
import { dueTimes } from "../../store/due-times.ts";
import { type Holder, senderOf } from "../../store/mailings.ts";
import type { Store } from "../../store/store.ts";
import { rejectionCause } from "../../transport/outcome.ts";
import { isAlive } from "../send/runner.ts";

/** A mailing as it is now: what `status` knows of it, before it is put into words. */
export interface MailingReport {
  readonly mailing: Mailing;
  /** `interrupted`: it is `running` in the store, and whoever ran it is gone. */
  readonly state: MailingState | "interrupted";
  readonly counts: DeliveryCounts;
  /** Who still needs something; nobody, once it is cancelled. */
  readonly left: number;
  /** Who sends it at this moment. */
  readonly sender?: Holder;
  /** Of one that is interrupted: who ran it. */
  readonly gone?: string;
  /** When the first and the last deferred reader are tried again. */
  readonly due?: { readonly first: Instant; readonly last: Instant };
  /** Quotas of the pace that are used up, and until when: readers wait for them, or would if somebody sent. */
  readonly usedUp: readonly UsedUp[];
  /** Messages a second in the last half minute to minute, while somebody sends. */
  readonly perSecond?: number;
  /** All rejected readers, by what the relay was unhappy with. */
  readonly rejectedBecause: Readonly<Record<RejectionCause, number>>;
  /** An inbox on this machine took messages, which no reader gets. */
  readonly inInbox: boolean;
  /** The most frequent kinds of reasons. */
  readonly reasons: Readonly<Record<ReasonedState, readonly ReportedReason[]>>;
}

/** The states that have a reason worth telling; of `pending`: why somebody came back from a try. */
export const reasonedStates = ["pending", "deferred", "rejected", "skipped", "uncertain"] as const;
export type ReasonedState = (typeof reasonedStates)[number];

export interface ReportedReason extends ReasonGroup {
  /** Of the rejected: what the relay was unhappy with. */
  readonly because?: RejectionCause;
}

export async function reportOf(
  store: Store,
  mailing: Mailing,
  now: Instant,
  config: Pick<Config, "pace" | "relays">,
): Promise<MailingReport> {
  const sender = await senderOf(store, { mailing: mailing.id, now, isAlive });
  const isInterrupted = mailing.state === "running" && sender === undefined;
  const counts = await countDeliveries(store, mailing.id);
  const due = counts.deferred === 0 ? undefined : await dueTimes(store, mailing.id);
  const gone = isInterrupted ? await lastRunner(store, mailing.id) : undefined;
  const rejected =
    counts.rejected === 0
      ? []
      : await groupRejections(store, { mailing: mailing.id, causeOf: rejectionCause });
  return {
    mailing,
    state: isInterrupted ? "interrupted" : mailing.state,
    counts,
    left: mailing.state === "cancelled" ? 0 : unfinished(counts),
    ...(sender === undefined ? {} : { sender, perSecond: await rateOf(store, mailing.id, counts, now) }),
    ...(gone === undefined ? {} : { gone }),
    ...(due === undefined ? {} : { due }),
    usedUp: counts.pending + counts.deferred === 0 ? [] : await usedUpQuotas(store, config, now),
    rejectedBecause: causesOf(rejected),
    inInbox: await wasAnswered(store, { mailing: mailing.id, words: inboxWords.kept }),
    reasons: await reasonsOf(store, mailing, counts, rejected),
  };
}

/** The pace is counted in the store, so another process sees it as the sender does. */
async function usedUpQuotas(
  store: Store,
  { pace, relays }: Pick<Config, "pace" | "relays">,
  now: Instant,
): Promise<readonly UsedUp[]> {
  const names = relays.map(({ name }) => name);
  const limits = await readLimits(store, pace, names, now);
  const groups = [undefined, ...(pace.domains ?? []).keys()];
  const found = names
    .flatMap((relay) => groups.map((group) => limits.usedUp({ relay, group }, now)))
    .filter((one) => one !== undefined);
  return [...new Map(found.map((one) => [JSON.stringify(one), one])).values()];
}

/** From what its runner notes with its lease, so that it costs the same for a list of any size. */
async function rateOf(
  store: Store,
  mailing: number,
  { submitted }: DeliveryCounts,
  now: Instant,
): Promise<number> {
  const since = await measuredSince(store, mailing);
  if (since === undefined) return 0;
  return Math.max(submitted - since.submitted, 0) / Math.max((now - since.at) / 1_000, 1);
}

function causesOf(rejected: readonly RejectionGroup[]): Readonly<Record<RejectionCause, number>> {
  const readers = { mailbox: 0, delivery: 0, sender: 0 };
  for (const group of rejected) readers[group.because] += group.readers;
  return readers;
}

async function reasonsOf(
  store: Store,
  mailing: Mailing,
  counts: DeliveryCounts,
  rejected: readonly RejectionGroup[],
) {
  const reasons: Record<ReasonedState, readonly ReportedReason[]> = {
    pending: [],
    deferred: [],
    rejected: [],
    skipped: [],
    uncertain: [],
  };
  for (const state of reasonedStates) {
    // Of those who are still to get it only a mailing that stopped has something to tell.
    if (counts[state] === 0 || (state === "pending" && mailing.state !== "paused")) continue;
    const of = { mailing: mailing.id, state, limit: mostGroups };
    const groups =
      state === "rejected"
        ? rejected.slice(0, mostGroups)
        : await groupReasons(store, state === "pending" ? { ...of, from: mostPending } : of);
    reasons[state] = groups.filter(({ reason }) => reason !== "");
  }
  return reasons;
}

const mostGroups = 20;
/** Who came back from a try stands in front, and of a list that waits nothing else has a reason. */
const mostPending = 10_000;
