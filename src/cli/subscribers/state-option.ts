import { LetterpressError } from "../../base/errors.ts";
import { type SubscriptionState, subscriptionStates } from "../../model/subscriber.ts";

/** What `--state` says. */
export function stateOption(written: string | undefined): SubscriptionState | undefined {
  const state = subscriptionStates.find((one) => one === written);
  if (written === undefined || state !== undefined) return state;
  throw new LetterpressError(
    "use/unknown-state",
    `No subscription is "${written}".`,
    `Use ${subscriptionStates.join(", ")}.`,
  );
}
