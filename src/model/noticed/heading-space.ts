import type { RuleHead } from "../rule.ts";

export const headingSpace: RuleHead = {
  id: "issue/heading-space",
  severity: "warning",
  why: "Readers see number signs before words that were to be a heading.",
  example: {
    wrong: ["- letter: |", "    ##The press", "", "    It runs."],
    right: ["- letter: |", "    ## The press", "", "    It runs."],
  },
};
