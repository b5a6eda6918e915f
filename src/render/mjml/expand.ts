import { type Problem, problem } from "../../base/problem.ts";
import type { Block } from "../../model/issue.ts";
import { blockContext, type Setting, sharedContext } from "../context.ts";
import { fillFile, type Inserts } from "../template/fill.ts";
import { shownGroups } from "../template/group-places.ts";
import { groupsOf } from "../template/groups.ts";
import { placesIn } from "../template/places.ts";
import type { Template, TemplateFile } from "../template/template.ts";
import type { Context } from "../template/value.ts";
import { framed } from "./marks.ts";
import { pairUp, type Unpaired } from "./pairs.ts";

export interface Expanded {
  /** Undefined when the frame cannot be filled. Every tag in it has its end. */
  readonly mjml?: string;
  /** The blocks that are not in it, by index: those to be left out, and those that cannot be filled. */
  readonly leftOut: ReadonlySet<number>;
  /** The blocks of which something may be missing in it, because a fault of the template was blanked out. */
  readonly mended: ReadonlySet<number>;
  /** Whether that is so of the frame. */
  readonly frameMended: boolean;
  /** The template without the faults that were blanked out. */
  readonly template: Template;
  /** The tags that had no end, or were one of nothing, by the index of their block; -1 are those of the frame. */
  readonly unpaired: ReadonlyMap<number, readonly Unpaired[]>;
  readonly problems: readonly Problem[];
}

// An issue has 1 MB at most, and a mail of 100 KB is cut off by some programs.
const mostText = 2 * 1024 * 1024;

/** Stands for the frame among the indexes of blocks. */
export const frameIndex = -1;

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
  const mended = new Set<number>();
  const unpaired = new Map<number, readonly Unpaired[]>();
  const blanked = new Map<string, string>();
  const fill = (index: number, file: TemplateFile, own: Context, inserts: Inserts = {}, free = false) => {
    const context = groups.marked({ ...shared, ...own });
    const open = free ? { open: Object.keys(own) } : {};
    const around = { parts: template.parts, inserts, groups, blanked, ...open };
    const filled = fillFile(file, context, around);
    problems.push(...filled.problems);
    if (filled.isMended) mended.add(index);
    const { text } = filled;
    if (text !== undefined && text.length > mostText) {
      problems.push(tooMuch(file));
      return undefined;
    }
    if (text === undefined || !groups.shownIn(text)) return text;
    mended.add(index);
    problems.push(...shownGroups(file, context, around, book.prefix));
    return groups.without(text);
  };
  const paired = (index: number, text: string): string | undefined => {
    const pairs = pairUp(text);
    if (pairs.unpaired.length > 0) unpaired.set(index, pairs.unpaired);
    return pairs.unpaired.some(({ tooDeep }) => tooDeep) ? undefined : pairs.text;
  };
  const texts = issue.blocks.map((block, index) => {
    if (leftOut.has(index)) return "";
    const part = template.parts.get(block.kind);
    if (part === undefined) problems.push(partMissing(block, setting));
    const filled = part && fill(index, part, blockContext(block, setting), {}, block.free);
    const text = filled === undefined ? undefined : paired(index, filled);
    if (text === undefined) leftOut.add(index);
    return text === undefined ? "" : framed(book.prefix, index, text);
  });
  const blocks: Context[] = issue.blocks.map((_, index) => ({ index }));
  const block = ({ index }: Context) => texts[Number(index)] ?? "";
  const frame = fill(frameIndex, template.frame, { blocks }, { block });
  const mjml = frame === undefined ? undefined : paired(frameIndex, frame);
  return {
    ...(mjml === undefined ? {} : { mjml }),
    leftOut,
    frameMended: mended.delete(frameIndex),
    mended,
    template: withTexts(template, blanked),
    unpaired,
    problems,
  };
}

function withTexts(template: Template, texts: ReadonlyMap<string, string>): Template {
  if (texts.size === 0) return template;
  const renewed = (part: TemplateFile): TemplateFile => ({
    ...part,
    text: texts.get(part.file) ?? part.text,
  });
  const parts = new Map([...template.parts].map(([name, part]) => [name, renewed(part)]));
  return { ...template, frame: renewed(template.frame), parts };
}

/** MJML is told to ignore mj-include, and does so without a word. */
function includesIn({ template }: Setting): readonly Problem[] {
  return [template.frame, ...template.parts.values()].flatMap((file) => {
    const place = placesIn(file);
    return [...file.text.matchAll(/<mj-include/g)].map(({ index }) => {
      const message = "mj-include is not read: what a template is made of lies in its own folder.";
      const remedy = "Put the file into blocks/ and write {{> name}}.";
      return problem(place(index), "render/include", message, remedy);
    });
  });
}

function tooMuch({ file }: TemplateFile): Problem {
  const message = `the template makes more than ${mostText / 1024 / 1024} MB of this file.`;
  const remedy = "Show less, or show it less often.";
  return problem({ file, line: 1, column: 1 }, "render/too-much", message, remedy);
}

function partMissing(block: Block, { template }: Setting): Problem {
  const file = `${template.folder}/blocks/${block.kind}.mjml`;
  const message = `the template has no ${file}, so it cannot set a ${block.kind}.`;
  return problem(block.at, "render/partial-missing", message, "Add the file, or name another template.");
}
