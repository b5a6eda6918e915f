import type { RuleHead } from "../rule.ts";

export const linkBrackets: RuleHead = {
  id: "issue/link-brackets",
  severity: "warning",
  why: "Readers see the brackets of a link, and cannot click on it.",
  example: {
    wrong: ['- letter: "See [the press] (https://letters.net/press)."'],
    right: ['- letter: "See [the press](https://letters.net/press)."'],
  },
};
