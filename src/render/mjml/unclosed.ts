import { type Problem, problem } from "../../base/problem.ts";
import type { Setting } from "../context.ts";
import { expand } from "./expand.ts";
import { blockText, withoutBlocks } from "./marks.ts";
import type { Refused } from "./mjml-faults.ts";
import { type MjTag, mjTags, traceOf } from "./trace.ts";

/**
 * The tags of a template that are never closed, each where it was written. MJML takes what follows such a tag for its text,
 * loses it, or refuses the next sound tag, and never says why. `mjml` is the expanded template.
 */
export function unclosedTags(setting: Setting, mjml: string, leftOut: ReadonlySet<number>): Refused {
  const blocks = new Set<number>();
  const none = { problems: [], blocks, inFrame: false };
  if (openAtEnd(mjml).length === 0) return none;
  const trace = traceOf(setting);
  const traced = expand({ ...setting, template: trace.template }, leftOut).mjml ?? "";
  const { prefix } = setting.book;
  const start = { file: setting.template.frame.file, line: 1, column: 1 };
  const told = ({ name, line }: MjTag): Problem => {
    const message = `the tag <${name}> is never closed.`;
    const at = trace.placeOn(line, name) ?? start;
    return problem(at, "render/unclosed", message, `Write </${name}> where it ends.`);
  };
  const inBlocks = setting.issue.blocks.flatMap((_, index) => {
    const open = openAtEnd(blockText(traced, prefix, index));
    if (open.length > 0) blocks.add(index);
    return open.map(told);
  });
  const inFrame = openAtEnd(withoutBlocks(traced, prefix)).map(told);
  return { problems: [...inBlocks, ...inFrame], blocks, inFrame: inFrame.length > 0 };
}

/** What was opened and not closed before the tag around it was, or before the end. */
function openAtEnd(text: string): readonly MjTag[] {
  const open: MjTag[] = [];
  const unclosed: MjTag[] = [];
  for (const tag of mjTags(text.replace(/<!--[\s\S]*?-->/g, ""))) {
    if (tag.kind === "opens") open.push(tag);
    const index = tag.kind === "closes" ? open.findLastIndex(({ name }) => name === tag.name) : -1;
    if (index !== -1) unclosed.push(...open.splice(index).slice(1));
  }
  return [...unclosed, ...open];
}
