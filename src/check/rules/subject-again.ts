import { lineText } from "../../model/prose.ts";
import { sameSubject } from "../earlier-issues.ts";
import type { Rule } from "../rule.ts";

export const subjectAgain: Rule = {
  id: "check/subject-again",
  severity: "warning",
  why: "Readers take the mail for one that they have read; some programs put both into one conversation.",
  example: {
    before: ["subject: A new press in the old shop"],
    wrong: ["subject: A new press in the old shop"],
    right: ["subject: The new press runs"],
  },
  check({ selection: { subject }, earlier }) {
    const own = sameSubject(lineText(subject));
    const before = earlier.find((one) => one.subject !== "" && one.subject === own);
    if (before === undefined) return [];
    const message = `the subject is that of ${before.file}.`;
    return [{ at: subject.at, message, remedy: "Say what is in this issue." }];
  },
};
