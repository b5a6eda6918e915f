import { problem } from "../../base/problem.ts";
import { longestSlot } from "../../message/longest-slot.ts";
import { gmailShows } from "../gmail-limits.ts";
import type { Rule } from "../rule.ts";

export const gmailClip: Rule = {
  id: "check/gmail-clip",
  check({ issue, edition, sender }) {
    const bytes = edition.html.reduce(
      (sum, part) =>
        sum + (typeof part === "string" ? Buffer.byteLength(part) : longestSlot(part, sender.siteUrl)),
      0,
    );
    if (bytes <= gmailShows) return [];
    const of = edition.variant === "all" ? "" : ` of the variant ${edition.variant}`;
    const message = `the mail${of} can have ${bytes} bytes of HTML, and Gmail cuts it off after ${gmailShows}.`;
    return [problem(issue.at, this.id, message, "Shorten the issue, or send its end as a link.")];
  },
};
