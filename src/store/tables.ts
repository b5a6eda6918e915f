import type { Generated, GeneratedAlways } from "kysely";
import type { Instant } from "../base/clock.ts";
import type { ConsentType } from "../model/consent.ts";
import type { DeliveryState, MailingState, Stop } from "../model/mailing.ts";
import type { ServiceMailKind, ServiceMailState } from "../model/service-mail.ts";
import type { SubscriptionState } from "../model/subscriber.ts";
import type { SuppressionReason } from "../model/suppression.ts";

/** The tables as queries see them; src/store/migrations makes them. Instants are integers in ms. */
export interface Tables {
  settings: SettingsTable;
  link_keys: LinkKeysTable;
  subscribers: SubscribersTable;
  lists: ListsTable;
  subscriptions: SubscriptionsTable;
  subscriber_tags: SubscriberTagsTable;
  suppressions: SuppressionsTable;
  consent_events: ConsentEventsTable;
  erased_tokens: ErasedTokensTable;
  sign_ups: SignUpsTable;
  service_mails: ServiceMailsTable;
  mailings: MailingsTable;
  editions: EditionsTable;
  public_editions: PublicEditionsTable;
  deliveries: DeliveriesTable;
  votes: VotesTable;
  vote_counts: VoteCountsTable;
  relay_usage: RelayUsageTable;
  relay_days: RelayDaysTable;
}

interface SettingsTable {
  name: string;
  value: string;
}

/** What signs links, see `link-keys.ts`; the newest does. */
interface LinkKeysTable {
  id: Generated<number>;
  value: string;
  made_at: Instant;
  /** From then on it opens nothing. */
  ended_at: Generated<Instant | null>;
}

interface SubscribersTable {
  id: Generated<number>;
  email: string;
  /** The lower-case address: one reader has one. */
  email_key: string;
  /** What counts and limits by domain go by; no SQL takes addresses apart. */
  domain: string;
  /** A JSON object of strings. */
  fields: string;
  created_at: Instant;
}

interface ListsTable {
  id: string;
  name: string;
}

interface SubscriptionsTable {
  subscriber_id: number;
  list_id: string;
  state: SubscriptionState;
  /** See base/subscription-token.ts. */
  token: string;
  /** The first part of the token, by which it is found; several may have one. */
  finder: GeneratedAlways<string>;
  changed_at: Instant;
  /** Nothing is sent before; null when there is no pause. */
  paused_until: Generated<Instant | null>;
}

interface SubscriberTagsTable {
  subscriber_id: number;
  tag: string;
}

/** Only grows; triggers see to it. */
interface SuppressionsTable {
  /** As `suppressionHash` makes it of the lower-case address. */
  hash: string;
  /** Null after its person was erased: who is sent to is asked by the address, who is let in by the hash. */
  email_key: string | null;
  reason: SuppressionReason;
  source: string;
  created_at: Instant;
}

/** Only grows, but for who is erased; triggers see to it. */
interface ConsentEventsTable {
  id: Generated<number>;
  /** No foreign key: the log does not go by accident. */
  subscriber_id: number;
  list_id: string | null;
  type: ConsentType;
  at: Instant;
  source: string;
  text_version: string | null;
  network: string | null;
  /** A JSON object of strings. */
  detail: string | null;
}

/** The unsubscribe links of people who were erased: they still answer. */
interface ErasedTokensTable {
  /** A keyed hash, see `erased-tokens.ts`. */
  token_hash: string;
  list_id: string;
  erased_at: Instant;
  /** As `suppressionHash` makes it; null for whoever was erased before it was kept. */
  address_hash: Generated<string | null>;
  /** That of the person since they came back; null while they are erased. */
  subscriber_id: Generated<number | null>;
}

/** Purged when they expire, confirmed or not. */
interface SignUpsTable {
  id: Generated<number>;
  /** Null once it was confirmed, as are `email_key` and `domain`. */
  email: string | null;
  email_key: string | null;
  domain: string | null;
  /** A JSON list of list ids. */
  lists: string;
  /** A JSON object of strings. */
  fields: string;
  form: string;
  text_version: string | null;
  network: string | null;
  requested_at: Instant;
  expires_at: Instant;
  confirmed_at: Generated<Instant | null>;
}

/** The queue of mails that belong to sign-ups; what is over is purged. */
interface ServiceMailsTable {
  id: Generated<number>;
  kind: "sign-up" | "welcome";
  sign_up_id: Generated<number | null>;
  subscriber_id: Generated<number | null>;
  list_id: Generated<string | null>;
  address_hash: string;
  /** As `mailboxHash` makes it; null for mails from before it was kept. */
  mailbox_hash: Generated<string | null>;
  state: ServiceMailState;
  /** What was made of it; null until then. */
  sent_as: Generated<ServiceMailKind | null>;
  attempts: Generated<number>;
  /** Set while it is pending. */
  due_at: Instant | null;
  reason: Generated<string | null>;
  created_at: Instant;
  changed_at: Instant;
}

interface MailingsTable {
  id: number;
  issue: string;
  list_id: string;
  /** The audience expression as `audienceText` writes it; empty for everybody on the list. */
  only_text: string;
  state: MailingState;
  plan_hash: string;
  date: Instant;
  /** A Sender as JSON. */
  sender: string;
  recipients: number;
  created_at: Instant;
  finished_at: Instant | null;
  /** Who holds the lease: the fencing token every ledger transaction compares. */
  runner: string | null;
  lease_until: Instant | null;
  stopped_by: Stop | null;
  /** A StopReason as JSON. */
  stop_reason: string | null;
  /**
   * When `measured_submitted` readers had been submitted: at the claim, then the renewal of the lease before the last.
   */
  measured_at: Instant | null;
  measured_submitted: number | null;
  /** Not to be started before; null when it was to be sent at once. */
  scheduled_at: Instant | null;
  /** Counts from 1: which editions a message that starts now is made from. */
  revision: Generated<number>;
}

interface EditionsTable {
  mailing_id: number;
  variant: string;
  revision: Generated<number>;
  digest: string;
  /** What `serialiseEdition` wrote. */
  content: string;
  /** What `gitCommit` in cli/git/git-commit.ts says of the files it was made from. */
  git_commit: string | null;
}

/** What everybody may read of a mailing to a whole list, one row for each revision. */
interface PublicEditionsTable {
  mailing_id: number;
  revision: number;
  digest: string;
  /** What `serialiseEdition` wrote. */
  content: string;
  /** What the issue's file said when it was frozen: 1 or 0; null where it said nothing. */
  wanted: number | null;
  made_at: Instant;
}

interface VotesTable {
  mailing_id: number;
  subscriber_id: number;
  poll: string;
  option: string;
  at: Instant;
}

/** Kept by triggers on `votes`. */
interface VoteCountsTable {
  mailing_id: number;
  poll: string;
  option: string;
  votes: number;
}

interface DeliveriesTable {
  mailing_id: number;
  /** No foreign key: the row outlives an erased reader. */
  subscriber_id: number;
  variant: string;
  state: DeliveryState;
  /** How often a message to the reader was started. */
  attempts: number;
  /** How often the reader was deferred. */
  waits: Generated<number>;
  /** Set while the state is `deferred`, null in every other. */
  due_at: Instant | null;
  reason: string | null;
  changed_at: Instant;
  /** Which edition the reader has, or may have; null while they cannot have a copy. */
  revision: number | null;
  /** 1 from the moment the delivery is uncertain: the revision stays, whatever becomes of another message. */
  may_have_copy: Generated<number>;
  /** Through which relay the last message to the reader was started; null when none was. */
  relay: string | null;
}

/** Messages that started through a relay in one minute. */
interface RelayUsageTable {
  relay: string;
  /** That of the readers when a limit names it, otherwise empty. */
  domain: string;
  minute_at: Instant;
  last_at: Instant;
  messages: number;
}

/** On how many days a relay was used: never dropped, one row for each relay. */
interface RelayDaysTable {
  relay: string;
  days: number;
  began_at: Instant;
}
