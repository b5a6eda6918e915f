import { longestSlot } from "../../message/longest-slot.ts";
import { gmailShows } from "../gmail-limits.ts";
import type { Rule } from "../rule.ts";

export const gmailClip: Rule = {
  id: "check/gmail-clip",
  severity: "error",
  why: "Readers in Gmail see the mail break off, with a link to the rest; the end has the way to unsubscribe.",
  check({ issue, edition, sender }) {
    const bytes = edition.html.reduce(
      (sum, part) =>
        sum + (typeof part === "string" ? Buffer.byteLength(part) : longestSlot(part, sender.siteUrl)),
      0,
    );
    if (bytes <= gmailShows) return [];
    const of = edition.variant === "all" ? "" : ` of the variant ${edition.variant}`;
    const message = `the mail${of} can have ${bytes} bytes of HTML, and Gmail cuts it off after ${gmailShows}.`;
    return [{ at: issue.at, message, remedy: "Shorten the issue, or send its end as a link." }];
  },
};
