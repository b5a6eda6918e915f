import { LetterpressError } from "../../base/errors.ts";
import type { Mailing } from "../../model/mailing.ts";
import type { Sender } from "../../model/sender.ts";
import { unfilledWords } from "../../model/unfilled-sender.ts";

/**
 * Throws while the newsletter still says of itself what `init` wrote. `check` only warns of it, because an issue can be
 * looked at, planned and sent to the sample readers before that is known; the mails of a real mailing cannot be called
 * back.
 */
export function refuseUnfilled(sender: Sender): void {
  const left = unfilledWords([sender]);
  if (left === undefined) return;
  throw new LetterpressError(
    "send/unfilled-sender",
    `letterpress.yaml still has what init wrote: ${left}. Nothing was sent.`,
    "Write there what is true of your newsletter, and send again.",
  );
}

/**
 * Why a mailing that was frozen with that does not go out: its sender stays as it was, whatever letterpress.yaml says
 * by now.
 */
export function frozenUnfilled({ sender, issue }: Mailing): LetterpressError | undefined {
  const left = unfilledWords([sender]);
  if (left === undefined) return undefined;
  return new LetterpressError(
    "send/unfilled-sender",
    `This mailing was frozen with what init wrote: ${left}. Nothing more was sent.`,
    `Write in letterpress.yaml what is true of your newsletter, and cancel this mailing with: npx letterpress cancel ${issue}. If it has reached nobody, send it anew then.`,
  );
}

export function refuseFrozenUnfilled(mailing: Mailing): void {
  const refused = frozenUnfilled(mailing);
  if (refused !== undefined) throw refused;
}
