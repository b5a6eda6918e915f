import Handlebars from "handlebars";

/** What Handlebars finds wrong with the form of a text; undefined when it can read it. */
export function parseFault(text: string): unknown {
  try {
    parsedOnce(text);
    return undefined;
  } catch (fault) {
    return fault;
  }
}

/**
 * A text of a template as Handlebars compiles it, which says nothing of what it is filled with: that comes when it is
 * run, from the Handlebars that runs it. An issue includes the same files again and again, and to compile one takes
 * longer than to fill it.
 */
export function compiledOnce(text: string): TemplateSpecification {
  const known = compiled.get(text);
  if (known !== undefined) return known;
  const code = Handlebars.precompile(parsedOnce(text), compileOptions);
  const specification: TemplateSpecification = new Function(`return ${String(code)}`)();
  keep(compiled, text, specification);
  return specification;
}

const parsed = new Map<string, hbs.AST.Program>();
const compiled = new Map<string, TemplateSpecification>();

function parsedOnce(text: string): hbs.AST.Program {
  const known = parsed.get(text);
  if (known !== undefined) return known;
  const program = Handlebars.parse(text);
  keep(parsed, text, program);
  return program;
}

function keep<Made>(kept: Map<string, Made>, text: string, made: Made): void {
  if (kept.size >= mostKept) kept.clear();
  kept.set(text, made);
}

/** Texts. */
const mostKept = 500;

// `noEscape`: every value is Markup, escaped once by us; Handlebars' own escape turns the "=" of links into &#x3D;.
const compileOptions: CompileOptions = {
  noEscape: true,
  strict: true,
  knownHelpersOnly: true,
  knownHelpers: { log: false, lookup: false },
  preventIndent: true,
};
