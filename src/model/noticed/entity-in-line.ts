import type { RuleHead } from "../rule.ts";

export const entityInLine: RuleHead = {
  id: "issue/entity-in-line",
  severity: "warning",
  why: "Readers see the name of a character where the character was meant.",
  example: {
    wrong: ['subject: "Ink &amp; paper in a quiet week"'],
    right: ["subject: Ink & paper in a quiet week"],
  },
};
