import type { CheckedIssue } from "../../check/check-issue.ts";
import type { SendPlan } from "../../delivery/plan-mailing.ts";
import type { NewPublicEdition } from "../../store/mailings.ts";

/** What is frozen for everybody to read, with what the issue says of that. */
export function forAllOf({ publicEdition, issue }: CheckedIssue): NewPublicEdition | undefined {
  if (publicEdition === undefined) return undefined;
  return {
    edition: publicEdition,
    ...(issue?.archive === undefined ? {} : { wanted: issue.archive }),
  };
}

/** Where everybody will read it; undefined when nobody but its readers may. */
export function archivePage({
  forAll,
  issue,
  sender,
}: Pick<SendPlan, "forAll" | "issue" | "sender">): string | undefined {
  const mayBeRead = forAll?.wanted ?? sender.hasArchive === true;
  return forAll !== undefined && mayBeRead
    ? `${sender.siteUrl}/archive/${encodeURIComponent(issue)}`
    : undefined;
}
