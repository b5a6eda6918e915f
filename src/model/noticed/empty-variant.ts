import type { RuleHead } from "../rule.ts";

export const emptyVariant: RuleHead = {
  id: "check/empty-variant",
  severity: "warning",
  why: "Readers of some kind would get a masthead and a footer, and nothing between.",
  example: {
    wrong: ["- letter: { body: Thank you for paying., only: tag member }"],
    right: [
      "- letter: { body: Thank you for paying., only: tag member }",
      "- letter: { body: Soon there will be more for who pays., only: not tag member }",
    ],
  },
};
