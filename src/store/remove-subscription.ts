import type { Instant } from "../base/clock.ts";
import { recordConsent } from "./consent.ts";
import { dropSignUps } from "./sign-ups.ts";
import type { Store } from "./store.ts";

/** `left`: they had unsubscribed already. `none`: they were never on the list. */
export type Removed = "removed" | "left" | "none";

/** The newsletter ends a subscription: as if the reader had unsubscribed, and no import brings them back. */
export async function removeSubscription(
  store: Store,
  removal: {
    readonly subscriber: number;
    readonly list: string;
    readonly source: string;
    readonly now: Instant;
  },
): Promise<Removed> {
  const { subscriber, list, source, now } = removal;
  return store.db.transaction().execute(async (transaction): Promise<Removed> => {
    const tie = await transaction
      .selectFrom("subscriptions")
      .innerJoin("subscribers", "subscribers.id", "subscriptions.subscriber_id")
      .select(["state", "email_key"])
      .where("subscriber_id", "=", subscriber)
      .where("list_id", "=", list)
      .executeTakeFirst();
    if (tie === undefined) return "none";
    if (tie.state === "unsubscribed") return "left";
    await transaction
      .updateTable("subscriptions")
      .set({ state: "unsubscribed", changed_at: now, paused_until: null })
      .where("subscriber_id", "=", subscriber)
      .where("list_id", "=", list)
      .execute();
    await dropSignUps(transaction, [{ key: tie.email_key, list, at: now }]);
    await recordConsent(transaction, [{ subscriber, list, type: "removed", at: now, source }]);
    return "removed";
  });
}
