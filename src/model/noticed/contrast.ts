import type { RuleHead } from "../rule.ts";

export const contrast: RuleHead = {
  id: "render/contrast",
  severity: "warning",
  why: "Readers with weak eyes, or in the sun, cannot read this text.",
};
