import { createHash } from "node:crypto";
import type { Instant } from "../base/clock.ts";
import { LetterpressError } from "../base/errors.ts";
import { compileMessage } from "../message/compile-message.ts";
import type { Signer } from "../message/dkim/signer.ts";
import { type AudienceExpression, audienceText } from "../model/audience.ts";
import type { Edition } from "../model/edition.ts";
import { mailingId } from "../model/mailing.ts";
import type { PaceRules } from "../model/pace.ts";
import type { Sender } from "../model/sender.ts";
import { recordName } from "../model/signing-key.ts";
import type { Split } from "../model/variant.ts";
import type { Audience } from "../store/audience.ts";
import { linkKey } from "../store/link-keys.ts";
import { audienceOf, type NewPublicEdition } from "../store/mailings.ts";
import type { Store } from "../store/store.ts";
import { mostInFlight } from "./relays/lane.ts";
import { forecast, type PaceForecast } from "./pace/forecast.ts";
import { readLimits } from "./pace/open-turnstile.ts";

/** What one send would do. `--dry-run` prints it, a person approves it, and `startMailing` takes it as argument. */
export interface SendPlan {
  /** `mailingId(issue, list, only)` */
  readonly mailing: number;
  readonly issue: string;
  readonly list: string;
  /** For some readers of the list only. */
  readonly only?: AudienceExpression;
  readonly sender: Sender;
  readonly split: Split;
  /** How many readers each variant has; by key, none without a reader. */
  readonly variants: Audience["variants"];
  /** One for each of `variants`, in their order. */
  readonly editions: readonly Edition[];
  /** What everybody may read of it. */
  readonly forAll?: NewPublicEdition;
  /** The git commit they were made from, where it is known. */
  readonly commit?: string;
  readonly audience: Omit<Audience, "variants">;
  /** The Date of every message. */
  readonly date: Instant;
  /** Not to be started before; left out, it is sent at once. */
  readonly scheduledAt?: Instant;
  /** Bytes of a message that all readers share. */
  readonly messageBytes: number;
  /** What signs every message; nothing when the relay has to do it. */
  readonly signedBy: readonly { readonly record: string; readonly kind: string }[];
  /** The most readers that a crash can leave uncertain: messages in flight at once. */
  readonly inFlight: number;
  /** What the pace means for this mailing. */
  readonly pace: PaceForecast;
  /** Names what is sent and to whom: two plans with one hash send the same. */
  readonly hash: string;
}

export interface PlannedRelay {
  readonly name: string;
  readonly connections: number;
  readonly depth?: number;
  readonly weight?: number;
}

export interface PlanInput {
  readonly issue: string;
  readonly list: { readonly id: string; readonly sender: Sender };
  readonly only?: AudienceExpression;
  readonly split: Split;
  /** At least one for each variant that has readers; the others are left out of the plan. */
  readonly editions: readonly Edition[];
  /** What everybody may read of it; not of a mailing to a part of the list. */
  readonly forAll?: NewPublicEdition | undefined;
  /** The git commit they were made from, where it is known. */
  readonly commit?: string | undefined;
  readonly signers?: readonly Signer[];
  /** What the messages go through: connections, and messages in flight on each; 1 without `depth`. */
  readonly relays: readonly PlannedRelay[];
  readonly pace: PaceRules;
  readonly now: Instant;
  readonly scheduledAt?: Instant;
}

/**
 * Plans the first send of an issue to a list, or to a part of it; reads the store and changes nothing. Throws
 * LetterpressError when readers would get a variant of which there is no edition.
 */
export async function planMailing(store: Store, input: PlanInput): Promise<SendPlan> {
  const { issue, list, only, split, signers = [], relays, pace, scheduledAt } = input;
  const date = scheduledAt ?? input.now;
  const part = only === undefined ? {} : { only };
  const { variants, ...audience } = await audienceOf(store, {
    issue,
    list: list.id,
    at: date,
    split,
    ...part,
    ...(pace.domains === undefined ? {} : { groups: pace.domains.map(({ domains }) => domains) }),
  });
  const editions = variants.map(({ variant, readers }) => editionOf(input.editions, variant, readers));
  const text = only && audienceText(only);
  const names = { issue, list: list.id, date, ...(text === undefined ? {} : { only: text }) };
  const key = await linkKey(store);
  const sizes = editions.map(
    (edition) => compileMessage(edition, list.sender, names, key, signers).literalBytes,
  );
  return {
    mailing: mailingId(issue, list.id, text),
    issue,
    list: list.id,
    ...part,
    sender: list.sender,
    split,
    variants,
    editions,
    ...(input.forAll === undefined || only !== undefined ? {} : { forAll: input.forAll }),
    ...(input.commit === undefined ? {} : { commit: input.commit }),
    audience,
    date,
    ...(scheduledAt === undefined ? {} : { scheduledAt }),
    messageBytes: Math.max(0, ...sizes),
    signedBy: signers.map((signer) => ({ record: recordName(signer), kind: signer.kind })),
    inFlight: mostInFlight(relays, audience.recipients),
    pace: await paceOf(store, input, audience),
    hash: planHash([issue, list.id, text, list.sender, editions.map(nameOf), audience.members, variants]),
  };
}

async function paceOf(
  store: Store,
  { relays, pace: rules, scheduledAt, now }: PlanInput,
  { recipients: messages, byGroup = [] }: Pick<Audience, "recipients" | "byGroup">,
): Promise<PaceForecast> {
  const at = scheduledAt ?? now;
  const names = relays.map(({ name }) => name);
  return forecast({
    rules,
    limits: await readLimits(store, rules, names, at),
    at,
    messages,
    byGroup,
    relays,
  });
}

/** A reader can have got another language or tag since the editions were made. */
function editionOf(editions: readonly Edition[], variant: string, readers: number): Edition {
  const edition = editions.find((one) => one.variant === variant);
  if (edition !== undefined) return edition;
  throw new LetterpressError(
    "delivery/no-edition",
    `${readers === 1 ? "One reader gets" : `${readers} readers get`} the variant "${variant}", of which no edition was made.`,
    "Nothing was sent. The issue has no block for them: write one, or leave them out with --only. If the list changed at this moment, try again.",
  );
}

function nameOf({ variant, digest }: Edition): readonly [string, string] {
  return [variant, digest];
}

function planHash(named: readonly unknown[]): string {
  return createHash("sha256").update(JSON.stringify(named)).digest("hex").slice(0, 12);
}
