import type { Rule } from "../rule.ts";

export const headingOrder: Rule = {
  id: "check/heading-order",
  severity: "warning",
  why: "Readers who hear the mail go from heading to heading, and think that one is missing.",
  example: {
    wrong: ['- html: { body: "<h4>Paper</h4>", text: Paper }'],
    right: ['- html: { body: "<h2>Paper</h2>", text: Paper }'],
  },
  check({ issue, page }) {
    const headings = page.pieces.flatMap((piece) => {
      const level = piece.kind === "tag" && !piece.closing ? /^h([1-6])$/.exec(piece.name)?.[1] : undefined;
      return level === undefined ? [] : [{ level: Number(level), block: page.blockAt(piece.start) }];
    });
    return headings.flatMap(({ level, block }, index) => {
      const before = headings[index - 1];
      // Inside one text the Markdown has been looked at (issue/heading-skip).
      if (before === undefined || level <= before.level + 1 || before.block === block) return [];
      const message = `a heading of level ${level} follows one of level ${before.level}.`;
      const remedy = `Make it an <h${before.level + 1}>, in the HTML of the block or in the template.`;
      return [{ at: block ?? issue.templateAt, message, remedy }];
    });
  },
};
