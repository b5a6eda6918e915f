import Handlebars from "handlebars";
import { type Problem, problem } from "../../base/problem.ts";
import { askedName, handedNames } from "./asked-name.ts";
import { askingOfMissing } from "./asking-of-missing.ts";
import { fillFault } from "./fill-fault.ts";
import { compiledOnce } from "./compiled-once.ts";
import type { Groups } from "./groups.ts";
import { curliesAround } from "./mend/curlies.ts";
import type { TemplateFile } from "./template.ts";
import type { Context } from "./value.ts";

/** Texts that code makes and a file includes like a partial. */
export type Inserts = Readonly<Record<string, (context: Context) => string>>;

export interface Filled {
  /** Undefined when a fault could not be mended. */
  readonly text?: string;
  readonly problems: readonly Problem[];
  /** Some of it is not as the template wanted it: what is missing in it means nothing. */
  readonly isMended: boolean;
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
  /** What files say since a fault in them was blanked out, by their names; grows. */
  readonly blanked: Map<string, string>;
}

/**
 * Fills template files with values, by Handlebars, which stops at the first name that does not exist. To tell them all,
 * each is blanked out: where it stands alone, as in {{name}}, on the way, and else the file is filled once more.
 */
export function fillFile(file: TemplateFile, context: Context, around: Surroundings): Filled {
  const found = new Map<string, Problem>();
  const entered = new Set<string>();
  for (;;) {
    const before = found.size;
    const filled = fillOnce(file, context, around, found, entered);
    const result = () => ({
      problems: [...found.values()],
      isMended: found.size > 0 || [...entered].some((one) => around.blanked.has(one)),
    });
    // Handlebars compiles what is written twice once, and says of both that they stand where the first does.
    const isOver = typeof filled === "string" || filled.offset === undefined;
    if (isOver && found.size > before) continue;
    if (typeof filled === "string") return { text: filled, ...result() };
    found.set(JSON.stringify(filled.problem), filled.problem);
    const { file: faulty, offset } = filled;
    const text = around.blanked.get(faulty.file) ?? faulty.text;
    const curlies = offset === undefined || found.size > mostFaults ? [] : curliesAround(text, offset);
    if (curlies.length === 0) return result();
    around.blanked.set(
      faulty.file,
      curlies.reduce((whole, { start, end }) => blankedOut(whole, start, end), text),
    );
  }
}

const conditions = ["if", "unless", "each", "with"];
const mostFaults = 50;
// A template of ten lines could include itself a billion times, or go through a list in itself.
const mostIncludes = 10_000;
const mostRounds = 100_000;

function fillOnce(
  file: TemplateFile,
  context: Context,
  { parts, inserts, groups, open, blanked }: Surroundings,
  found: Map<string, Problem>,
  touched: Set<string>,
): string | FillFault {
  const handlebars = Handlebars.create();
  handlebars.unregisterHelper("log");
  handlebars.unregisterHelper("lookup");
  const entered: TemplateFile[] = [];
  const asking = { entered, parts, root: context, open };
  const note = (missing: Problem | undefined) => {
    if (missing !== undefined && found.size < mostFaults) found.set(JSON.stringify(missing), missing);
  };
  let rounds = 0;
  for (const name of conditions) {
    const builtIn = Handlebars.helpers[name] as Handlebars.HelperDelegate;
    handlebars.registerHelper(
      name,
      function (this: unknown, value: unknown, options: Handlebars.HelperOptions) {
        rounds += name === "each" && Array.isArray(value) ? value.length : 0;
        if (rounds > mostRounds)
          throw new FillFault(file, tooMuch(file, `goes through its lists more than ${mostRounds} times`));
        if (value === undefined) note(askedName(this, options, asking));
        return builtIn.call(this, value, options);
      },
    );
  }
  /** What is shown in the place of a name that stands alone and does not exist, once that is noted. */
  const passOver = (part: TemplateFile, fault: unknown): string | undefined => {
    const told = fillFault(fault, part, { context, groups, helpers: conditions });
    const alone = told.offset === undefined ? undefined : shownAlone(part.text, told.offset);
    if (alone === undefined || found.size >= mostFaults) return undefined;
    note(told.problem);
    const { start, end } = alone;
    blanked.set(part.file, blankedOut(blanked.get(part.file) ?? part.text, start, end));
    return blanks(part.text.slice(start, end));
  };
  let includes = 0;
  /** Compiles at first use; whatever Handlebars finds wrong is a fault of this very file. */
  const guarded = (part: TemplateFile): Handlebars.TemplateDelegate => {
    const now = { ...part, text: blanked.get(part.file) ?? part.text };
    let compiled: Handlebars.TemplateDelegate | undefined;
    return (values: unknown, options?: Handlebars.RuntimeOptions) => {
      includes += 1;
      if (includes > mostIncludes)
        throw new FillFault(part, tooMuch(part, `includes more than ${mostIncludes} files`));
      for (const missing of handedNames(part.name, values, hashOf(options), asking)) note(missing);
      try {
        compiled ??= handlebars.template(
          askingOfMissing(compiledOnce(now.text), (fault) => passOver(now, fault)),
        );
        entered.push(now);
        touched.add(part.file);
        return compiled(values, { ...options, ...runtimeOptions });
      } catch (fault) {
        if (fault instanceof FillFault) throw fault;
        const told = fillFault(fault, now, { context, groups, helpers: conditions });
        throw new FillFault(part, told.problem, told.offset);
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

/** What stands as `name=value` in an include; Handlebars hands it over, and its types do not say so. */
function hashOf(options: unknown): Readonly<Record<string, unknown>> {
  return (options as { readonly hash?: Readonly<Record<string, unknown>> } | undefined)?.hash ?? {};
}

class FillFault extends Error {
  readonly file: TemplateFile;
  readonly problem: Problem;
  /** A place in the brackets that are to be blanked out, when that mends it. */
  readonly offset: number | undefined;
  constructor(file: TemplateFile, found: Problem, offset?: number) {
    super(found.message);
    this.file = file;
    this.problem = found;
    this.offset = offset;
  }
}

function tooMuch({ file }: TemplateFile, what: string): Problem {
  const message = `the template ${what}.`;
  return problem({ file, line: 1, column: 1 }, "render/endless", message, "Include less.");
}

const runtimeOptions: Handlebars.RuntimeOptions = {
  allowProtoMethodsByDefault: false,
  allowProtoPropertiesByDefault: false,
};

/** The brackets around a name that is all that stands in them. */
function shownAlone(text: string, offset: number) {
  const opening = /(?<!\{)\{\{\{?\s*$/.exec(text.slice(Math.max(0, offset - 20), offset))?.[0];
  const rest = /^[\w-]+\s*\}\}\}?/.exec(text.slice(offset, offset + 100))?.[0];
  if (opening === undefined || rest === undefined) return undefined;
  return { start: offset - opening.length, end: offset + rest.length };
}

function blankedOut(text: string, start: number, end: number): string {
  return text.slice(0, start) + blanks(text.slice(start, end)) + text.slice(end);
}

function blanks(text: string): string {
  return text.replace(/[^\n]/g, " ");
}
