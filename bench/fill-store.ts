import { sql } from "kysely";
import type { Store } from "../src/store/store.ts";
import { list } from "./material.ts";

/** So many confirmed readers of the bench's list, from three cities and with two languages. */
export async function fillStore({ db }: Store, readers: number): Promise<void> {
  await sql`insert into lists (id, name) values (${list}, 'Bench')`.execute(db);
  await sql`
    with recursive n(i) as (select 1 union all select i + 1 from n where i < ${readers})
    insert into subscribers (email, email_key, domain, fields, created_at)
    select 'reader' || i || '@example.org', 'reader' || i || '@example.org', 'example.org',
      '{"firstName":"Reader ' || i
      || '","city":"' || case i % 3 when 0 then 'Paris' when 1 then 'London' else 'Rome' end
      || '","language":"' || case i % 2 when 0 then 'de-AT' else 'en' end || '"}', 0 from n`.execute(db);
  await sql`
    insert into subscriptions (subscriber_id, list_id, state, token, changed_at)
    select id, ${list}, 'confirmed', 'token' || id, 0 from subscribers`.execute(db);
}
