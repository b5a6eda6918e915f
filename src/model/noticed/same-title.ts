import type { RuleHead } from "../rule.ts";

export const sameTitle: RuleHead = {
  id: "issue/same-title",
  severity: "warning",
  why: "Readers see two things with one name.",
  example: {
    wrong: [
      "- poll:",
      "    id: paper",
      "    question: Which paper do you like?",
      "    options:",
      "      - { id: a, title: Cotton }",
      "      - { id: b, title: Cotton }",
    ],
    right: [
      "- poll:",
      "    id: paper",
      "    question: Which paper do you like?",
      "    options:",
      "      - { id: a, title: Cotton }",
      "      - { id: b, title: Linen }",
    ],
  },
};
