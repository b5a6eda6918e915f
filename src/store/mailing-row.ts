import type { Kysely, Selectable } from "kysely";
import type { Mailing } from "../model/mailing.ts";
import type { Sender } from "../model/sender.ts";
import type { Tables } from "./tables.ts";

export type MailingRow = Selectable<Tables["mailings"]>;

/** The row of a mailing the caller knows to exist; throws when it does not. */
export async function mailingRow(db: Kysely<Tables>, mailing: number): Promise<MailingRow> {
  const row = await findMailingRow(db, mailing);
  if (row === undefined) throw new Error(`there is no mailing ${mailing}`);
  return row;
}

export async function findMailingRow(db: Kysely<Tables>, mailing: number): Promise<MailingRow | undefined> {
  return db.selectFrom("mailings").selectAll().where("id", "=", mailing).executeTakeFirst();
}

export function toMailing(row: MailingRow): Mailing {
  return {
    id: row.id,
    issue: row.issue,
    list: row.list_id,
    ...(row.only_text === "" ? {} : { only: row.only_text }),
    state: row.state,
    planHash: row.plan_hash,
    date: row.date,
    sender: JSON.parse(row.sender) as Sender,
    recipients: row.recipients,
    createdAt: row.created_at,
    ...(row.finished_at === null ? {} : { finishedAt: row.finished_at }),
  };
}
