import type { SubscriptionState } from "../../model/subscriber.ts";

/**
 * What a row says of its reader. Beside the states: `bounced` and `complained` there, so never to be mailed here
 * either, and `out`: somebody who gets no mail there and never said why, whom an import must not bring in.
 */
export type RowStatus = SubscriptionState | "bounced" | "complained" | "out";

/** From what matters least to what matters most: where a row says several things, the last of these counts. */
const byWeight: readonly RowStatus[] = [
  "confirmed",
  "unconfirmed",
  "out",
  "unsubscribed",
  "bounced",
  "complained",
];

export function heavier(one: RowStatus | undefined, other: RowStatus): RowStatus {
  return one !== undefined && byWeight.indexOf(one) > byWeight.indexOf(other) ? one : other;
}

/** Whether it means that no mail is wanted, or none can be sent, whatever else is wrong with the row. */
export function isLeaving(status: RowStatus): boolean {
  return status === "unsubscribed" || status === "bounced" || status === "complained";
}

/**
 * Words for a status in small letters: generous with those that keep somebody out, strict with those that let somebody
 * in.
 */
export const statusWords: Readonly<Record<string, RowStatus>> = {
  confirmed: "confirmed",
  subscribed: "confirmed",
  unconfirmed: "unconfirmed",
  pending: "unconfirmed",
  unsubscribed: "unsubscribed",
  "un-subscribed": "unsubscribed",
  "opted out": "unsubscribed",
  "opted-out": "unsubscribed",
  optout: "unsubscribed",
  cancelled: "unsubscribed",
  canceled: "unsubscribed",
  blocked: "unsubscribed",
  blocklisted: "unsubscribed",
  bounced: "bounced",
  cleaned: "bounced",
  undeliverable: "bounced",
  complained: "complained",
  spam: "complained",
};
