import type { RuleHead } from "../rule.ts";

export const linkWww: RuleHead = {
  id: "issue/link-www",
  severity: "warning",
  why: "Readers see an address; whether they can click on it is for their program to decide.",
  example: {
    wrong: ['- letter: "See www.letters.net for more."'],
    right: ['- letter: "See https://www.letters.net for more."'],
  },
};
