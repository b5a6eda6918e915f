import type { RuleHead } from "../rule.ts";

export const templateTag: RuleHead = {
  id: "issue/template-tag",
  severity: "warning",
  why: "Readers see a command of another program, which nothing here carries out.",
  example: {
    wrong: ['- letter: "{% if member %}Thank you for paying.{% endif %}"'],
    right: ["- letter:", '    body: "Thank you for paying."', "    only: tag member"],
  },
};
