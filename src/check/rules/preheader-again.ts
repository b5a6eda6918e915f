import { lineText } from "../../model/prose.ts";
import { sameSubject } from "../earlier-issues.ts";
import type { Rule } from "../rule.ts";

export const preheaderAgain: Rule = {
  id: "check/preheader-again",
  severity: "warning",
  why: "Readers take the mail for one that they have read.",
  check({ selection: { preheader }, earlier }) {
    const own = sameSubject(lineText(preheader));
    const before = earlier.find((one) => one.preheader !== "" && one.preheader === own);
    if (before === undefined) return [];
    const message = `the preheader is that of ${before.file}.`;
    return [{ at: preheader.at, message, remedy: "Say what is in this issue." }];
  },
};
