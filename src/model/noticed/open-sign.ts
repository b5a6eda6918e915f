import type { RuleHead } from "../rule.ts";

export const openSign: RuleHead = {
  id: "issue/open-sign",
  severity: "warning",
  why: "Readers see a star, an underscore or a backtick that was to begin something.",
  example: {
    wrong: ['- letter: "A press that *never stops."'],
    right: ['- letter: "A press that *never* stops."'],
  },
};
