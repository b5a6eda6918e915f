import type { RuleHead } from "../rule.ts";

export const spamScore: RuleHead = {
  id: "check/spam-score",
  severity: "warning",
  why: "Readers whose provider filters with SpamAssassin find the mail among the spam, or not at all.",
};

export const spamRule: RuleHead = {
  id: "check/spam-rule",
  severity: "warning",
  why: "Readers may not get a mail that has more of this: filters count it as a sign of spam.",
};

export const spamRules: readonly RuleHead[] = [spamScore, spamRule];
