import type { RuleHead } from "../../../../model/rule.ts";

export const linkElsewhere: RuleHead = {
  id: "check/link-elsewhere",
  severity: "warning",
  why: "Readers land on a front page or a form to log in, and not where the words of the link say.",
};
