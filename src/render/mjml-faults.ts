import { formatPosition, type Position, type Problem, problem } from "../base/problem.ts";
import type { Setting } from "./context.ts";
import { expand } from "./expand.ts";
import { blockAtLine } from "./marks.ts";
import { compileMjml, type MjmlFault } from "./mjml.ts";
import type { Template, TemplateFile } from "./template.ts";

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
  const trace = traceOf(setting.template, `${setting.book.prefix}At`);
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

interface Trace {
  /** The template with a line end behind the name of each tag, and before it where the tag was written. */
  readonly template: Template;
  /** An expanded text without these notes, line for line. */
  erased(text: string): string;
  /** Where the tag was written that ends a line of the expanded text; undefined when it has no note. */
  placeOn(line: string, tag: string): Position | undefined;
}

function traceOf(template: Template, note: string): Trace {
  const files: string[] = [];
  const traced = (part: TemplateFile): TemplateFile => {
    const number = files.push(part.file) - 1;
    const lines = part.text.split("\n").map((line, index) =>
      line.replace(/<([a-z][\w-]*)(?=[\s/>{]|$)/gi, (tag, _, column: number) => {
        return `${tag} ${note}${number}x${index + 1}x${column + 1}\n`;
      }),
    );
    return { ...part, text: lines.join("\n") };
  };
  const frame = traced(template.frame);
  const parts = new Map([...template.parts].map(([name, part]) => [name, traced(part)]));
  const pattern = new RegExp(` ${note}(\\d+)x(\\d+)x(\\d+)$`);
  return {
    template: { ...template, frame, parts },
    erased: (text) => text.replace(new RegExp(pattern.source, "gm"), ""),
    placeOn(line, tag) {
      const [found, number, row, column] = pattern.exec(line) ?? [];
      if (found === undefined || !line.slice(0, -found.length).endsWith(`<${tag}`)) return undefined;
      return {
        file: files[Number(number)] ?? template.frame.file,
        line: Number(row),
        column: Number(column),
      };
    },
  };
}
