import { formatPosition, type Position, type Problem, problem } from "../../base/problem.ts";
import type { Setting } from "../context.ts";
import { expand } from "./expand.ts";
import { blockAtLine } from "./marks.ts";
import { compileMjml, type MjmlFault } from "./mjml.ts";
import { traceOf } from "./trace.ts";

/** What MJML refused, and what must be left out so that the rest can be looked at. */
export interface Refused {
  readonly problems: readonly Problem[];
  /** The blocks it came up in, by index. */
  readonly blocks: ReadonlySet<number>;
  /** Whether some of it stands outside of the blocks. */
  readonly inFrame: boolean;
}

/**
 * Tells each fault of MJML at the tag of the template that made it. MJML only knows lines of the expanded text, so the
 * template is expanded and compiled once more with every tag on a line of its own that says where it was written: exact in
 * the frame, in partials of partials, in loops. A tag without such a line came with the issue, and is told at its block.
 */
export async function mjmlFaults(
  setting: Setting,
  leftOut: ReadonlySet<number>,
  faults: readonly MjmlFault[],
): Promise<Refused> {
  const trace = traceOf(setting);
  const traced = expand({ ...setting, template: trace.template }, leftOut).mjml ?? "";
  const again = await compileMjml(trace.erased(traced));
  const found = again.status === "faulty" ? again.faults : faults;
  const lines = traced.split("\n");
  const problems: Problem[] = [];
  const blocks = new Set<number>();
  let inFrame = false;
  for (const fault of found) {
    const index = blockAtLine(traced, setting.book.prefix, fault.line);
    if (index === undefined) inFrame = true;
    else blocks.add(index);
    problems.push(refusal(fault, trace.placeOn(lines[fault.line - 1] ?? "", fault.tag), index, setting));
  }
  return { problems, blocks, inFrame };
}

function refusal(
  { tag, message }: MjmlFault,
  at: Position | undefined,
  index: number | undefined,
  { issue, template }: Setting,
): Problem {
  const block = index === undefined ? undefined : issue.blocks[index];
  const sentence = `MJML refuses <${tag}>: ${message.replace(/\.$/, "")}.`;
  if (at !== undefined) {
    const where =
      block === undefined ? "" : ` It came up in the ${block.kind} at ${formatPosition(block.at)}.`;
    return problem(at, "render/mjml", `${sentence}${where}`, "Correct the tag in this file.");
  }
  const file = (block && template.parts.get(block.kind)?.file) ?? template.frame.file;
  const start = { file: template.frame.file, line: 1, column: 1 };
  const remedy = `Let what the ${block?.kind ?? "issue"} says stand inside mj-text in ${file}.`;
  return problem(block?.at ?? start, "render/mjml", sentence, remedy);
}
