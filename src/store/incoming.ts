import type { Address } from "../base/address.ts";
import type { Instant } from "../base/clock.ts";
import type { ConsentEvent, ConsentOrigin } from "../model/consent.ts";
import type { SubscriptionState } from "../model/subscriber.ts";
import type { SoleWriter } from "./sole-writer.ts";

/** A reader as a file brings them. */
export interface Incoming {
  readonly address: Address;
  /** Only the fields the file has; an empty value removes the stored one, fields not named here stay. */
  readonly fields: Readonly<Record<string, string>>;
  /** Tags the reader has from now on; those not named here stay. */
  readonly tags?: readonly string[];
  readonly state: SubscriptionState;
  /** Nobody has said the state: it is for a new subscription, and one that exists keeps its own. */
  readonly stateIsAssumed?: boolean;
  /** When the reader came, and when the subscription got its state, if it was not now; taken when they are new here. */
  readonly createdAt?: Instant | undefined;
  readonly changedAt?: Instant | undefined;
  /** Until then the reader wants nothing of the list; taken when the subscription is new here. */
  readonly pausedUntil?: Instant | undefined;
  /** What is known of the time before, for the consent log; taken when the subscription is new here. */
  readonly history?: readonly Pick<ConsentEvent, "type" | "at" | "network">[];
}

/**
 * `unsubscribed`: the reader has left, before or by this row, and is kept so. `suppressed`: nothing was written.
 */
export type Saved = "added" | "updated" | "unchanged" | "unsubscribed" | "suppressed";

/** Readers on their way into a list. */
export interface SaveInput {
  readonly list: string;
  readonly readers: readonly Incoming[];
  readonly now: Instant;
  /** What the consent log says of everybody whose subscription begins or changes by it. */
  readonly consent: ConsentOrigin & {
    readonly type: "imported" | "added";
    readonly detail?: Readonly<Record<string, string>>;
  };
  /** The fields of which a stored value gives way to an incoming one; left out, all of them. */
  readonly overwrite?: readonly string[];
  /**
   * Who gives these readers, when no address is given twice: spares looking them up in a store that nobody else fills.
   */
  readonly writer?: SoleWriter;
  /** Only answers what would happen. */
  readonly dryRun?: boolean;
}
