import type { RuleHead } from "../rule.ts";

export const taskItem: RuleHead = {
  id: "issue/task-item",
  severity: "warning",
  why: "Readers see brackets where a box to tick was meant.",
  example: {
    wrong: ["- letter: |", "    - [ ] buy ink"],
    right: ["- letter: |", "    - buy ink"],
  },
};
