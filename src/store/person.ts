import type { Address } from "../base/address.ts";
import type { Instant } from "../base/clock.ts";
import type { ConsentEvent } from "../model/consent.ts";
import type { DeliveryState } from "../model/mailing.ts";
import type { ServiceMailKind, ServiceMailState } from "../model/service-mail.ts";
import type { Subscription } from "../model/subscriber.ts";
import type { SuppressionReason } from "../model/suppression.ts";
import { consentOf } from "./consent.ts";
import { deliveriesOf } from "./deliveries-of.ts";
import { addressHash, type SignUp, signUpsOf } from "./sign-ups.ts";
import type { Store } from "./store.ts";
import { findSubscriber } from "./subscribers.ts";
import { suppressionHash } from "./suppression-hash.ts";
import { tagsOf } from "./tags.ts";

/** Everything the store knows of one address: what a person gets who asks for it. */
export interface Person {
  readonly email: string;
  /** Undefined when it is no subscriber's. */
  readonly subscriber?: {
    readonly id: number;
    readonly createdAt: Instant;
    readonly fields: Readonly<Record<string, string>>;
    readonly tags: readonly string[];
    readonly subscriptions: readonly (Omit<Subscription, "subscriber" | "token"> & {
      readonly pausedUntil?: Instant;
    })[];
    readonly consent: readonly Omit<ConsentEvent, "subscriber">[];
    readonly deliveries: readonly PersonDelivery[];
    readonly votes: readonly { readonly issue: string; readonly poll: string; readonly option: string }[];
  };
  /** Those that are not confirmed. */
  readonly signUps: readonly Omit<SignUp, "address" | "id">[];
  /** Confirmation and welcome mails of the last thirty days. */
  readonly mails: readonly {
    readonly kind: "sign-up" | "welcome";
    readonly sentAs?: ServiceMailKind;
    readonly state: ServiceMailState;
    readonly reason?: string;
    readonly changedAt: Instant;
  }[];
  readonly suppression?: {
    readonly reason: SuppressionReason;
    readonly source: string;
    readonly createdAt: Instant;
  };
}

interface PersonDelivery {
  readonly issue: string;
  readonly list: string;
  readonly state: DeliveryState;
  readonly reason?: string;
  readonly changedAt: Instant;
}

/** Undefined when nothing is known of the address. */
export async function findPerson(
  store: Store,
  { email, key }: Pick<Address, "email" | "key">,
): Promise<Person | undefined> {
  const subscriber = await findSubscriber(store, email);
  const signUps = (await signUpsOf(store, key)).map(({ id: _, address: __, ...rest }) => rest);
  const suppression = await store.db
    .selectFrom("suppressions")
    .select(["reason", "source", "created_at as createdAt"])
    .where("hash", "=", suppressionHash(store, key))
    .executeTakeFirst();
  if (subscriber === undefined && signUps.length === 0 && suppression === undefined) return undefined;
  return {
    email: subscriber?.email ?? email,
    ...(subscriber === undefined ? {} : { subscriber: await readSubscriber(store, subscriber) }),
    signUps,
    mails: await readMails(store, key),
    ...(suppression === undefined ? {} : { suppression }),
  };
}

async function readSubscriber(
  store: Store,
  { id, createdAt, fields }: NonNullable<Awaited<ReturnType<typeof findSubscriber>>>,
): Promise<NonNullable<Person["subscriber"]>> {
  const ties = await store.db
    .selectFrom("subscriptions")
    .select(["list_id", "state", "changed_at", "paused_until"])
    .where("subscriber_id", "=", id)
    .orderBy("list_id")
    .execute();
  const consent = await consentOf(store, id);
  return {
    id,
    createdAt,
    fields,
    tags: (await tagsOf(store.db, [id])).get(id) ?? [],
    subscriptions: ties.map(({ list_id: list, state, changed_at: changedAt, paused_until }) => ({
      list,
      state,
      changedAt,
      ...(paused_until === null ? {} : { pausedUntil: paused_until }),
    })),
    consent: consent.map(({ subscriber: _, ...event }) => event),
    deliveries: await readDeliveries(store, id),
    votes: await store.db
      .selectFrom("votes")
      .innerJoin("mailings", "mailings.id", "votes.mailing_id")
      .select(["issue", "poll", "option"])
      .where("subscriber_id", "=", id)
      .orderBy("at")
      .execute(),
  };
}

async function readMails(store: Store, key: string): Promise<Person["mails"]> {
  const rows = await store.db
    .selectFrom("service_mails")
    .select(["kind", "sent_as", "state", "reason", "changed_at"])
    .where("address_hash", "=", addressHash(store, key))
    .orderBy("id")
    .execute();
  return rows.map(({ kind, sent_as, state, reason, changed_at: changedAt }) => ({
    kind,
    ...(sent_as === null ? {} : { sentAs: sent_as }),
    state,
    ...(reason === null ? {} : { reason }),
    changedAt,
  }));
}

async function readDeliveries(store: Store, id: number): Promise<readonly PersonDelivery[]> {
  return (await deliveriesOf(store.db, id)).map(({ mailing: _, reason, ...delivery }) => ({
    ...delivery,
    ...(reason === null ? {} : { reason }),
  }));
}
