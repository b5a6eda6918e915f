import { type Kysely, type Selectable, sql } from "kysely";
import { type Address, mailboxKey } from "../base/address.ts";
import type { Instant } from "../base/clock.ts";
import { keyedToken } from "../base/token.ts";
import type { ConsentOrigin } from "../model/consent.ts";
import { oneOfSql } from "./field-sql.ts";
import type { Store } from "./store.ts";
import { parseFields } from "./subscribers.ts";
import type { Tables } from "./tables.ts";

/** What somebody typed into a form. Whether it was the owner of the mailbox is not known before they confirm it. */
export interface NewSignUp extends ConsentOrigin {
  readonly address: Address;
  readonly lists: readonly string[];
  readonly fields: Readonly<Record<string, string>>;
  readonly requestedAt: Instant;
  readonly expiresAt: Instant;
}

export interface SignUp extends ConsentOrigin {
  readonly id: number;
  /** Undefined once it was confirmed: from then on it stands with the subscriber. */
  readonly address?: Pick<Address, "email" | "key" | "domain">;
  /** None that its person has left since. */
  readonly lists: readonly string[];
  readonly fields: Readonly<Record<string, string>>;
  readonly requestedAt: Instant;
  readonly expiresAt: Instant;
  readonly confirmedAt?: Instant;
}

/**
 * Notes a sign-up, and that somebody has to be mailed about it, in one transaction. It looks nothing up: what is
 * written, and how long that takes, is the same for every address. Returns its number.
 */
export async function insertSignUp(store: Store, signUp: NewSignUp): Promise<number> {
  const { address, lists, fields, source, textVersion, network, requestedAt, expiresAt } = signUp;
  return store.db.transaction().execute(async (transaction) => {
    const { id } = await transaction
      .insertInto("sign_ups")
      .values({
        email: address.email,
        email_key: address.key,
        domain: address.domain,
        lists: JSON.stringify(lists),
        fields: JSON.stringify(fields),
        form: source,
        text_version: textVersion ?? null,
        network: network ?? null,
        requested_at: requestedAt,
        expires_at: expiresAt,
      })
      .returning("id")
      .executeTakeFirstOrThrow();
    await transaction
      .insertInto("service_mails")
      .values({
        kind: "sign-up",
        sign_up_id: id,
        address_hash: addressHash(store, address.key),
        mailbox_hash: mailboxHash(store, address.key),
        state: "pending",
        due_at: requestedAt,
        created_at: requestedAt,
        changed_at: requestedAt,
      })
      .execute();
    return id;
  });
}

/** By its number; undefined when it was purged. */
export async function findSignUp(db: Kysely<Tables>, id: number): Promise<SignUp | undefined> {
  const row = await db.selectFrom("sign_ups").selectAll().where("id", "=", id).executeTakeFirst();
  return row && toSignUp(row);
}

/** Those of one address that are not confirmed. */
export async function signUpsOf(store: Store, emailKey: string): Promise<readonly SignUp[]> {
  const rows = await store.db
    .selectFrom("sign_ups")
    .selectAll()
    .where("email_key", "=", emailKey)
    .orderBy("id")
    .execute();
  return rows.map(toSignUp);
}

/** A subscription that ended, by whose address it was. */
export interface EndedTie {
  readonly key: string;
  readonly list: string;
  readonly at: Instant;
}

/**
 * What was asked for before somebody left counts no more: their sign-ups that wait for the button lose the list, and
 * are expired when they have no other. Who signs up afterwards may confirm that.
 */
export async function dropSignUps(db: Kysely<Tables>, ended: readonly EndedTie[]): Promise<void> {
  if (ended.length === 0) return;
  const rows = await db
    .selectFrom("sign_ups")
    .select(["id", "email_key", "lists", "requested_at"])
    .where(oneOfSql(sql.ref("email_key"), [...new Set(ended.map(({ key }) => key))]))
    .execute();
  for (const { id, email_key, lists, requested_at } of rows) {
    const before: readonly string[] = JSON.parse(lists);
    const isOver = (list: string) =>
      ended.some((tie) => tie.key === email_key && tie.list === list && requested_at <= tie.at);
    const left = before.filter((list) => !isOver(list));
    if (left.length < before.length)
      await db
        .updateTable("sign_ups")
        .set({ lists: JSON.stringify(left) })
        .where("id", "=", id)
        .execute();
  }
}

/** By what mails are counted for each mailbox, without an address. */
export function mailboxHash({ key }: Pick<Store, "key">, emailKey: string): string {
  return keyedToken(key, "mailbox", mailboxKey(emailKey));
}

/** By what the mails to an address are found, without the address. */
export function addressHash({ key }: Pick<Store, "key">, emailKey: string): string {
  return keyedToken(key, "service mail", emailKey);
}

function toSignUp(row: Selectable<Tables["sign_ups"]>): SignUp {
  const { email, email_key: key, domain } = row;
  return {
    id: row.id,
    ...(email === null || key === null || domain === null ? {} : { address: { email, key, domain } }),
    lists: JSON.parse(row.lists),
    fields: parseFields(row.fields),
    source: row.form,
    ...(row.text_version === null ? {} : { textVersion: row.text_version }),
    ...(row.network === null ? {} : { network: row.network }),
    requestedAt: row.requested_at,
    expiresAt: row.expires_at,
    ...(row.confirmed_at === null ? {} : { confirmedAt: row.confirmed_at }),
  };
}
