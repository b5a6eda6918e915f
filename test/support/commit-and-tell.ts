import { sql } from "kysely";
import { openStore } from "../../src/store/store.ts";

/*
 * A program of its own, started with trace events: writes to the store at argv[2] in all the ways there are, and says
 * so on the console when it is told that the write is done. Each word on the console stands in the trace beside the
 * syncs.
 */
await using store = await openStore({ file: process.argv[2] ?? "" });

await store.db.insertInto("lists").values({ id: "alone", name: "Alone" }).execute();
tell("a statement");
await store.db.insertInto("lists").values({ id: "more", name: "More" }).returning("id").execute();
tell("a statement that returns");
for (const id of ["first", "second"]) {
  await store.db.transaction().execute(async (transaction) => {
    await transaction.insertInto("lists").values({ id, name: "In a transaction" }).execute();
    await transaction.selectFrom("lists").selectAll().execute();
  });
  tell(`the ${id} transaction`);
}
await store.db.selectFrom("lists").selectAll().execute();
tell("a look");
await sql`with everything as (select * from lists) select count(*) from everything`.execute(store.db);
tell("a longer look");

function tell(what: string): void {
  console.time(what);
  console.timeEnd(what);
}
