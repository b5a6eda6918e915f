import type { RuleHead } from "../rule.ts";

export const foreignField: RuleHead = {
  id: "issue/foreign-field",
  severity: "warning",
  why: "Readers see the notation of another program instead of their own value.",
  example: {
    wrong: ['- letter: "Hello [FirstName], here is the news."'],
    right: ['- letter: "Hello {{firstName|there}}, here is the news."'],
  },
};
