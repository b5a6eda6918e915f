import { type Expression, type ExpressionBuilder, type Kysely, type SqlBool, sql } from "kysely";
import { type AudienceExpression, audienceText } from "../model/audience.ts";
import type { Instant } from "../base/clock.ts";
import { type DeliveryState, mailingId, type SkipReason } from "../model/mailing.ts";
import type { Split } from "../model/variant.ts";
import { holdsSql } from "./holds-sql.ts";
import type { Store } from "./store.ts";
import type { Tables } from "./tables.ts";
import { countVariants, type VariantReaders, variantSql } from "./variants.ts";

export const leftOutReasons = [
  "outside-only",
  "unconfirmed",
  "unsubscribed",
  "paused",
  "suppressed",
  "already-has-issue",
] as const;
export type LeftOutReason = (typeof leftOutReasons)[number];

/** Who a mailing is for: a list, or those of its readers for whom `only` holds. */
export interface Target {
  readonly issue: string;
  readonly list: string;
  readonly only?: AudienceExpression;
}

export interface SendTarget extends Target {
  /** When it is sent: whose pause is over by then is in it. */
  readonly at: Instant;
}

export interface Audience {
  /** How many readers the mailing would be sent to. */
  readonly recipients: number;
  /** By key, each with at least one reader. */
  readonly variants: readonly VariantReaders[];
  /** Changes when anybody joins, leaves, or gets another variant, also when as many come as go. */
  readonly members: string;
  /** The ten domains with the most recipients, then all others as "other". */
  readonly byDomain: readonly { readonly domain: string; readonly readers: number }[];
  /** How many recipients there are at the domains of each group that was asked for. */
  readonly byGroup?: readonly number[];
  /** Each reader of the list who is left out, counted once under the first reason that holds. */
  readonly leftOut: readonly { readonly reason: LeftOutReason; readonly readers: number }[];
}

/**
 * Who an issue would reach through a list, counted in SQL: the list itself is never loaded. Without a split everybody's
 * variant is `all`.
 */
export async function audienceOf(
  store: Store,
  target: SendTarget & { readonly split?: Split; readonly groups?: readonly (readonly string[])[] },
): Promise<Audience> {
  return store.db.transaction().execute(async (transaction) => {
    const leftOut = await countLeftOut(transaction, target);
    const domains = await audience(transaction, target)
      .select((expression) => ["subscribers.domain", expression.fn.countAll<number>().as("readers")])
      .groupBy("subscribers.domain")
      .orderBy("readers", "desc")
      .orderBy("subscribers.domain")
      .execute();
    const recipients = domains.reduce((sum, { readers }) => sum + Number(readers), 0);
    const variant = await variantSql(transaction, target.split);
    const { variants, members } = await countVariants(
      transaction,
      audience(transaction, target).select(["subscribers.id", variant.as("variant")]),
    );
    const byGroup = target.groups?.map((group) => readersAt(domains, group));
    return {
      recipients,
      variants,
      members,
      byDomain: largest(domains, recipients),
      ...(byGroup === undefined ? {} : { byGroup }),
      leftOut,
    };
  });
}

/**
 * The readers a mailing goes to: confirmed, not paused, not suppressed, within `only`, and not reached or about to be
 * reached by any other mailing of the same issue. Plan and freeze both ask here, so they cannot differ.
 */
export function audience(db: Kysely<Tables>, target: SendTarget) {
  return db
    .selectFrom("subscriptions")
    .innerJoin("subscribers", "subscribers.id", "subscriptions.subscriber_id")
    .where("subscriptions.list_id", "=", target.list)
    .where("subscriptions.state", "=", "confirmed")
    .where((expression) => expression.not(paused(target)))
    .where(holdsSql(target.only))
    .where((expression) => expression.not(suppressed(expression)))
    .where((expression) => expression.not(hasIssue(expression, target)));
}

/** How many readers would be in the mailing to this target if it were frozen now, and are not in the one that was. */
export async function joinedSince(store: Store, target: SendTarget): Promise<number> {
  const found = await audience(store.db, target)
    .where((reader) =>
      reader.not(
        reader.exists(
          reader
            .selectFrom("deliveries")
            .select(sql`1`.as("one"))
            .where("deliveries.mailing_id", "=", mailingIdOf(target))
            .whereRef("deliveries.subscriber_id", "=", "subscriptions.subscriber_id"),
        ),
      ),
    )
    .select((expression) => expression.fn.countAll<number>().as("readers"))
    .executeTakeFirst();
  return Number(found?.readers ?? 0);
}

/** The id of the mailing to this target. */
export function mailingIdOf({ issue, list, only }: Target): number {
  return mailingId(issue, list, only && audienceText(only));
}

type Reader = ExpressionBuilder<Tables, "subscribers" | "subscriptions">;

/** Never null: a subscription without a pause is not paused. */
function paused({ at }: SendTarget): Expression<SqlBool> {
  return sql<SqlBool>`coalesce(subscriptions.paused_until, 0) > ${at}`;
}

function suppressed(reader: Reader): Expression<SqlBool> {
  return reader.exists(
    reader
      .selectFrom("suppressions")
      .select(sql`1`.as("one"))
      .whereRef("suppressions.email_key", "=", "subscribers.email_key"),
  );
}

function hasIssue(reader: Reader, target: Target): Expression<SqlBool> {
  return reader.exists(
    reader
      .selectFrom("mailings")
      .innerJoin("deliveries", "deliveries.mailing_id", "mailings.id")
      .select(sql`1`.as("one"))
      .where("mailings.issue", "=", target.issue)
      .where("mailings.id", "<>", mailingIdOf(target))
      .whereRef("deliveries.subscriber_id", "=", "subscriptions.subscriber_id")
      .where((delivery) =>
        delivery.or([delivery("deliveries.state", "in", reachedStates), decidedAgainst(delivery)]),
      ),
  );
}

/** Who was uncertain may have a copy; a person who said "skip" said that no second one is sent. */
function decidedAgainst(delivery: ExpressionBuilder<Tables, "deliveries">): Expression<SqlBool> {
  return delivery.and([
    delivery("deliveries.state", "=", "skipped"),
    delivery("deliveries.reason", "=", "decided" satisfies SkipReason),
  ]);
}

async function countLeftOut(db: Kysely<Tables>, target: SendTarget): Promise<Audience["leftOut"]> {
  const rows = await db
    .selectFrom("subscriptions")
    .innerJoin("subscribers", "subscribers.id", "subscriptions.subscriber_id")
    .select((reader) => [
      reader
        .case()
        .when(reader.not(holdsSql(target.only)))
        .then(sql.lit("outside-only"))
        .when("subscriptions.state", "<>", "confirmed")
        .then(reader.ref("subscriptions.state"))
        .when(paused(target))
        .then(sql.lit("paused"))
        .when(suppressed(reader))
        .then(sql.lit("suppressed"))
        .when(hasIssue(reader, target))
        .then(sql.lit("already-has-issue"))
        .else(sql.lit("recipient"))
        .end()
        .as("reason"),
      reader.fn.countAll<number>().as("readers"),
    ])
    .where("subscriptions.list_id", "=", target.list)
    .groupBy("reason")
    .execute();
  return leftOutReasons.flatMap((reason) => {
    const readers = Number(rows.find((row) => row.reason === reason)?.readers ?? 0);
    return readers === 0 ? [] : [{ reason, readers }];
  });
}

function readersAt(
  domains: readonly { readonly domain: string; readonly readers: number }[],
  group: readonly string[],
): number {
  const at = new Set(group);
  return domains.reduce((sum, { domain, readers }) => (at.has(domain) ? sum + Number(readers) : sum), 0);
}

function largest(
  domains: readonly { readonly domain: string; readonly readers: number }[],
  recipients: number,
): Audience["byDomain"] {
  const top = domains.slice(0, 10).map(({ domain, readers }) => ({ domain, readers: Number(readers) }));
  const other = recipients - top.reduce((sum, { readers }) => sum + readers, 0);
  return other === 0 ? top : [...top, { domain: "other", readers: other }];
}

/** A reader in one of these states has the issue, may have it, or is about to get it. */
const reachedStates = [
  "submitted",
  "submitting",
  "uncertain",
  "pending",
  "deferred",
] as const satisfies readonly DeliveryState[];
