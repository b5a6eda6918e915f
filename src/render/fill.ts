import Handlebars from "handlebars";
import { type Position, type Problem, problem } from "../base/problem.ts";
import type { Markup } from "./markup.ts";
import type { TemplateFile } from "./template.ts";

/** What a template can name: only HTML that is ready, numbers and truth values. */
export type Value = Markup | number | boolean | readonly Value[] | Context;
export interface Context {
  readonly [name: string]: Value;
}

export type Filled =
  | { readonly status: "filled"; readonly text: string }
  | { readonly status: "faulty"; readonly problem: Problem };

/**
 * Fills template files with values, by Handlebars. `parts` can be included by their names; `inserts` are texts that
 * code makes and a file includes the same way.
 */
export function fillFile(
  file: TemplateFile,
  context: Context,
  parts: ReadonlyMap<string, TemplateFile>,
  inserts: Readonly<Record<string, (context: Context) => string>> = {},
): Filled {
  const handlebars = Handlebars.create();
  handlebars.unregisterHelper("log");
  handlebars.unregisterHelper("lookup");
  for (const [name, part] of parts) handlebars.registerPartial(name, guarded(handlebars, part));
  for (const [name, insert] of Object.entries(inserts)) handlebars.registerPartial(name, insert);
  try {
    return { status: "filled", text: guarded(handlebars, file)(context) };
  } catch (fault) {
    if (!(fault instanceof FillFault)) throw fault;
    return { status: "faulty", problem: fault.problem };
  }
}

class FillFault extends Error {
  readonly problem: Problem;
  constructor(found: Problem) {
    super(found.message);
    this.problem = found;
  }
}

/** Compiles at first use; whatever Handlebars finds wrong is a fault of this very file. */
function guarded(handlebars: typeof Handlebars, file: TemplateFile): Handlebars.TemplateDelegate {
  let compiled: Handlebars.TemplateDelegate | undefined;
  return (context: unknown, options?: Handlebars.RuntimeOptions) => {
    try {
      compiled ??= handlebars.compile(file.text, compileOptions);
      return compiled(context, { ...options, ...runtimeOptions });
    } catch (fault) {
      throw fault instanceof FillFault ? fault : new FillFault(problemOf(fault, file));
    }
  };
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

function problemOf(fault: unknown, file: TemplateFile): Problem {
  const { message, at } = placed(fault, file);
  const unknown = /^"(.+)" not defined/.exec(message)?.[1];
  if (unknown !== undefined)
    return problem(
      at,
      "render/template-name",
      `the template names "${unknown}", which does not exist here.`,
      naming,
    );
  const partial = /^The partial (.+) could not be found/.exec(message)?.[1];
  if (partial !== undefined)
    return problem(
      at,
      "render/partial-missing",
      `the template includes {{> ${partial}}}, but there is no such file.`,
      `Add blocks/${partial}.mjml, or correct the name.`,
    );
  return problem(at, "render/template-syntax", `Handlebars cannot read this: ${message}.`, syntax);
}

const naming = "Correct the name; docs/templates.md lists every name a template can use.";
const syntax = "Correct the curly brackets at this place; every {{#if}} and {{#each}} needs its end.";

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
