import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { planMailing } from "../../src/delivery/plan-mailing.ts";
import { startMailing } from "../../src/delivery/start-mailing.ts";
import { type Edition, editionOf } from "../../src/model/edition.ts";
import { possibleVariants } from "../../src/model/possible-variants.ts";
import type { Split } from "../../src/model/variant.ts";
import { openStore } from "../../src/store/store.ts";
import { fillStore } from "../fill-store.ts";
import { figure } from "../table.ts";
import { editionOfYaml, list, longIssueYaml } from "../material.ts";

/** Six variants: two languages times three places; the plan and the freeze of a list of this size. */
export async function benchAudience(scale: number): Promise<string> {
  const readers = Math.round(1_000_000 * scale);
  const folder = await mkdtemp(join(tmpdir(), "letterpress-bench-"));
  try {
    await using store = await openStore({ file: join(folder, "store.sqlite") });
    await fillStore(store, readers);
    const { edition, sender } = await editionOfYaml(longIssueYaml(0));
    const editions = (possibleVariants(split) ?? []).map(({ key }) => variantOf(edition, key));
    const input = {
      issue: split.issue,
      list: { id: list, sender },
      split,
      editions,
      relays: [{ name: "main", connections: 5 }],
      pace: {},
      now: 0,
    };
    const begin = performance.now();
    const plan = await planMailing(store, input);
    const planned = performance.now();
    await startMailing(store, plan, 0);
    const frozen = performance.now();
    return `${figure(readers)} readers in ${plan.variants.length} variants by language and city: planned in ${seconds(begin, planned)} s, frozen in ${seconds(planned, frozen)} s; ${plan.editions.length} editions kept.`;
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

function seconds(from: number, to: number): string {
  return ((to - from) / 1000).toFixed(1);
}
