import { lineText } from "../../model/prose.ts";
import type { Rule } from "../rule.ts";

export const subjectShouts: Rule = {
  id: "check/subject-shouts",
  severity: "warning",
  why: "Readers, and the filters before them, know spam by capitals, rows of exclamation marks and signs of money.",
  example: {
    wrong: ["subject: LAST CHANCE FOR PAPER"],
    right: ["subject: Paper until Friday"],
  },
  check({ selection: { subject } }) {
    const text = lineText(subject);
    const found = (message: string, remedy: string) => [{ at: subject.at, message, remedy }];
    const words = text.match(/\p{L}{2,}/gu) ?? [];
    const shouted = words.filter((word) => word === word.toUpperCase() && word !== word.toLowerCase());
    if (shouted.length >= 2 && shouted.length * 3 > words.length * 2)
      return found("the subject is written in capitals.", "Write it as a sentence.");
    const [marks] = text.match(/[!?！？]{2,}|[!！].*[!！]/u) ?? [];
    if (marks !== undefined)
      return found("the subject has more than one exclamation mark.", "One is enough, and none is better.");
    const [money] = text.match(/[$€£¥]{2,}|\b100 ?% free\b/iu) ?? [];
    if (money !== undefined)
      return found(`the subject has "${money}", which filters take for spam.`, "Say it in other words.");
    return [];
  },
};
