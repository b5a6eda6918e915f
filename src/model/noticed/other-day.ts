import type { RuleHead } from "../rule.ts";

export const otherDay: RuleHead = {
  id: "issue/other-day",
  severity: "warning",
  why: "Readers see the date of the issue, which may be the wrong one.",
  example: {
    wrong: ["# In 2026-09-01-quiet.yaml", "date: 2026-09-08"],
    right: ["# In 2026-09-01-quiet.yaml", "date: 2026-09-01"],
  },
};
