import type { RuleHead } from "../rule.ts";

export const typedBullets: RuleHead = {
  id: "issue/typed-bullets",
  severity: "warning",
  why: "Readers see a list run into one line, and those who hear the mail do not hear that it is one.",
  example: {
    wrong: ["- letter: |", "    • ink", "    • paper"],
    right: ["- letter: |", "    - ink", "    - paper"],
  },
};
