import { type Position, problem } from "../../base/problem.ts";
import { lineText } from "../../model/prose.ts";
import type { Rule } from "../rule.ts";

const longestSubject = 60;
const shortestPreheader = 30;

/** The subject and the preheader are all that most readers ever see of an issue. */
export const inboxLine: Rule = {
  id: "check/inbox-line",
  check({ selection }) {
    const subject = [...lineText(selection.subject)].length;
    const preheader = [...lineText(selection.preheader)].length;
    const warn = (at: Position, message: string, remedy: string) =>
      problem(at, this.id, message, remedy, "warning");
    return [
      ...(subject === 0 || lineText(selection.subject).trim() === ""
        ? [
            problem(
              selection.subject.at,
              this.id,
              "the subject is empty for readers of whom nothing is known.",
              "Write more than a merge field, or a fallback that is not empty.",
            ),
          ]
        : []),
      ...(subject > longestSubject
        ? [
            warn(
              selection.subject.at,
              `the subject has ${subject} characters; phones show about 40.`,
              "Shorten it.",
            ),
          ]
        : []),
      ...(preheader < shortestPreheader
        ? [
            warn(
              selection.preheader.at,
              `the preheader has ${preheader} characters; the list shows up to 90.`,
              "Use the room: say what is in it for the reader.",
            ),
          ]
        : []),
    ];
  },
};
