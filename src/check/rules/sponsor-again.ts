import { lineText } from "../../model/prose.ts";
import type { Block } from "../../model/issue.ts";
import { sameSponsor } from "../earlier-issues.ts";
import type { Rule } from "../rule.ts";

/** A sponsor who was in this many issues before has booked them. */
const regular = 3;
const mostIssues = 12;

export const sponsorAgain: Rule = {
  id: "check/sponsor-again",
  severity: "warning",
  why: "Readers see last week's advertisement, and its sponsor pays for one that was left behind.",
  example: {
    before: [
      "blocks:",
      '  - sponsor: { name: Acme, url: "https://letters.net/anvils", body: "Anvils, delivered." }',
    ],
    wrong: ['- sponsor: { name: Acme, url: "https://letters.net/anvils", body: "Anvils, delivered." }'],
    right: ['- sponsor: { name: The Bakery, url: "https://letters.net/bread", body: Bread for readers. }'],
  },
  check({ selection, earlier }) {
    return selection.blocks.flatMap((block) => {
      const name = nameOf(block);
      const before = earlier.slice(0, mostIssues).filter(({ sponsors }) => sponsors.has(sameSponsor(name)));
      const [last] = before;
      if (name === "" || last === undefined || before.length >= regular) return [];
      const message = `the sponsor ${name} was in ${last.file} already.`;
      return [{ at: block.at, message, remedy: "See that it is booked again and not left from there." }];
    });
  },
};

function nameOf({ kind, parts: { name } }: Block): string {
  return kind === "sponsor" && name?.type === "line" ? lineText(name.line).trim() : "";
}
