import { type Expression, type ExpressionBuilder, type Kysely, type SqlBool, sql } from "kysely";
import type { DeliveryState } from "../model/mailing.ts";
import type { Store } from "./store.ts";
import type { Tables } from "./tables.ts";

export const leftOutReasons = ["unconfirmed", "unsubscribed", "suppressed", "already-has-issue"] as const;
export type LeftOutReason = (typeof leftOutReasons)[number];

export interface Audience {
  /** How many readers the mailing would be sent to. */
  readonly recipients: number;
  /** Changes when anybody joins or leaves, also when as many join as leave. */
  readonly members: string;
  /** The ten domains with the most recipients, then all others as "other". */
  readonly byDomain: readonly { readonly domain: string; readonly readers: number }[];
  /** Each reader of the list who is left out, counted once under the first reason that holds. */
  readonly leftOut: readonly { readonly reason: LeftOutReason; readonly readers: number }[];
}

/** Who an issue would reach through a list, counted in SQL: the list itself is never loaded. */
export async function audienceOf(
  store: Store,
  target: { readonly issue: string; readonly list: string },
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
    const { members } = await audience(transaction, target)
      .select(membersOf(sql.ref("subscribers.id")).as("members"))
      .executeTakeFirstOrThrow();
    return { recipients, members, byDomain: largest(domains, recipients), leftOut };
  });
}

/** Two sums over the ids of readers: as good as a list of them for telling two lists apart, and one walk of the index. */
export function membersOf(id: Expression<unknown>) {
  const sum = (term: Expression<unknown>) => sql`cast(coalesce(sum(${term}), 0) as text)`;
  return sql<string>`${sum(id)} || '-' || ${sum(sql`(${id} * 40503) % 65521`)}`;
}

/**
 * The readers a mailing of this issue to this list goes to: confirmed, not suppressed, and not reached or about to be
 * reached by a mailing of the same issue to another list. Plan and freeze both ask here, so they cannot differ.
 */
export function audience(db: Kysely<Tables>, target: { readonly issue: string; readonly list: string }) {
  return db
    .selectFrom("subscriptions")
    .innerJoin("subscribers", "subscribers.id", "subscriptions.subscriber_id")
    .where("subscriptions.list_id", "=", target.list)
    .where("subscriptions.state", "=", "confirmed")
    .where((expression) => expression.not(suppressed(expression)))
    .where((expression) => expression.not(hasIssue(expression, target)));
}

type Reader = ExpressionBuilder<Tables, "subscribers" | "subscriptions">;

function suppressed(reader: Reader): Expression<SqlBool> {
  return reader.exists(
    reader
      .selectFrom("suppressions")
      .select(sql`1`.as("one"))
      .whereRef("suppressions.email_key", "=", "subscribers.email_key"),
  );
}

function hasIssue(reader: Reader, target: { issue: string; list: string }): Expression<SqlBool> {
  return reader.exists(
    reader
      .selectFrom("mailings")
      .innerJoin("deliveries", "deliveries.mailing_id", "mailings.id")
      .select(sql`1`.as("one"))
      .where("mailings.issue", "=", target.issue)
      .where("mailings.list_id", "<>", target.list)
      .whereRef("deliveries.subscriber_id", "=", "subscriptions.subscriber_id")
      .where("deliveries.state", "in", reachedStates),
  );
}

async function countLeftOut(
  db: Kysely<Tables>,
  target: { readonly issue: string; readonly list: string },
): Promise<Audience["leftOut"]> {
  const rows = await db
    .selectFrom("subscriptions")
    .innerJoin("subscribers", "subscribers.id", "subscriptions.subscriber_id")
    .select((reader) => [
      reader
        .case()
        .when("subscriptions.state", "<>", "confirmed")
        .then(reader.ref("subscriptions.state"))
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
