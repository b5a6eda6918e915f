import { formatPosition, type Position, type Problem, problem } from "../../base/problem.ts";
import { suggest } from "../../base/suggest.ts";
import type { Setting } from "../context.ts";
import { expand, frameIndex } from "./expand.ts";
import { blockAtOffsets } from "./marks.ts";
import type { MjmlFault } from "./mjml.ts";
import { mjmlTags } from "./mjml-tags.ts";
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
 * template is expanded and compiled once more with every tag on a line of its own that says where it was written: exact
 * in the frame, in partials of partials, in loops. A tag without such a line came with the issue, and is told at its
 * block. Of blocks that are `doubtful` nobody knows what stands in what.
 */
export async function mjmlFaults(
  setting: Setting,
  leftOut: ReadonlySet<number>,
  faults: readonly MjmlFault[],
  doubtful: readonly number[],
): Promise<Refused> {
  const trace = traceOf(setting);
  const traced = expand({ ...setting, template: trace.template }, leftOut).mjml ?? "";
  const again = await setting.compileMjml(trace.erased(traced));
  const lines = traced.split("\n");
  const placed = placedIn(traced, setting.book.prefix, again.status === "faulty" ? again.faults : faults);
  // What stands in a mistyped mj-text is refused too.
  const around = new Set(placed.filter(({ fault }) => isUnknown(fault, true)).map(({ index }) => index));
  const problems = new Map<string, Problem>();
  const blocks = new Set<number>();
  let inFrame = false;
  for (const { fault, index } of placed) {
    if (around.has(index) && isUnknown(fault, false)) continue;
    if (index === undefined) inFrame = true;
    else blocks.add(index);
    if (doubtful.includes(index ?? frameIndex) && / inside /.test(fault.message)) continue;
    const at = trace.placeOn(lines[fault.line - 1] ?? "", fault.tag);
    // A file is used by many blocks, and its fault is one.
    const key = JSON.stringify([at ?? index, fault.tag, fault.message]);
    if (!problems.has(key)) problems.set(key, refusal(fault, at, index, setting));
  }
  return { problems: [...problems.values()], blocks, inFrame };
}

/** Each fault with the block in which it came up. */
function placedIn(text: string, prefix: string, faults: readonly MjmlFault[]) {
  const blockAt = blockAtOffsets(text, prefix);
  const ends: number[] = [];
  for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) ends.push(at);
  return faults.map((fault) => ({ fault, index: blockAt(ends[fault.line - 1] ?? text.length) }));
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
    return problem(at, "render/mjml", `${sentence}${where}`, meant(tag, message));
  }
  const file = (block && template.parts.get(block.kind)?.file) ?? template.frame.file;
  const start = { file: template.frame.file, line: 1, column: 1 };
  const remedy = `Let what the ${block?.kind ?? "issue"} says stand inside mj-text in ${file}.`;
  return problem(block?.at ?? start, "render/mjml", sentence, remedy);
}

function isUnknown({ tag, message }: MjmlFault, ofMjml: boolean): boolean {
  return /exist/.test(message) && tag.startsWith("mj") === ofMjml;
}

/** What to write instead of a tag or an attribute that MJML does not have. */
function meant(tag: string, message: string): string {
  const known = mjmlTags[tag];
  if (known === undefined) {
    const near = suggest(tag, Object.keys(mjmlTags));
    return near === undefined ? correct : `Did you mean <${near}>?`;
  }
  const [, wrong = ""] = /^Attributes? (.+) (?:is|are) illegal/.exec(message) ?? [];
  const near = wrong.split(", ").flatMap((name) => suggest(name, known) ?? []);
  return near.length === 0 ? correct : `Did you mean ${near.map((name) => `"${name}"`).join(" and ")}?`;
}

const correct = "Correct the tag in this file.";
