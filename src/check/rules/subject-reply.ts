import { lineText } from "../../model/prose.ts";
import type { Rule } from "../rule.ts";

export const subjectReply: Rule = {
  id: "check/subject-reply",
  severity: "warning",
  why: "Readers take the mail for an answer to one of theirs, find that it is none, and report it.",
  example: {
    wrong: ['subject: "Re: your press"'],
    right: ["subject: About your press"],
  },
  check({ selection: { subject } }) {
    const mark = /^\s*(?:re|fwd?|aw|wg|antw|sv|vs|tr|rv|res|enc)\s*(?:\[\d+\])?\s*[:：]/i.exec(
      lineText(subject),
    )?.[0];
    if (mark === undefined) return [];
    const message = `the subject begins with "${mark.trim()}", as answers and forwarded mails do.`;
    return [{ at: subject.at, message, remedy: "Leave it out." }];
  },
};
