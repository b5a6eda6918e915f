import type { Instant } from "../base/clock.ts";

export const subscriptionStates = ["unconfirmed", "confirmed", "unsubscribed"] as const;
export type SubscriptionState = (typeof subscriptionStates)[number];

/**
 * How many code points of a field's value a message ever shows, the `…` of a shortened one included. Readers type these
 * values into forms: without a limit one of them fills a mail. An import refuses longer ones; a message shortens them.
 */
export const longestFieldValue = 200;

/** A reader: one address and the values that merge fields show. */
export interface Subscriber {
  /** Counts from 1; never used again after a reader is erased. */
  readonly id: number;
  /** Exactly what RCPT carries. */
  readonly email: string;
  /** Values by declared field name; a missing key and an empty value both mean "not known". */
  readonly fields: Readonly<Record<string, string>>;
  readonly createdAt: Instant;
}

/** The tie between a subscriber and a list. */
export interface Subscription {
  readonly subscriber: number;
  readonly list: string;
  readonly state: SubscriptionState;
  /** Opaque and random, 160 bits: the reader's unsubscribe link for this list, valid for years. */
  readonly token: string;
  readonly changedAt: Instant;
}

/** What one message needs to know of the one it is for. */
export interface Recipient {
  readonly subscriber: number;
  readonly email: string;
  readonly fields: Readonly<Record<string, string>>;
  /** The token of the subscription the mailing is sent to. */
  readonly unsubscribeToken: string;
  readonly variant: string;
}

/** The columns of an imported file that hold no field; no field may have one of them as its name. */
export const importColumns = [
  "email",
  "status",
  "tags",
  "signedUpAt",
  "confirmedAt",
  "unsubscribedAt",
  "changedAt",
  "pausedUntil",
] as const;
