import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql } from "kysely";
import { planMailing } from "../src/delivery/plan-mailing.ts";
import { startMailing } from "../src/delivery/start-mailing.ts";
import { type Edition, editionOf } from "../src/model/edition.ts";
import { possibleVariants } from "../src/model/possible-variants.ts";
import type { Split } from "../src/model/variant.ts";
import { openStore, type Store } from "../src/store/store.ts";
import { editionOfYaml, list, longIssueYaml } from "./material.ts";

/** Six variants: two languages times three places; the plan and the freeze of a list of this size. */
export async function benchAudience(readers: number): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "letterpress-bench-"));
  try {
    await using store = await openStore({ file: join(folder, "store.sqlite") });
    await fill(store, readers);
    const { edition, sender } = await editionOfYaml(longIssueYaml(0));
    const editions = (possibleVariants(split) ?? []).map(({ key }) => variantOf(edition, key));
    const input = {
      issue: split.issue,
      list: { id: list, sender },
      split,
      editions,
      relays: [{ connections: 5 }],
      pace: {},
      now: 0,
    };
    const begin = performance.now();
    const plan = await planMailing(store, input);
    const planned = performance.now();
    await startMailing(store, plan, 0);
    const frozen = performance.now();
    const counts = plan.variants.map(({ variant, readers: count }) => `${variant} ${count}`).join(", ");
    console.log(`\n${readers} readers in ${plan.variants.length} variants (${counts})
  planned in ${seconds(begin, planned)} s, frozen in ${seconds(planned, frozen)} s, ${plan.editions.length} editions kept`);
  } finally {
    await rm(folder, { recursive: true });
  }
}

const city = (value: string) => ({ type: "in", field: "city", values: [value] }) as const;
const split: Split = {
  issue: "2026-11-27-bench",
  languages: ["en", "de"],
  arms: 1,
  conditions: [city("Paris"), city("London")],
};

function variantOf({ digest: _, ...edition }: Edition, variant: string): Edition {
  return editionOf({ ...edition, variant });
}

async function fill({ db }: Store, readers: number): Promise<void> {
  await sql`insert into lists (id, name) values (${list}, 'Bench')`.execute(db);
  await sql`
    with recursive n(i) as (select 1 union all select i + 1 from n where i < ${readers})
    insert into subscribers (email, email_key, domain, fields, created_at)
    select 'reader' || i || '@example.org', 'reader' || i || '@example.org', 'example.org',
      '{"city":"' || case i % 3 when 0 then 'Paris' when 1 then 'London' else 'Rome' end
      || '","language":"' || case i % 2 when 0 then 'de-AT' else 'en' end || '"}', 0 from n`.execute(db);
  await sql`
    insert into subscriptions (subscriber_id, list_id, state, token, changed_at)
    select id, ${list}, 'confirmed', 'token' || id, 0 from subscribers`.execute(db);
}

function seconds(from: number, to: number): string {
  return ((to - from) / 1000).toFixed(1);
}
