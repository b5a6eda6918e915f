import type { RuleHead } from "../rule.ts";

export const linkHttp: RuleHead = {
  id: "issue/link-http",
  severity: "warning",
  why: "Readers can be watched when they follow it; some browsers warn them.",
  example: {
    wrong: ['- letter: "See [the press](http://letters.net/press)."'],
    right: ['- letter: "See [the press](https://letters.net/press)."'],
  },
};
