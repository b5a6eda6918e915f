import type { RuleHead } from "../rule.ts";

export const looseStars: RuleHead = {
  id: "issue/loose-stars",
  severity: "warning",
  why: "Readers see two stars where words were to be bold.",
  example: {
    wrong: ['- letter: "A ** very ** old press."'],
    right: ['- letter: "A **very** old press."'],
  },
};
