import { lineText } from "../../model/prose.ts";
import type { Rule } from "../rule.ts";

const longest = 60;

export const subjectLength: Rule = {
  id: "check/subject-length",
  severity: "warning",
  why: "Readers see the subject cut off: phones show about 40 characters, few programs more than 60.",
  example: {
    wrong: [
      "subject: A quiet week in printing, with a new press, an old one, and all that was said of both of them",
    ],
    right: ["subject: A quiet week, a new press"],
  },
  check({ selection: { subject } }) {
    const length = [...lineText(subject)].length;
    if (length <= longest) return [];
    const message = `the subject has ${length} characters; phones show about 40.`;
    return [{ at: subject.at, message, remedy: "Shorten it." }];
  },
};
