import type { RuleHead } from "../rule.ts";

export const samePreheader: RuleHead = {
  id: "issue/same-preheader",
  severity: "warning",
  why: "Readers see the same words twice in their list of mails.",
  example: {
    wrong: ["subject: A quiet week in printing", "preheader: A quiet week in printing"],
    right: [
      "subject: A quiet week in printing",
      "preheader: What happened in the shop, told in five minutes",
    ],
  },
};
