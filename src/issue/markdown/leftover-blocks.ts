import type * as Mdast from "mdast";
import type { Prose } from "../../model/prose.ts";
import { isFootnote } from "./leftover-text.ts";
import { type Context, positionOf, report, sourceOf, warn } from "./markdown-context.ts";
import { taskItem } from "../../model/noticed/task-item.ts";
import { headingSkip } from "../../model/noticed/heading-skip.ts";

/** `- [ ]`: nobody can tick a box in a mail. Told once for a list. */
export function reportTasks(node: Mdast.List, context: Context): void {
  const task = node.children.find(({ children: [first] }) => {
    const [words] = first?.type === "paragraph" ? first.children : [];
    return words?.type === "text" && /^\[[ xX]\]\s/.test(sourceOf(words, context));
  });
  if (task === undefined) return;
  const message = 'readers see "[ ]" or "[x]": in a mail there are no boxes to tick.';
  warn(context, positionOf(task, context), taskItem, message, "Delete it, or write ☐ and ☑.");
}

/** A text behind `[^1]:` that CommonMark takes for the address of a link would be lost. */
export function reportFootnoteText(node: Mdast.Definition, context: Context): void {
  if (!isFootnote(node)) return;
  context.referred.add(node.identifier);
  const message = `there are no footnotes in a mail ("${context.disguise.written(sourceOf(node, context))}").`;
  report(context, positionOf(node, context), "footnote", message, "Say it in the text.");
}

/** Who listens to a mail finds their way by its headings. */
export function reportSkippedLevels(prose: Prose, context: Context): void {
  let above: number | undefined;
  for (const node of prose) {
    if (node.type !== "heading") continue;
    if (above !== undefined && node.depth > above + 1) {
      const [here, wanted] = ["#".repeat(node.depth), "#".repeat(above + 1)];
      const message = `the heading with ${here} follows one with ${"#".repeat(above)}: a level is left out.`;
      warn(context, node.at, headingSkip, message, `Write ${wanted}.`);
    }
    above = node.depth;
  }
}
