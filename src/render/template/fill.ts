import Handlebars from "handlebars";
import { type Position, type Problem, problem } from "../../base/problem.ts";
import type { Groups } from "./groups.ts";
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
}

/**
 * Fills template files with values, by Handlebars, which stops at the first name that does not exist. To tell them all,
 * each is blanked out and the file filled once more.
 */
export function fillFile(file: TemplateFile, context: Context, around: Surroundings): Filled {
  const problems: Problem[] = [];
  const texts = new Map<string, string>();
  const textOf = (one: TemplateFile): string => texts.get(one.file) ?? one.text;
  for (;;) {
    const filled = fillOnce(file, context, around, textOf);
    if (typeof filled === "string") return problems.length === 0 ? { text: filled, problems } : { problems };
    problems.push(filled.problem);
    const { file: faulty, shown } = filled;
    if (shown === undefined || problems.length > mostFaults) return { problems };
    const text = textOf(faulty);
    const [start, end] = shown;
    texts.set(
      faulty.file,
      text.slice(0, start) + text.slice(start, end).replace(/[^\n]/g, " ") + text.slice(end),
    );
  }
}

const mostFaults = 50;
// A template of ten lines could include itself a billion times.
const mostIncludes = 10_000;

function fillOnce(
  file: TemplateFile,
  context: Context,
  { parts, inserts, groups }: Surroundings,
  textOf: (file: TemplateFile) => string,
): string | FillFault {
  const handlebars = Handlebars.create();
  handlebars.unregisterHelper("log");
  handlebars.unregisterHelper("lookup");
  let includes = 0;
  /** Compiles at first use; whatever Handlebars finds wrong is a fault of this very file. */
  const guarded = (part: TemplateFile): Handlebars.TemplateDelegate => {
    let compiled: Handlebars.TemplateDelegate | undefined;
    return (values: unknown, options?: Handlebars.RuntimeOptions) => {
      includes += 1;
      if (includes > mostIncludes) throw new FillFault(part, tooMuch(part));
      try {
        compiled ??= handlebars.compile(textOf(part), compileOptions);
        return compiled(values, { ...options, ...runtimeOptions });
      } catch (fault) {
        if (fault instanceof FillFault) throw fault;
        const faulty = { ...part, text: textOf(part) };
        throw new FillFault(part, problemOf(fault, faulty, context, groups), shownAt(fault, faulty));
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
  const { message, at } = placed(fault, file);
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

function placed(fault: unknown, file: TemplateFile): { readonly message: string; readonly at: Position } {
  const error = fault instanceof Error ? fault : new Error(String(fault));
  const { lineNumber, column } = error as { lineNumber?: number; column?: number };
  const atPlace = (line: number, index: number) => ({ file: file.file, line, column: index + 1 });
  const parse = /^Parse error on line (\d+):\n(.*)\n(-*)\^\n(.*)/s.exec(error.message);
  if (parse !== null) {
    const [, line = "1", shown = "", dashes = "", expected = ""] = parse;
    const index = columnAfter(shown.slice(0, dashes.length), file.text, Number(line));
    return { message: syntaxFault(expected), at: atPlace(Number(line), index) };
  }
  const message = error.message.replace(/ - \d+:\d+$/, "").replace(/[.\s]+$/, "");
  const included = /^The partial (.+) could not/.exec(message)?.[1];
  if (included === undefined) return { message, at: atPlace(lineNumber ?? 1, column ?? 0) };
  const before = (file.text.split(new RegExp(`\\{\\{>\\s*${included}\\b`))[0] ?? "").split("\n");
  return { message, at: atPlace(before.length, before.at(-1)?.length ?? 0) };
}

/** The parser shows up to 20 characters before the fault, without line ends; this finds them in the line. */
function columnAfter(shown: string, source: string, line: number): number {
  const lines = source.split("\n");
  const text = lines[line - 1] ?? "";
  const above = lines.slice(0, line - 1).join("");
  const before = shown.replace(/^\.\.\./, "");
  for (let index = 0; index <= text.length; index += 1)
    if (`${above}${text.slice(0, index)}`.endsWith(before)) return index;
  return 0;
}

function syntaxFault(expected: string): string {
  const got = /got '(\w+)'/.exec(expected)?.[1];
  if (got === "EOF") return "the file ends inside a block that was opened with {{#";
  if (got === "INVALID") return "a character here has no meaning between curly brackets";
  if (got === "CLOSE") return "a pair of curly brackets ends too early";
  return got === undefined ? expected : `${got.toLowerCase().replaceAll("_", " ")} is not expected here`;
}
