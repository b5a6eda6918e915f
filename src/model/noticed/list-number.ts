import type { RuleHead } from "../rule.ts";

export const listNumber: RuleHead = {
  id: "issue/list-number",
  severity: "warning",
  why: "Readers see another number than the one that was written.",
  example: {
    wrong: ["- letter: |", "    1. ink", "    3. paper"],
    right: ["- letter: |", "    1. ink", "    2. paper"],
  },
};
