import { formatPosition, type Position, type Problem, problem } from "../base/problem.ts";
import type { Block } from "../model/issue.ts";
import { blockContext, type Setting, sharedContext } from "./context.ts";
import { type Context, fillFile } from "./fill.ts";
import { blockAtLine, framed } from "./marks.ts";
import type { MjmlFault } from "./mjml.ts";
import type { TemplateFile } from "./template.ts";

export type Expanded =
  | { readonly status: "expanded"; readonly mjml: string }
  | { readonly status: "faulty"; readonly problems: readonly Problem[] };

/**
 * Fills the template with the issue: each block by its own partial, then the frame around them. One fault in a partial
 * does not hide the faults of the others.
 */
export function expand(setting: Setting): Expanded {
  const { issue, template, book } = setting;
  const shared = sharedContext(setting);
  const problems: Problem[] = [];
  const texts = issue.blocks.map((block, index) => {
    const part = template.parts.get(block.kind);
    if (part === undefined) {
      problems.push(partMissing(block, setting));
      return "";
    }
    const filled = fillFile(part, { ...shared, ...blockContext(block, setting) }, template.parts);
    if (filled.status === "filled") return framed(book.prefix, index, filled.text);
    problems.push(filled.problem);
    return "";
  });
  const blocks: Context[] = issue.blocks.map((_, index) => ({ index }));
  const block = ({ index }: Context) => texts[Number(index)] ?? "";
  const frame = fillFile(template.frame, { ...shared, blocks }, template.parts, { block });
  if (frame.status === "faulty") problems.push(frame.problem);
  return frame.status === "filled" && problems.length === 0
    ? { status: "expanded", mjml: frame.text }
    : { status: "faulty", problems: unique(problems) };
}

/** A fault that MJML found, told at the file and line of the template it comes from, and the block that brought it up. */
export function mjmlProblem(fault: MjmlFault, mjml: string, setting: Setting): Problem {
  const { issue, template, book } = setting;
  const index = blockAtLine(mjml, book.prefix, fault.line);
  const block = index === undefined ? undefined : issue.blocks[index];
  const part = block === undefined ? undefined : template.parts.get(block.kind);
  const file = part ?? template.frame;
  const where = block === undefined ? "" : ` It came up in the ${block.kind} at ${formatPosition(block.at)}.`;
  const message = `MJML refuses <${fault.tag}>: ${fault.message.replace(/\.$/, "")}.${where}`;
  return problem(placeOf(fault, mjml, file), "render/mjml", message, "Correct the tag in this file.");
}

/**
 * The line of the file that the expanded line was made from: of the lines with this tag, the one that begins most alike.
 */
function placeOf(fault: MjmlFault, mjml: string, { file, text }: TemplateFile): Position {
  const expanded = (mjml.split("\n")[fault.line - 1] ?? "").trim();
  let best = { line: 1, column: 1, alike: -1 };
  for (const [index, line] of text.split("\n").entries()) {
    const column = line.indexOf(`<${fault.tag}`) + 1;
    const alike = sameBeginning(line.trim(), expanded);
    if (column > 0 && alike > best.alike) best = { line: index + 1, column, alike };
  }
  return { file, line: best.line, column: best.column };
}

function sameBeginning(one: string, other: string): number {
  let length = 0;
  while (length < one.length && one[length] === other[length]) length += 1;
  return length;
}

function partMissing(block: Block, { template }: Setting): Problem {
  const file = `${template.folder}/blocks/${block.kind}.mjml`;
  const message = `the template has no ${file}, so it cannot set a ${block.kind}.`;
  return problem(block.at, "render/partial-missing", message, "Add the file, or name another template.");
}

function unique(problems: readonly Problem[]): readonly Problem[] {
  return [...new Map(problems.map((one) => [JSON.stringify(one), one])).values()];
}
