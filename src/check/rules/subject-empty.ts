import { lineText } from "../../model/prose.ts";
import type { Rule } from "../rule.ts";

export const subjectEmpty: Rule = {
  id: "check/subject-empty",
  severity: "error",
  why: "Readers see a mail without a subject, as spam often is.",
  check({ selection: { subject } }) {
    if (lineText(subject).trim() !== "") return [];
    const message = "the subject is empty for readers of whom nothing is known.";
    const remedy = "Write more than a merge field, or a fallback that is not empty.";
    return [{ at: subject.at, message, remedy }];
  },
};
