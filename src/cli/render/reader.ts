import { LetterpressError } from "../../base/errors.ts";
import { tokenLength } from "../../base/subscription-token.ts";
import type { Config, ListConfig } from "../../config/config.ts";
import { nobody, type ReaderFacts } from "../../model/audience.ts";
import type { Recipient } from "../../model/subscriber.ts";
import type { Store } from "../../store/store.ts";
import { findSubscriber } from "../../store/subscribers.ts";
import { findSubscription } from "../../store/subscriptions.ts";
import { readerFacts } from "../../store/tags.ts";

/** Somebody to render an issue for, and what decides which variant that is. */
export interface Reader {
  readonly recipient: Recipient;
  readonly facts: ReaderFacts & { readonly id: number };
}

/** The subscriber with this address; without one, a reader of whom nothing is known. */
export async function readerOf(
  store: Store | undefined,
  config: Config,
  list: ListConfig,
  address: string | undefined,
): Promise<Reader> {
  if (address === undefined) {
    const email = `reader@${new URL(list.sender.siteUrl).hostname}`;
    const recipient = {
      subscriber: 0,
      email,
      fields: {},
      unsubscribeToken: "a".repeat(tokenLength),
      variant: "all",
    };
    return { recipient, facts: { ...nobody, id: 0 } };
  }
  const subscriber = store && (await findSubscriber(store, address));
  const subscription = store && subscriber && (await findSubscription(store, subscriber.id, list.id));
  if (store === undefined || subscriber === undefined || subscription === undefined)
    throw new LetterpressError(
      "use/no-subscriber",
      `${address} is not on the list ${list.id} of ${config.name}.`,
      "See: npx letterpress subscribers list",
    );
  const { id, email, fields } = subscriber;
  return {
    recipient: { subscriber: id, email, fields, unsubscribeToken: subscription.token, variant: "all" },
    facts: { ...(await readerFacts(store, subscriber)), id },
  };
}
