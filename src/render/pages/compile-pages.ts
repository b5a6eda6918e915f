import Handlebars from "handlebars";
import { directionOf } from "../../base/language.ts";
import { type Problem, problem } from "../../base/problem.ts";
import { syntaxFault } from "../template/syntax-fault.ts";
import type { PageFile, PageFiles } from "./read-pages.ts";

/** What a page shows besides words: texts are escaped where they are shown. */
export type PageValues = Readonly<Record<string, unknown>>;

/** The pages of the readers' service, ready to be filled. */
export interface Pages {
  /** Tags of the languages that the pages speak. */
  readonly languages: readonly string[];
  readonly style: string;
  readonly work: string;
  readonly icon: string;
  /**
   * A whole page in a language of `languages`. Its title is the word `<name>Title`, with the hyphens of the name taken
   * out (`unknown-link`: `unknownLinkTitle`), or `title` among the values. Throws when a file of the newsletter is at
   * fault.
   */
  fill(name: string, language: string, values: PageValues): string;
  /** Fills a page to see whether it can be; the fault, with its place, when it cannot. */
  tryOut(name: string, language: string, values: PageValues): Problem | undefined;
  /** A word with values in it, as text: `say("en", "unsubscribedTitle", { list: "Weekly" })`. */
  say(language: string, word: string, values?: PageValues): string;
  /** Whether there is such a word: then every language has it. */
  knows(word: string): boolean;
}

/**
 * Compiles pages once, so that filling one costs a fraction of a millisecond. Texts are escaped by Handlebars; `{{{`
 * shows markup that our code made. The only helper beside Handlebars' conditions is `{{say "word" list=list}}`, a word
 * with values in it. A name that does not exist stops the page. Every syntax fault is returned.
 */
export function compilePages({ files, words, style, work, icon }: PageFiles): {
  readonly pages: Pages;
  readonly problems: readonly Problem[];
} {
  const problems = [...files.values()].flatMap(syntaxProblems);
  const handlebars = Handlebars.create();
  handlebars.unregisterHelper("log");
  handlebars.unregisterHelper("lookup");
  handlebars.registerHelper("say", (word: unknown, options: Handlebars.HelperOptions) =>
    sayIn(options.data?.root?.words ?? {}, String(word), options.hash),
  );
  const compiled = new Map<string, Handlebars.TemplateDelegate>();
  for (const { name, text } of files.values()) {
    const template = handlebars.compile(text, compileOptions);
    compiled.set(name, template);
    handlebars.registerPartial(name, template);
  }
  const filled = (name: string, context: PageValues) => {
    const template = compiled.get(name);
    if (template === undefined) throw new Error(`there is no page ${name}`);
    return template(context, runtimeOptions);
  };
  const say: Pages["say"] = (language, word, values = {}) => sayIn(words[language] ?? {}, word, values);
  const [anyWords = {}] = Object.values(words);
  const knows: Pages["knows"] = (word) => Object.hasOwn(anyWords, word);
  const contextOf = (name: string, language: string, values: PageValues): PageValues => ({
    // Without a prototype, so that {{constructor}} is a name like others that do not exist; Handlebars names it in its
    // errors.
    __proto__: null,
    ...{ [Symbol.toPrimitive]: () => "the page" },
    head: "",
    ...values,
    language,
    direction: directionOf(language),
    words: words[language] ?? {},
    title: values.title ?? say(language, `${camelCase(name)}Title`, values),
  });
  const fill: Pages["fill"] = (name, language, values) => {
    const context = contextOf(name, language, values);
    return filled("layout", { __proto__: null, ...context, main: filled(name, context) });
  };
  const tryOut: Pages["tryOut"] = (name, language, values) => {
    let tried = name;
    try {
      const context = contextOf(name, language, values);
      const main = filled(name, context);
      tried = "layout";
      filled(tried, { __proto__: null, ...context, main });
      return undefined;
    } catch (fault) {
      return faultOf(fault, files.get(tried) ?? { name: tried, file: tried, text: "" });
    }
  };
  return { pages: { languages: Object.keys(words), style, work, icon, say, knows, fill, tryOut }, problems };
}

/**
 * What stands for `{name}` in a word is set apart from the text around it, which may run the other way (UAX #9,
 * isolates).
 */
function sayIn(words: Readonly<Record<string, string>>, name: string, values: PageValues): string {
  const word = Object.hasOwn(words, name) ? words[name] : undefined;
  if (word === undefined) throw new Error(`the words have no "${name}"`);
  return word.replace(/\{(\w+)\}/g, (_, key: string) =>
    Object.hasOwn(values, key) ? `\u2068${values[key]}\u2069` : `{${key}}`,
  );
}

function camelCase(name: string): string {
  return name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
}

function syntaxProblems(file: PageFile): readonly Problem[] {
  try {
    Handlebars.parse(file.text);
    return [];
  } catch (fault) {
    const { message, at } = syntaxFault(fault, file);
    const remedy = "Correct the curly brackets at this place; every {{#if}} and {{#each}} needs its end.";
    return [problem(at, "render/template-syntax", `Handlebars cannot read this: ${message}.`, remedy)];
  }
}

/** What Handlebars throws while it fills a page. */
function faultOf(fault: unknown, file: PageFile): Problem {
  const { message, at } = syntaxFault(fault, file);
  const unknown = /^"(.+)" not defined/.exec(message)?.[1];
  const told =
    unknown === undefined
      ? `the page cannot be shown: ${message}.`
      : `the page shows "${unknown}", which does not exist.`;
  return problem(at, "render/page", told, "Compare the file with the page of the same name that ships.");
}

const compileOptions: CompileOptions = {
  strict: true,
  knownHelpersOnly: true,
  knownHelpers: { say: true, log: false, lookup: false },
  preventIndent: true,
};
const runtimeOptions: Handlebars.RuntimeOptions = {
  allowProtoMethodsByDefault: false,
  allowProtoPropertiesByDefault: false,
};
