import { LetterpressError } from "../../base/errors.ts";
import type { CheckedIssue } from "../../check/check-issue.ts";
import { publicView } from "../../message/public-view.ts";
import type { Form, Forms } from "./rendered-forms.ts";

/**
 * What everybody would read of an issue. Throws LetterpressError when that is nothing, or it is asked for as a mail.
 */
export function publicForms({ publicEdition, issue }: CheckedIssue, asked: readonly Form[]): Forms {
  if (asked.some((form) => form === "eml" || form === "text"))
    throw new LetterpressError(
      "use/public",
      "What everybody reads is a page, and no mail.",
      "Ask for it with --html or --json.",
    );
  if (publicEdition === undefined)
    throw new LetterpressError(
      "use/nothing-public",
      `Every block of ${issue?.id ?? "the issue"} is for some readers only, so nobody else would read anything.`,
      "Leave out --public, or write a block without only.",
    );
  const { subject, preheader, html } = publicView(publicEdition);
  return async (form) =>
    form === "json" ? `${JSON.stringify({ subject, preheader, html }, null, 2)}\n` : html;
}
