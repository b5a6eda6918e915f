import type { RuleHead } from "../../../../model/rule.ts";

export const linkMoved: RuleHead = {
  id: "check/link-moved",
  severity: "warning",
  why: "Readers are led on to the new address while the site still knows the old one, which may end any day.",
};
