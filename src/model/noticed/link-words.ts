import type { RuleHead } from "../rule.ts";

export const linkWords: RuleHead = {
  id: "issue/link-words",
  severity: "warning",
  why: "Readers who go from link to link cannot tell where it leads.",
  example: {
    wrong: ['- letter: "To see the press, click [here](https://letters.net/press)."'],
    right: ['- letter: "See [the press at work](https://letters.net/press)."'],
  },
};
