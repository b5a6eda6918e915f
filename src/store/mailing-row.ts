import type { Kysely, Selectable } from "kysely";
import { type Mailing, type MailingState, mailingMayBecome, type StopReason } from "../model/mailing.ts";
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

/** Changes a mailing along the table of transitions; a change that is not in it is a bug, and nothing is written. */
export async function moveMailing(
  db: Kysely<Tables>,
  row: MailingRow,
  changes: { readonly state: MailingState } & Partial<MailingRow>,
): Promise<MailingRow> {
  if (!mailingMayBecome(row.state, changes.state))
    throw new Error(`mailing ${row.id} is ${row.state} and cannot become ${changes.state}`);
  await db.updateTable("mailings").set(changes).where("id", "=", row.id).execute();
  return { ...row, ...changes };
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
    ...(row.scheduled_at === null ? {} : { scheduledAt: row.scheduled_at }),
    ...(row.stopped_by === null ? {} : { stoppedBy: row.stopped_by }),
    ...(row.stop_reason === null ? {} : { stopReason: JSON.parse(row.stop_reason) as StopReason }),
  };
}
