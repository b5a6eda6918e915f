import type { RuleHead } from "../rule.ts";

export const waiver: RuleHead = {
  id: "check/waiver",
  severity: "warning",
  why: "Readers may see what the waiver hides, once it is there.",
  example: {
    wrong: [
      "waive:",
      "  - { rule: check/link-shortener, reason: The sponsor counts clicks by it. }",
      "blocks:",
      '  - letter: "See [the press](https://letters.net/press)."',
    ],
    right: [
      "waive:",
      "  - { rule: check/link-shortener, reason: The sponsor counts clicks by it. }",
      "blocks:",
      '  - letter: "See [the press](https://bit.ly/press)."',
    ],
  },
};
