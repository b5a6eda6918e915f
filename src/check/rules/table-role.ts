import { attribute } from "../said-html.ts";
import type { Rule, RuleSubject } from "../rule.ts";

export const tableRole: Rule = {
  id: "check/table-role",
  severity: "warning",
  why: "Readers who hear the mail hear rows, columns and their numbers where there is only a layout.",
  example: {
    wrong: ['- html: { body: "<table><tr><td>Ink</td><td>Paper</td></tr></table>", text: "Ink, paper" }'],
    right: [
      '- html: { body: \'<table role="presentation"><tr><td>Ink</td><td>Paper</td></tr></table>\', text: "Ink, paper" }',
    ],
  },
  check({ issue, page }) {
    const blamed = new Set(layoutTables(page).map((start) => page.blockAt(start)));
    const message = "a table neither has headings (<th>) nor says that it is only for the layout.";
    const remedy = 'Write role="presentation" at its <table>, or <th> for its headings.';
    return [...blamed].map((block) => ({ at: block ?? issue.templateAt, message, remedy }));
  },
};

/** Where tables begin that programs which read a mail aloud take for data, without a heading in them. */
function layoutTables({ pieces }: RuleSubject["page"]): readonly number[] {
  const open: { readonly start: number; readonly said: boolean; titled: boolean }[] = [];
  const found: number[] = [];
  for (const piece of pieces) {
    if (piece.kind !== "tag") continue;
    const { name, closing } = piece;
    const innermost = open.at(-1);
    if (innermost !== undefined && (name === "th" || name === "caption")) innermost.titled = true;
    if (name !== "table") continue;
    if (!closing) open.push({ start: piece.start, said: attribute(piece, "role") !== "", titled: false });
    else {
      const table = open.pop();
      if (table !== undefined && !table.said && !table.titled) found.push(table.start);
    }
  }
  return found;
}
