import type { RuleHead } from "../rule.ts";

export const folded: RuleHead = {
  id: "yaml/folded",
  severity: "warning",
  why: "Readers see lines run together that you wrote apart.",
  example: {
    wrong: ["- letter: >", "    What came this week:", "", "    - ink", "    - paper"],
    right: ["- letter: |", "    What came this week:", "", "    - ink", "    - paper"],
  },
};
