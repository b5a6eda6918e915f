import type { RuleHead } from "../rule.ts";

export const noDefinition: RuleHead = {
  id: "issue/no-definition",
  severity: "warning",
  why: "Readers see brackets where a link was meant.",
  example: {
    wrong: ['- letter: "See [the press][press]."'],
    right: ["- letter: |", "    See [the press][press].", "", "    [press]: https://letters.net/press"],
  },
};
