import type { RuleHead } from "../rule.ts";

export const blank: RuleHead = {
  id: "issue/blank",
  severity: "warning",
  why: "Readers would see words that were for you.",
  example: {
    wrong: ['- letter: "TODO: greet the readers of London."'],
    right: ['- letter: "Welcome to the readers of London."'],
  },
};
