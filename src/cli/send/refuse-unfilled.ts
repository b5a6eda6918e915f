import { LetterpressError } from "../../base/errors.ts";
import { unfilledIn } from "../../model/unfilled-sender.ts";
import type { Sender } from "../../model/sender.ts";

/**
 * Throws while the newsletter still says of itself what `init` wrote. `check` only warns of it, because an issue can be looked at,
 * planned and sent to the sample readers before that is known; the mails of a real mailing cannot be called back.
 */
export function refuseUnfilled(sender: Sender): void {
  const left = unfilledIn(sender);
  if (left.length === 0) return;
  const each = left.map(({ key, value }) => `${key} ("${value}")`).join(", ");
  throw new LetterpressError(
    "send/unfilled-sender",
    `letterpress.yaml still has what init wrote: ${each}. Nothing was sent.`,
    "Write there what is true of your newsletter, and send again.",
  );
}
