import Handlebars from "handlebars";
import { type Problem, problem } from "../../base/problem.ts";
import { suggest } from "../../base/suggest.ts";
import { askedName } from "./asked-name.ts";
import type { Groups } from "./groups.ts";
import { syntaxFault } from "./syntax-fault.ts";
import type { TemplateFile } from "./template.ts";
import { unknownName } from "./unknown-name.ts";
import type { Context } from "./value.ts";

/** Texts that code makes and a file includes like a partial. */
export type Inserts = Readonly<Record<string, (context: Context) => string>>;

export interface Filled {
  /** Undefined when there is a Problem. */
  readonly text?: string;
  readonly problems: readonly Problem[];
}

/** What a file is filled with besides its values. */
export interface Surroundings {
  /** Can be included by their names. */
  readonly parts: ReadonlyMap<string, TemplateFile>;
  readonly inserts: Inserts;
  /** Those of the context. */
  readonly groups: Groups;
  /** The names of which one more may be asked for than there are: those of a block without rules. */
  readonly open?: readonly string[];
}

/**
 * Fills template files with values, by Handlebars, which stops at the first name that does not exist. To tell them all,
 * each is blanked out and the file filled once more.
 */
export function fillFile(file: TemplateFile, context: Context, around: Surroundings): Filled {
  const found = new Map<string, Problem>();
  const texts = new Map<string, string>();
  const textOf = (one: TemplateFile): string => texts.get(one.file) ?? one.text;
  for (;;) {
    const filled = fillOnce(file, context, around, textOf, found);
    const problems = [...found.values()];
    if (typeof filled === "string") return problems.length === 0 ? { text: filled, problems } : { problems };
    found.set(JSON.stringify(filled.problem), filled.problem);
    const { file: faulty, shown } = filled;
    if (shown === undefined || found.size > mostFaults) return { problems: [...found.values()] };
    const text = textOf(faulty);
    const [start, end] = shown;
    texts.set(
      faulty.file,
      text.slice(0, start) + text.slice(start, end).replace(/[^\n]/g, " ") + text.slice(end),
    );
  }
}

const conditions = ["if", "unless", "each", "with"];
const mostFaults = 50;
// A template of ten lines could include itself a billion times.
const mostIncludes = 10_000;

function fillOnce(
  file: TemplateFile,
  context: Context,
  { parts, inserts, groups, open }: Surroundings,
  textOf: (file: TemplateFile) => string,
  found: Map<string, Problem>,
): string | FillFault {
  const handlebars = Handlebars.create();
  handlebars.unregisterHelper("log");
  handlebars.unregisterHelper("lookup");
  const entered: TemplateFile[] = [];
  const asking = { entered, parts, root: context, open };
  for (const name of conditions) {
    const builtIn = Handlebars.helpers[name] as Handlebars.HelperDelegate;
    handlebars.registerHelper(
      name,
      function (this: unknown, value: unknown, options: Handlebars.HelperOptions) {
        const isAsked = value === undefined && found.size < mostFaults;
        const missing = isAsked ? askedName(this, options, asking) : undefined;
        if (missing !== undefined) found.set(JSON.stringify(missing), missing);
        return builtIn.call(this, value, options);
      },
    );
  }
  let includes = 0;
  /** Compiles at first use; whatever Handlebars finds wrong is a fault of this very file. */
  const guarded = (part: TemplateFile): Handlebars.TemplateDelegate => {
    let compiled: Handlebars.TemplateDelegate | undefined;
    return (values: unknown, options?: Handlebars.RuntimeOptions) => {
      includes += 1;
      if (includes > mostIncludes) throw new FillFault(part, tooMuch(part));
      try {
        compiled ??= handlebars.compile(textOf(part), compileOptions);
        entered.push({ ...part, text: textOf(part) });
        return compiled(values, { ...options, ...runtimeOptions });
      } catch (fault) {
        if (fault instanceof FillFault) throw fault;
        const faulty = { ...part, text: textOf(part) };
        throw new FillFault(part, problemOf(fault, faulty, context, groups), shownAt(fault, faulty));
      } finally {
        entered.pop();
      }
    };
  };
  for (const [name, part] of parts) handlebars.registerPartial(name, guarded(part));
  for (const [name, insert] of Object.entries(inserts)) handlebars.registerPartial(name, insert);
  try {
    return guarded(file)(context);
  } catch (fault) {
    if (fault instanceof FillFault) return fault;
    throw fault;
  }
}

class FillFault extends Error {
  readonly file: TemplateFile;
  readonly problem: Problem;
  /** Where the {{name}} begins and ends that does not exist, when it can be blanked out. */
  readonly shown: readonly [number, number] | undefined;
  constructor(file: TemplateFile, found: Problem, shown?: readonly [number, number]) {
    super(found.message);
    this.file = file;
    this.problem = found;
    this.shown = shown;
  }
}

function tooMuch({ file }: TemplateFile): Problem {
  const message = `the template includes more than ${mostIncludes} files.`;
  return problem({ file, line: 1, column: 1 }, "render/endless", message, "Include less.");
}

// `noEscape`: every value is Markup, escaped once by us; Handlebars' own escape turns the "=" of links into &#x3D;.
const compileOptions: CompileOptions = {
  noEscape: true,
  strict: true,
  knownHelpersOnly: true,
  knownHelpers: { log: false, lookup: false },
  preventIndent: true,
};
const runtimeOptions: Handlebars.RuntimeOptions = {
  allowProtoMethodsByDefault: false,
  allowProtoPropertiesByDefault: false,
};

function problemOf(fault: unknown, file: TemplateFile, context: Context, groups: Groups): Problem {
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
    const near = suggest(called, conditions);
    const remedy = `The helpers are ${conditions.slice(0, -1).join(", ")} and ${conditions.at(-1)}.`;
    const sentence = `there is no helper "${called}".`;
    return problem(
      at,
      "render/helper",
      sentence,
      near === undefined ? remedy : `Did you mean "${near}"? ${remedy}`,
    );
  }
  return problem(at, "render/template-syntax", `Handlebars cannot read this: ${message}.`, syntax);
}

const syntax = "Correct the curly brackets at this place; every {{#if}} and {{#each}} needs its end.";

/** Where the name begins and ends that does not exist, in the text of its file. */
function pathAt(fault: unknown, { text }: TemplateFile): readonly [number, number] | undefined {
  const { lineNumber, endLineNumber, column, endColumn } = fault as Record<string, number | undefined>;
  if (lineNumber === undefined || column === undefined || endColumn === undefined) return undefined;
  if (lineNumber !== endLineNumber) return undefined;
  const before = text.split("\n", lineNumber - 1).reduce((sum, line) => sum + line.length + 1, 0);
  return [before + column, before + endColumn];
}

/** The same for the curly brackets around it, when nothing else stands in them. */
function shownAt(fault: unknown, file: TemplateFile): readonly [number, number] | undefined {
  const [start, end] = pathAt(fault, file) ?? [];
  if (start === undefined || end === undefined) return undefined;
  const opened = /\{\{[{&~]*\s*$/.exec(file.text.slice(0, start))?.[0];
  const closed = /^\s*~?\}\}\}?/.exec(file.text.slice(end))?.[0];
  return opened === undefined || closed === undefined
    ? undefined
    : [start - opened.length, end + closed.length];
}
