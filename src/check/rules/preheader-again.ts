import { lineText } from "../../model/prose.ts";
import { sameSubject } from "../earlier-issues.ts";
import type { Rule } from "../rule.ts";

export const preheaderAgain: Rule = {
  id: "check/preheader-again",
  severity: "warning",
  why: "Readers take the mail for one that they have read.",
  example: {
    before: ["preheader: All that was said of the new press in a week"],
    wrong: ["preheader: All that was said of the new press in a week"],
    right: ["preheader: What happened in the shop, told in five minutes"],
  },
  check({ selection: { preheader }, earlier }) {
    const own = sameSubject(lineText(preheader));
    const before = earlier.find((one) => one.preheader !== "" && one.preheader === own);
    if (before === undefined) return [];
    const message = `the preheader is that of ${before.file}.`;
    return [{ at: preheader.at, message, remedy: "Say what is in this issue." }];
  },
};
