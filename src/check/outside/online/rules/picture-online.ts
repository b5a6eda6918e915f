import type { RuleHead } from "../../../../model/rule.ts";

export const pictureOnline: RuleHead = {
  id: "check/picture-online",
  severity: "warning",
  why: "Readers see an empty frame, or wait for a picture that is too heavy.",
};
