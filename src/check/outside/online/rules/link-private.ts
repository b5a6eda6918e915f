import type { RuleHead } from "../../../../model/rule.ts";

export const linkPrivate: RuleHead = {
  id: "check/link-private",
  severity: "warning",
  why: "Readers cannot reach a page that only your own network knows.",
};
