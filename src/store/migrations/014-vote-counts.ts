import { type Kysely, sql } from "kysely";

/**
 * The votes for each option are counted as they are cast, changed and taken along by who is erased: to count them anew
 * for every page of results would stop the readers' service. Triggers, so that whoever writes a vote cannot forget it.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable("vote_counts")
    .addColumn("mailing_id", "bigint", (column) =>
      column.notNull().references("mailings.id").onDelete("cascade"),
    )
    .addColumn("poll", "text", (column) => column.notNull())
    .addColumn("option", "text", (column) => column.notNull())
    .addColumn("votes", "integer", (column) => column.notNull())
    .addPrimaryKeyConstraint("vote_counts_primary_key", ["mailing_id", "poll", "option"])
    .execute();
  await sql`insert into vote_counts (mailing_id, poll, option, votes)
    select mailing_id, poll, option, count(*) from votes group by mailing_id, poll, option`.execute(db);
  const more = sql`insert into vote_counts (mailing_id, poll, option, votes)
    values (new.mailing_id, new.poll, new.option, 1)
    on conflict (mailing_id, poll, option) do update set votes = votes + 1`;
  const fewer = sql`update vote_counts set votes = votes - 1
    where mailing_id = old.mailing_id and poll = old.poll and option = old.option`;
  await sql`create trigger votes_cast after insert on votes begin ${more}; end`.execute(db);
  await sql`create trigger votes_changed after update of option on votes begin ${fewer}; ${more}; end`.execute(
    db,
  );
  await sql`create trigger votes_gone after delete on votes begin ${fewer}; end`.execute(db);
}
