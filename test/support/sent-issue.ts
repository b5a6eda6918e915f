import { checkIssue } from "../../src/check/check-issue.ts";
import { checkContext } from "../../src/config/check-context.ts";
import { forAllOf } from "../../src/cli/send/for-all.ts";
import type { Config } from "../../src/config/config.ts";
import { planMailing } from "../../src/delivery/plan-mailing.ts";
import { startMailing } from "../../src/delivery/start-mailing.ts";
import type { Mailing } from "../../src/model/mailing.ts";
import type { Store } from "../../src/store/store.ts";
import type { TempProject } from "./temp-project.ts";

/** Where a test sends from: the readers' service of a test is one. */
export interface Sending {
  readonly project: TempProject;
  readonly store: Store;
  readonly service: { readonly config: Config };
}

/**
 * Writes an issue, checks it and freezes it as `send` does, and says of everybody on the list that they have it. No
 * relay is asked. Undefined in `text`: the file is there already.
 */
export async function sentIssue(
  { project, store, service: { config } }: Sending,
  issue: {
    readonly id: string;
    readonly text: string;
    readonly date?: number;
    readonly list?: string;
  },
): Promise<Mailing> {
  const { id, text, date: now = Date.UTC(2026, 8, 1, 7, 30), list: name = "weekly" } = issue;
  await project.write(`issues/${id}.yaml`, text);
  const list = config.lists.find((one) => one.id === name);
  if (list === undefined) throw new Error(`there is no list ${name}`);
  const context = { ...checkContext(config, list), forArchive: true };
  const checked = await checkIssue(context, `issues/${id}.yaml`);
  const { editions, split, sender, problems } = checked;
  const errors = problems.filter(({ severity }) => severity === "error");
  if (errors.length > 0) throw new Error(JSON.stringify(errors));
  const forAll = forAllOf(checked);
  const from = { issue: id, list: { id: list.id, sender }, split, editions, forAll, now };
  const plan = await planMailing(store, { ...from, relays: config.relays, pace: config.pace });
  const mailing = await startMailing(store, plan, now);
  await store.db
    .updateTable("deliveries")
    .set({ state: "submitted", revision: 1 })
    .where("mailing_id", "=", mailing.id)
    .execute();
  return mailing;
}
