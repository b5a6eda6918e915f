import { type Problem, problem } from "../../base/problem.ts";
import { suggest } from "../../base/suggest.ts";
import type { Groups } from "./groups.ts";
import { curliesIn } from "./mend/curlies.ts";
import { placesIn } from "./places.ts";
import { syntaxFault } from "./syntax-fault.ts";
import type { TemplateFile } from "./template.ts";
import { firstMissing, unknownName } from "./unknown-name.ts";
import type { Context } from "./value.ts";

interface Around {
  readonly context: Context;
  readonly groups: Groups;
  readonly helpers: readonly string[];
}

/**
 * What Handlebars throws while it fills a file, as a Problem, and a place in the brackets that are at fault: they can
 * be blanked out to go on. What has no end has none.
 */
export function fillFault(
  fault: unknown,
  file: TemplateFile,
  around: Around,
): { readonly problem: Problem; readonly offset?: number } {
  const lost = lostPath(fault, file, around.context);
  if (lost !== undefined) return lost;
  const [offset] = pathAt(fault, file) ?? [];
  return { problem: problemOf(fault, file, around), ...(offset === undefined ? {} : { offset }) };
}

function problemOf(fault: unknown, file: TemplateFile, { context, groups, helpers }: Around): Problem {
  const { message, at } = syntaxFault(fault, file);
  const unknown = /^"(.+)" not defined/.exec(message)?.[1];
  if (unknown !== undefined) {
    const [start = 0, end = 0] = pathAt(fault, file) ?? [];
    return unknownName(unknown, file.text.slice(start, end), at, context, groups.namesIn(message));
  }
  const partial = /^The partial (.+) could not be found/.exec(message)?.[1];
  if (partial !== undefined)
    return problem(
      at,
      "render/partial-missing",
      `the template includes {{> ${partial}}}, but there is no such file.`,
      `Add parts/${partial}.mjml, or correct the name.`,
    );
  if (fault instanceof Error && fault.name === "RangeError") {
    const endless = `${file.file} includes itself, without end.`;
    return problem(at, "render/endless", endless, "Take one of its includes out.");
  }
  const called = /unknown helper (.+)$/.exec(message)?.[1];
  if (called !== undefined) {
    const near = suggest(called, helpers);
    const remedy = `The helpers are ${helpers.slice(0, -1).join(", ")} and ${helpers.at(-1)}.`;
    return problem(
      at,
      "render/helper",
      `there is no helper "${called}".`,
      near === undefined ? remedy : `Did you mean "${near}"? ${remedy}`,
    );
  }
  return problem(at, "render/template-syntax", `Handlebars cannot read this: ${message}.`, syntax);
}

const syntax = "Correct the curly brackets at this place; every {{#if}} and {{#each}} needs its end.";

/**
 * `poll` of {{> label says=wrds.poll}}: what an include hands over is looked up without a place, and JavaScript stops.
 */
function lostPath(fault: unknown, file: TemplateFile, context: Context) {
  const step = fault instanceof TypeError ? /\(reading '(.+)'\)$/.exec(fault.message)?.[1] : undefined;
  if (step === undefined) return undefined;
  for (const { start, end } of curliesIn(file.text))
    for (const { 0: path, index } of file.text
      .slice(start, end)
      .matchAll(/(?<=[\s=(])[@\w]+(?:\.[\w-]+)+/g)) {
      if (!path.includes(`.${step}`) || firstMissing(path, context) === undefined) continue;
      const offset = start + index;
      return { problem: unknownName(step, path, placesIn(file)(offset), context, undefined), offset };
    }
  return undefined;
}

/** Where the name begins and ends that does not exist, in the text of its file. */
function pathAt(fault: unknown, { text }: TemplateFile): readonly [number, number] | undefined {
  const { lineNumber, endLineNumber, column, endColumn } = fault as Record<string, number | undefined>;
  if (lineNumber === undefined || column === undefined) return undefined;
  const before = text.split("\n", lineNumber - 1).reduce((sum, line) => sum + line.length + 1, 0);
  const end = lineNumber === endLineNumber ? (endColumn ?? column) : column;
  return [before + column, before + end];
}
