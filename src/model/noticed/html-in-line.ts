import type { RuleHead } from "../rule.ts";

export const htmlInLine: RuleHead = {
  id: "issue/html-in-line",
  severity: "warning",
  why: "Readers see a tag in a title or a subject, where HTML is not read.",
  example: {
    wrong: ['subject: "A <b>quiet</b> week in printing"'],
    right: ["subject: A quiet week in printing"],
  },
};
