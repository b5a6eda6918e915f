import type { RuleHead } from "../../../../model/rule.ts";

export const spamRule: RuleHead = {
  id: "check/spam-rule",
  severity: "warning",
  why: "Readers may not get a mail that has more of this: filters count it as a sign of spam.",
};
