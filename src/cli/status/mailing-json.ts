import type { Config } from "../../config/config.ts";
import type { Delivery } from "../../model/mailing.ts";
import { countSubmittedBy, listDeliveries } from "../../store/deliveries.ts";
import { countEditions } from "../../store/mailings.ts";
import type { Store } from "../../store/store.ts";
import type { MailingReport } from "./mailing-report.ts";
import { nextSteps } from "./next-steps.ts";

/**
 * A mailing as `status --json` prints it. Programs rely on it: keys are added and never change their meaning, and
 * docs/delivery.md describes them.
 */
export async function mailingJson(store: Store, report: MailingReport, config: Config): Promise<unknown> {
  const { mailing, state, counts, left, sender, gone, due, perSecond, usedUp } = report;
  const { rejectedBecause, inInbox, reasons } = report;
  return {
    ...mailing,
    // `sender` is who sends it at this moment.
    from: mailing.sender,
    state,
    counts,
    left,
    sender,
    gone,
    due,
    perSecond,
    usedUp,
    rejectedBecause,
    inInbox,
    reasons,
    next: nextSteps(report, config),
    editions: await countEditions(store, mailing.id),
    relays: await countSubmittedBy(store, mailing.id),
    deliveries: await notableOf(store, mailing.id),
  };
}

const notable = ["submitting", "deferred", "rejected", "skipped", "uncertain"] as const;

async function notableOf(store: Store, mailing: number): Promise<readonly Delivery[]> {
  const all: Delivery[] = [];
  for (let after = 0; ; ) {
    const page = await listDeliveries(store, { mailing, states: notable, after, limit: 1_000 });
    all.push(...page);
    const last = page.at(-1);
    if (last === undefined) return all;
    after = last.subscriber;
  }
}
