import { formatPosition, type Position, type Problem, problem } from "../base/problem.ts";
import type { Block } from "../model/issue.ts";
import { blockContext, type Setting, sharedContext } from "./context.ts";
import { type Context, type Filled, fillFile, type Value } from "./fill.ts";
import { blockAtLine, framed } from "./marks.ts";
import type { MjmlFault } from "./mjml.ts";
import type { TemplateFile } from "./template.ts";
import type { TokenBook } from "./tokens.ts";

export type Expanded =
  | { readonly status: "expanded"; readonly mjml: string }
  | { readonly status: "faulty"; readonly problems: readonly Problem[] };

/**
 * Fills the template with the issue: each block by its own partial, then the frame around them. One fault in a partial
 * does not hide the faults of the others.
 */
export function expand(setting: Setting): Expanded {
  const { issue, template, book } = setting;
  const mark = groupMark(book);
  const shared = sharedContext(setting);
  const problems: Problem[] = [...includesIn(setting)];
  const texts = issue.blocks.map((block, index) => {
    const part = template.parts.get(block.kind);
    if (part === undefined) {
      problems.push(partMissing(block, setting));
      return "";
    }
    const context = withGroupsMarked({ ...shared, ...blockContext(block, setting) }, mark);
    const filled = fillFile(part, context, template.parts);
    problems.push(...faultsOf(filled, part, setting));
    return filled.status === "filled" ? framed(book.prefix, index, filled.text) : "";
  });
  const blocks: Context[] = issue.blocks.map((_, index) => ({ index }));
  const block = ({ index }: Context) => texts[Number(index)] ?? "";
  const frame = fillFile(template.frame, withGroupsMarked({ ...shared, blocks }, mark), template.parts, {
    block,
  });
  if (problems.length === 0) problems.push(...faultsOf(frame, template.frame, setting));
  return frame.status === "filled" && problems.length === 0
    ? { status: "expanded", mjml: frame.text }
    : { status: "faulty", problems: unique(problems) };
}

/** A fault that MJML found, told at the file and line of the template it comes from, and the block that brought it up. */
export function mjmlProblem(fault: MjmlFault, mjml: string, setting: Setting): Problem {
  const { issue, template, book } = setting;
  const index = blockAtLine(mjml, book.prefix, fault.line);
  const block = index === undefined ? undefined : issue.blocks[index];
  const file = (block === undefined ? undefined : template.parts.get(block.kind)) ?? template.frame;
  const included = [...template.parts.values()].filter(({ name }) => file.text.includes(`{{> ${name}}}`));
  const where = block === undefined ? "" : ` It came up in the ${block.kind} at ${formatPosition(block.at)}.`;
  const message = `MJML refuses <${fault.tag}>: ${fault.message.replace(/\.$/, "")}.${where}`;
  const at = placeOf(fault, mjml, [file, ...included]);
  const start = { file: file.file, line: 1, column: 1 };
  return at === undefined
    ? problem(start, "render/mjml", message, "Let text stand inside mj-text.")
    : problem(at, "render/mjml", message, "Correct the tag in this file.");
}

/**
 * The line of the files that the expanded line was made from: of the lines with this tag, the one that begins most
 * alike. Undefined when no line has it: then it came with the text of the issue.
 */
function placeOf(fault: MjmlFault, mjml: string, files: readonly TemplateFile[]): Position | undefined {
  const expanded = (mjml.split("\n")[fault.line - 1] ?? "").trim();
  let best: (Position & { readonly alike: number }) | undefined;
  for (const { file, text } of files)
    for (const [index, line] of text.split("\n").entries()) {
      const column = line.indexOf(`<${fault.tag}`) + 1;
      const alike = sameBeginning(line.trim(), expanded);
      if (column > 0 && alike > (best?.alike ?? -1)) best = { file, line: index + 1, column, alike };
    }
  return best && { file: best.file, line: best.line, column: best.column };
}

function sameBeginning(one: string, other: string): number {
  let length = 0;
  while (length < one.length && one[length] === other[length]) length += 1;
  return length;
}

function faultsOf(filled: Filled, part: TemplateFile, { book }: Setting): readonly Problem[] {
  if (filled.status === "faulty") return [filled.problem];
  if (!filled.text.includes(groupMark(book))) return [];
  const message = "the template shows a whole group of values where one is meant.";
  const at = { file: part.file, line: 1, column: 1 };
  return [problem(at, "render/template-name", message, "Name the value in it, as in {{image.alt}}.")];
}

/** Lets a group of values that is shown as text be found again; otherwise readers would see `[object Object]`. */
function withGroupsMarked<Group extends Value>(group: Group, mark: string): Group {
  if (typeof group !== "object") return group;
  for (const inner of Object.values<Value>(group)) withGroupsMarked(inner, mark);
  return Object.defineProperty(group, "toString", { value: () => mark, configurable: true });
}

function groupMark({ prefix }: TokenBook): string {
  return `${prefix}Group`;
}

/** MJML is told to ignore mj-include, and does so without a word. */
function includesIn({ template }: Setting): readonly Problem[] {
  return [template.frame, ...template.parts.values()].flatMap(({ file, text }) =>
    text.split("\n").flatMap((line, index) => {
      const column = line.indexOf("<mj-include") + 1;
      const message = "mj-include is not read: what a template is made of lies in its own folder.";
      const remedy = "Put the file into blocks/ and write {{> name}}.";
      return column === 0
        ? []
        : [problem({ file, line: index + 1, column }, "render/include", message, remedy)];
    }),
  );
}

function partMissing(block: Block, { template }: Setting): Problem {
  const file = `${template.folder}/blocks/${block.kind}.mjml`;
  const message = `the template has no ${file}, so it cannot set a ${block.kind}.`;
  return problem(block.at, "render/partial-missing", message, "Add the file, or name another template.");
}

function unique(problems: readonly Problem[]): readonly Problem[] {
  return [...new Map(problems.map((one) => [JSON.stringify(one), one])).values()];
}
