import type { RuleHead } from "../rule.ts";

export const linkHost: RuleHead = {
  id: "issue/link-host",
  severity: "warning",
  why: "Readers who click get an error, or nothing.",
  example: {
    wrong: ['- letter: "See [the press](http://localhost:8080/press)."'],
    right: ['- letter: "See [the press](https://letters.net/press)."'],
  },
};
