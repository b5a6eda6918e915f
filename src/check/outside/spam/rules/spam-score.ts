import type { RuleHead } from "../../../../model/rule.ts";

export const spamScore: RuleHead = {
  id: "check/spam-score",
  severity: "warning",
  why: "Readers whose provider filters with SpamAssassin find the mail among the spam, or not at all.",
};
