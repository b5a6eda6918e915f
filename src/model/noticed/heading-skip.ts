import type { RuleHead } from "../rule.ts";

export const headingSkip: RuleHead = {
  id: "issue/heading-skip",
  severity: "warning",
  why: "Readers who hear the mail go from heading to heading, and think that one is missing.",
  example: {
    wrong: [
      "- letter: |",
      "    ## The press",
      "",
      "    It runs.",
      "",
      "    #### Its lever",
      "",
      "    It is of ash.",
    ],
    right: [
      "- letter: |",
      "    ## The press",
      "",
      "    It runs.",
      "",
      "    ### Its lever",
      "",
      "    It is of ash.",
    ],
  },
};
