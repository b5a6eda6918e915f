import { type Problem, problem } from "../../base/problem.ts";
import type { Setting } from "../context.ts";
import { expand } from "./expand.ts";
import { blockText, withoutBlocks } from "./marks.ts";
import type { Refused } from "./mjml-faults.ts";
import { type Tag, tagsIn, traceOf } from "./trace.ts";

export interface Unclosed extends Refused {
  /** One of them is a tag of MJML; else MJML sets the rest, because it does not look at HTML. */
  readonly ofMjml: boolean;
}

/**
 * The tags of a template that are never closed, or close nothing, each where it was written. MJML takes what follows such a
 * tag for its text, loses it, or refuses the next sound tag, and never says why; HTML it does not look at. `mjml` is the
 * expanded template.
 */
export function unclosedTags(setting: Setting, mjml: string, leftOut: ReadonlySet<number>): Unclosed {
  const blocks = new Set<number>();
  const none = { problems: [], blocks, inFrame: false, ofMjml: false };
  let ofMjml = false;
  if (unpaired(mjml).length === 0) return none;
  const trace = traceOf(setting);
  const traced = expand({ ...setting, template: trace.template }, leftOut).mjml ?? "";
  const { prefix } = setting.book;
  const start = { file: setting.template.frame.file, line: 1, column: 1 };
  const told = ({ kind, name, line }: Tag): readonly Problem[] => {
    const place = trace.placeOn(line, name);
    // What the issue brought was looked at when it was read.
    if (place === undefined && !name.startsWith("mj")) return [];
    const at = place ?? start;
    ofMjml ||= name.startsWith("mj");
    if (kind === "opens")
      return [
        problem(
          at,
          "render/unclosed",
          `the tag <${name}> is never closed.`,
          `Write </${name}> where it ends.`,
        ),
      ];
    const message = `the tag </${name}> closes nothing.`;
    return [problem(at, "render/unclosed", message, `Delete it, or write <${name}> where it begins.`)];
  };
  const inBlocks = setting.issue.blocks.flatMap((_, index) => {
    const found = unpaired(blockText(traced, prefix, index)).flatMap(told);
    if (found.length > 0) blocks.add(index);
    return found;
  });
  const inFrame = unpaired(withoutBlocks(traced, prefix)).flatMap(told);
  return { problems: [...inBlocks, ...inFrame], blocks, inFrame: inFrame.length > 0, ofMjml };
}

/** What was opened and not closed before the tag around it was, or before the end; and what was closed and never opened. */
function unpaired(text: string): readonly Tag[] {
  const open: Tag[] = [];
  const found: Tag[] = [];
  for (const tag of tagsIn(text)) {
    if (tag.kind === "opens") open.push(tag);
    if (tag.kind !== "closes") continue;
    const index = open.findLastIndex(({ name }) => name === tag.name);
    if (index !== -1) found.push(...open.splice(index).slice(1));
    // Where two tags cross, one of them is told.
    else if (!found.some(({ name }) => name === tag.name)) found.push(tag);
  }
  return [...found, ...open];
}
