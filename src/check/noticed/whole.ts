import type { RuleHead } from "../rule.ts";

/** What readers would make of the issue as a whole. */
export const inTheWhole: readonly RuleHead[] = [
  {
    id: "issue/same-preheader",
    severity: "warning",
    why: "Readers see the same words twice in their list of mails.",
  },
  { id: "issue/same-title", severity: "warning", why: "Readers see two things with one name." },
  {
    id: "issue/heading-skip",
    severity: "warning",
    why: "Readers who hear the mail go from heading to heading, and think that one is missing.",
  },
  {
    id: "issue/other-day",
    severity: "warning",
    why: "Readers see the date of the issue, which may be the wrong one.",
  },
  {
    id: "render/contrast",
    severity: "warning",
    why: "Readers with weak eyes, or in the sun, cannot read this text.",
  },
  {
    id: "check/empty-variant",
    severity: "warning",
    why: "Readers of some kind would get a masthead and a footer, and nothing between.",
  },
  {
    id: "check/waiver",
    severity: "warning",
    why: "Readers may see what the waiver hides, once it is there.",
  },
  {
    id: "config/no-secret",
    severity: "warning",
    why: "Readers get the same; on this machine the mail cannot be signed.",
  },
];
