import type { RuleHead } from "../rule.ts";

export const tableHead: RuleHead = {
  id: "issue/table-head",
  severity: "warning",
  why: "Readers see bars, and no table.",
  example: {
    wrong: ["- letter: |", "    | press | year |", "    | Ada | 1815 |"],
    right: ["- letter: |", "    | press | year |", "    |---|---|", "    | Ada | 1815 |"],
  },
};
