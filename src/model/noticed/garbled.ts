import type { RuleHead } from "../rule.ts";

export const garbled: RuleHead = {
  id: "issue/garbled",
  severity: "warning",
  why: "Readers see signs that mean nothing where a letter was.",
  example: {
    wrong: ['- letter: "Type fÃ¼r everybody."'],
    right: ['- letter: "Type für everybody."'],
  },
};
