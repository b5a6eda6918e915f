import { problem } from "../../base/problem.ts";
import { lineText } from "../../model/prose.ts";
import type { Rule } from "../rule.ts";

const longestSubject = 60;
const shortestPreheader = 30;

/** The subject and the preheader are all that most readers ever see of an issue. */
export const inboxLine: Rule = {
  id: "check/inbox-line",
  check({ issue }) {
    const subject = [...lineText(issue.subject)].length;
    const preheader = [...lineText(issue.preheader)].length;
    const warn = (at: typeof issue.at, message: string, remedy: string) =>
      problem(at, this.id, message, remedy, "warning");
    return [
      ...(subject > longestSubject
        ? [
            warn(
              issue.subject.at,
              `the subject has ${subject} characters; phones show about 40.`,
              "Shorten it.",
            ),
          ]
        : []),
      ...(preheader < shortestPreheader
        ? [
            warn(
              issue.preheader.at,
              `the preheader has ${preheader} characters; the list shows up to 90.`,
              "Use the room: say what is in it for the reader.",
            ),
          ]
        : []),
    ];
  },
};
