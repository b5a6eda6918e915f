import type { RuleHead } from "../../../../model/rule.ts";

export const linkBroken: RuleHead = {
  id: "check/link-broken",
  severity: "warning",
  why: "Readers who click see an error, or a warning of their browser, instead of the page.",
};
