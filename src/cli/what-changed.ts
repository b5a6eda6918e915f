import { LetterpressError } from "../base/errors.ts";
import { checkIssue } from "../check/check-issue.ts";
import type { Mailing } from "../model/mailing.ts";
import { editionsOf } from "../store/mailings.ts";
import { checkContext, issueFile } from "./newsletter.ts";
import type { SendRequest } from "./send-request.ts";

/** What has changed on the disk since the start is said, not sent. */
export async function sayWhatChanged(
  { terminal, config, list, store, named }: SendRequest,
  mailing: Mailing,
): Promise<void> {
  const frozen = await editionsOf(store, mailing.id);
  const digests = await currentDigests().catch((fault: unknown): readonly string[] => {
    if (fault instanceof LetterpressError) return [];
    throw fault;
  });
  if (frozen.every((edition) => digests.includes(edition.digest))) return;
  terminal.note(
    "The issue or its template has changed since; those who are left get what was approved, as it was.",
  );

  async function currentDigests(): Promise<readonly string[]> {
    const checked = await checkIssue(checkContext(config, list), issueFile(config, terminal.folder, named));
    return checked.editions.map((edition) => edition.digest);
  }
}
