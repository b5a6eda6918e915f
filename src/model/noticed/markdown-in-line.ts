import type { RuleHead } from "../rule.ts";

export const markdownInLine: RuleHead = {
  id: "issue/markdown-in-line",
  severity: "warning",
  why: "Readers see signs of Markdown in a title or a subject, where it is not read.",
  example: {
    wrong: ['subject: "A **quiet** week in printing"'],
    right: ["subject: A quiet week in printing"],
  },
};
