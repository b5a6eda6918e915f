import { type Mailing, unfinished } from "../../model/mailing.ts";
import { countDeliveries } from "../../store/deliveries.ts";
import { listMailings } from "../../store/mailings.ts";
import { countOf } from "../newsletter.ts";
import { audienceWords } from "../only-option.ts";
import { resumeOf } from "./resume-command.ts";
import type { SendRequest } from "./send-request.ts";

/**
 * Says which other mailings of the issue have readers left: they are in no plan, and only those mailings reach them.
 * Returns those mailings.
 */
export async function nameUnfinished(
  { terminal, store, config }: SendRequest,
  mailing: Pick<Mailing, "id" | "issue">,
): Promise<readonly Mailing[]> {
  const found: Mailing[] = [];
  for (const other of await listMailings(store, mailing.issue)) {
    if (other.id === mailing.id || other.state === "cancelled") continue;
    const left = unfinished(await countDeliveries(store, other.id));
    if (left === 0) continue;
    found.push(other);
    const whom = audienceWords(other.list, other.only);
    terminal.note(
      `The mailing of this issue to ${whom} has ${countOf(left, "reader")} left. Go on with it: ${resumeOf(other, config)}`,
    );
  }
  return found;
}
