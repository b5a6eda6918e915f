import type { RuleHead } from "../rule.ts";

/** What readers would meet behind a link, or before it. */
export const atLinks: readonly RuleHead[] = [
  {
    id: "issue/link-brackets",
    severity: "warning",
    why: "Readers see the brackets of a link, and cannot click on it.",
  },
  {
    id: "issue/link-www",
    severity: "warning",
    why: "Readers see an address; whether they can click on it is for their program to decide.",
  },
  { id: "issue/link-host", severity: "warning", why: "Readers who click get an error, or nothing." },
  {
    id: "issue/link-http",
    severity: "warning",
    why: "Readers can be watched when they follow it; some browsers warn them.",
  },
  {
    id: "issue/link-words",
    severity: "warning",
    why: "Readers who go from link to link cannot tell where it leads.",
  },
];
