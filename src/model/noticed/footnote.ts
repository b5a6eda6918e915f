import type { RuleHead } from "../rule.ts";

export const footnote: RuleHead = {
  id: "issue/footnote",
  severity: "warning",
  why: "Readers see the mark of a note that is nowhere.",
  example: {
    wrong: ['- letter: "The first press[^1] was of wood."'],
    right: ['- letter: "The first press (in Mainz) was of wood."'],
  },
};
