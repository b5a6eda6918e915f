import { lineText } from "../../model/prose.ts";
import type { Rule } from "../rule.ts";

const shortest = 30;

export const preheaderLength: Rule = {
  id: "check/preheader-length",
  severity: "warning",
  why: "Readers see this line in their list of mails, and decide by it.",
  example: {
    wrong: ["preheader: In brief"],
    right: ["preheader: What happened in the shop, told in five minutes"],
  },
  check({ selection: { preheader } }) {
    const length = [...lineText(preheader)].length;
    if (length >= shortest) return [];
    const message = `the preheader has ${length} characters; the list shows up to 90.`;
    return [{ at: preheader.at, message, remedy: "Use the room: say what is in it for the reader." }];
  },
};
