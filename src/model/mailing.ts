import { createHash } from "node:crypto";
import type { Instant } from "../base/clock.ts";
import type { Sender } from "./sender.ts";

export const mailingStates = ["planned", "running", "paused", "finished", "cancelled"] as const;
export type MailingState = (typeof mailingStates)[number];

/**
 * Which state may follow which. `planned`: frozen and approved, nobody runs it, perhaps scheduled. `running` again
 * after `running`: somebody takes over from a runner that died. `planned` again after `paused`: a person paused it
 * before its time had come, and takes that back. Nothing leaves `finished` and `cancelled`; only a mailing that reached
 * nobody may be dropped and frozen anew.
 */
export const mailingTransitions: Readonly<Record<MailingState, readonly MailingState[]>> = {
  planned: ["running", "paused", "cancelled"],
  running: ["running", "paused", "finished", "cancelled"],
  paused: ["running", "planned", "paused", "cancelled"],
  finished: [],
  cancelled: [],
};

export function mailingMayBecome(from: MailingState, to: MailingState): boolean {
  return mailingTransitions[from].includes(to);
}

/**
 * Why a mailing is not gone on with by itself. `person`: somebody paused it, and only `resume` goes on. `interrupt`:
 * somebody stopped its sender with Ctrl-C. `relay`: the relay does not take our mail. `list`: too many addresses do not
 * exist. `fault`: a part of Letterpress broke, and could break again. After all but the first a person may just send.
 */
export const stops = ["person", "interrupt", "relay", "list", "fault"] as const;
export type Stop = (typeof stops)[number];

/**
 * Why a run ended before everybody had the mailing, in the sentences in which it was told: what is wrong, and what to
 * do.
 */
export interface StopReason {
  readonly message: string;
  readonly remedy: string;
}

/** One sending of one issue to one list, or to those of its readers for whom an audience expression holds. */
export interface Mailing {
  /**
   * `mailingId(issue, list, only)`: known before the mailing exists, so a dry run makes the same bytes as the real run.
   */
  readonly id: number;
  /** The issue's id; together with list and `only` it names the mailing: there is never a second one. */
  readonly issue: string;
  readonly list: string;
  /** What `audienceText` makes of the expression; undefined when it is for everybody on the list. */
  readonly only?: string;
  readonly state: MailingState;
  /** The hash of the plan that was approved. */
  readonly planHash: string;
  /** The Date of every message of this mailing. */
  readonly date: Instant;
  readonly sender: Sender;
  /** How many readers the frozen list has. */
  readonly recipients: number;
  readonly createdAt: Instant;
  /** When nobody was left, or a person cancelled it. */
  readonly finishedAt?: Instant;
  /** Not to be started before. */
  readonly scheduledAt?: Instant;
  /** Nobody goes on with it unasked. While it is `running`: its runner is about to pause. */
  readonly stoppedBy?: Stop;
  /** Why its last run could not go on, if so; forgotten when somebody goes on, or a person says something else. */
  readonly stopReason?: StopReason;
}

/** 48 bits that name the one mailing of this issue to this list, or to those on it for whom `only` holds. */
export function mailingId(issue: string, list: string, only?: string): number {
  return createHash("sha256")
    .update(JSON.stringify(only === undefined ? [issue, list] : [issue, list, only]))
    .digest()
    .readUIntBE(0, 6);
}

export const deliveryStates = [
  "pending",
  "submitting",
  "submitted",
  "deferred",
  "rejected",
  "skipped",
  "uncertain",
] as const;
export type DeliveryState = (typeof deliveryStates)[number];

/**
 * Which state may follow which. `pending` again after `submitting` is the safe retry: the link broke before the final
 * dot, so the relay has no copy. `skipped` after `submitting`: it turned out before the first byte that no relay takes
 * this address (SMTPUTF8); as long as one may, it is `pending` again. `uncertain` after `pending` and `deferred`: a
 * person accepts a store that has forgotten what became of them (store/restored.ts). Nothing leaves `submitted`,
 * `rejected` and `skipped`; only a person's decision leaves `uncertain`.
 */
export const deliveryTransitions: Readonly<Record<DeliveryState, readonly DeliveryState[]>> = {
  pending: ["submitting", "skipped", "uncertain"],
  submitting: ["submitted", "deferred", "rejected", "uncertain", "pending", "skipped"],
  deferred: ["submitting", "skipped", "uncertain"],
  uncertain: ["pending", "skipped"],
  submitted: [],
  rejected: [],
  skipped: [],
};

export function mayFollow(from: DeliveryState, to: DeliveryState): boolean {
  return deliveryTransitions[from].includes(to);
}

/** A delivery in one of these states needs nothing more. */
export const finalStates = ["submitted", "rejected", "skipped"] as const satisfies readonly DeliveryState[];

export const skipReasons = [
  "unsubscribed",
  "paused",
  "suppressed",
  "removed",
  "needs-smtputf8",
  "bad-address",
  "bad-values",
  "decided",
  "cancelled",
] as const;
export type SkipReason = (typeof skipReasons)[number];

/** One recipient's row in a mailing. */
export interface Delivery {
  readonly subscriber: number;
  /** Undefined when the subscriber was removed since. */
  readonly email?: string;
  readonly variant: string;
  readonly state: DeliveryState;
  readonly attempts: number;
  /** When a deferred delivery may be tried again. */
  readonly dueAt?: Instant;
  /** Why it is in this state: a SkipReason, the relay's reply, or what happened to the link. */
  readonly reason?: string;
  /** Which revision of its edition the reader has, or may have; undefined while nobody can have a copy. */
  readonly revision?: number;
  /** Through which relay the last message to the reader was started, by the name it has in the configuration. */
  readonly relay?: string;
  readonly changedAt: Instant;
}

export type DeliveryCounts = Readonly<Record<DeliveryState, number>>;

export const noDeliveries: DeliveryCounts = {
  pending: 0,
  submitting: 0,
  submitted: 0,
  deferred: 0,
  rejected: 0,
  skipped: 0,
  uncertain: 0,
};

/** How many deliveries still need something: everything that is not submitted, rejected or skipped. */
export function unfinished(counts: DeliveryCounts): number {
  return counts.pending + counts.submitting + counts.deferred + counts.uncertain;
}
