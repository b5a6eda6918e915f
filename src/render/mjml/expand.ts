import { type Problem, problem } from "../../base/problem.ts";
import type { Block } from "../../model/issue.ts";
import { blockContext, type Setting, sharedContext } from "../context.ts";
import { fillFile, type Inserts } from "../template/fill.ts";
import { groupsOf } from "../template/groups.ts";
import { checkIncludes } from "../template/includes.ts";
import type { TemplateFile } from "../template/template.ts";
import type { Context } from "../template/value.ts";
import { framed } from "./marks.ts";

export interface Expanded {
  /** Undefined when the frame cannot be filled. */
  readonly mjml?: string;
  /** The blocks that are not in it, by index: those to be left out, and those that cannot be filled. */
  readonly leftOut: ReadonlySet<number>;
  readonly problems: readonly Problem[];
}

/**
 * Fills the template with the issue: each block by its own partial, then the frame around them. One fault in a partial
 * does not hide the faults of the others.
 */
export function expand(setting: Setting, without: ReadonlySet<number> = new Set()): Expanded {
  const { issue, template, book } = setting;
  const groups = groupsOf(book.prefix);
  const shared = sharedContext(setting);
  const problems: Problem[] = [...includesIn(setting)];
  const leftOut = new Set(without);
  const fill = (
    file: TemplateFile,
    own: Context,
    inserts: Inserts = {},
    free = false,
  ): string | undefined => {
    const wrong = checkIncludes(file, template.parts, Object.keys(inserts));
    problems.push(...wrong);
    if (wrong.length > 0) return undefined;
    const context = groups.marked({ ...shared, ...own });
    const open = free ? { open: Object.keys(own) } : {};
    const filled = fillFile(file, context, { parts: template.parts, inserts, groups, ...open });
    problems.push(...filled.problems);
    if (filled.text === undefined || !groups.shownIn(filled.text)) return filled.text;
    problems.push(groupShown(file));
    return undefined;
  };
  const texts = issue.blocks.map((block, index) => {
    if (leftOut.has(index)) return "";
    const part = template.parts.get(block.kind);
    const text = part && fill(part, blockContext(block, setting), {}, block.free);
    if (part === undefined) problems.push(partMissing(block, setting));
    if (text === undefined) leftOut.add(index);
    return text === undefined ? "" : framed(book.prefix, index, text);
  });
  const blocks: Context[] = issue.blocks.map((_, index) => ({ index }));
  const block = ({ index }: Context) => texts[Number(index)] ?? "";
  const mjml = fill(template.frame, { blocks }, { block });
  return { ...(mjml === undefined ? {} : { mjml }), leftOut, problems };
}

function groupShown({ file }: TemplateFile): Problem {
  const message = "the template shows a whole group of values where one is meant.";
  const at = { file, line: 1, column: 1 };
  return problem(at, "render/template-name", message, "Name the value in it, as in {{image.alt}}.");
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
