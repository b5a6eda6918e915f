import { type Problem, problem } from "../../../base/problem.ts";
import { placesIn } from "../places.ts";
import type { Template, TemplateFile } from "../template.ts";
import { mendIncludes } from "./mend-includes.ts";
import { mendQuotes } from "./mend-quotes.ts";
import { mendSyntax } from "./mend-syntax.ts";
import { asWritten, type SourceText, sourceText } from "./source-text.ts";

/** A template in whose files nothing keeps the rest from being looked at, and what had to be mended for that. */
export interface MendedTemplate {
  readonly template: Template;
  readonly problems: readonly Problem[];
  /**
   * Whether a file, or one that it includes, is not as its author wrote it: what an issue says may be missing there.
   */
  isMended(file: TemplateFile): boolean;
  /** A finding in a mended file, at the place that its author wrote. */
  asWritten(found: Problem): Problem;
}

/**
 * Looks through the frame and the files of some kinds of block, and through all that they include, for what would stop
 * Handlebars: brackets, includes that are not there or never end, quotes. Each is told and mended, so that one run
 * finds all.
 */
export function mendTemplate(template: Template, kinds: readonly string[]): MendedTemplate {
  const sources = new Map<string, SourceText>();
  const problems: Problem[] = [];
  const sourceOf = (file: TemplateFile): SourceText => {
    const known = sources.get(file.file);
    if (known !== undefined) return known;
    const source = sourceText(file);
    sources.set(file.file, source);
    const large = tooLarge(source);
    problems.push(...large);
    if (large.length === 0) problems.push(...mendSyntax(source), ...mendQuotes(source));
    return source;
  };
  const { frame, parts } = template;
  const reached = new Map<string, ReadonlySet<TemplateFile>>();
  const look = (file: TemplateFile, alsoKnown: readonly string[] = []) => {
    const { problems: found, files } = mendIncludes(file, { parts, alsoKnown, sourceOf });
    problems.push(...found);
    reached.set(file.file, files);
  };
  look(frame, ["block"]);
  for (const kind of new Set(kinds)) {
    const part = parts.get(kind);
    if (part !== undefined) look(part);
  }
  const mended = (file: TemplateFile): TemplateFile => ({
    ...file,
    text: sources.get(file.file)?.text() ?? file.text,
  });
  return {
    template: {
      ...template,
      frame: mended(frame),
      parts: new Map([...parts].map(([name, part]) => [name, mended(part)])),
    },
    problems,
    isMended: ({ file }) =>
      [...(reached.get(file) ?? [])].some(
        (one) => template.unread?.has(one.file) === true || sources.get(one.file)?.isMended() === true,
      ),
    asWritten: (found) => asWritten(found, sources),
  };
}

// The largest file of the templates that ship has a hundred of each.
const mostCurlies = 2000;
const mostTags = 4000;

/** A file that nobody wrote by hand: it is left out, because to look at it would take minutes. */
function tooLarge(source: SourceText): readonly Problem[] {
  const { text } = source.file;
  const over = (sign: RegExp, most: number, what: string) => {
    const beyond = [...text.matchAll(sign)][most];
    if (beyond === undefined) return [];
    const message = `the file has more than ${most} ${what}.`;
    return [
      problem(placesIn(source.file)(beyond.index), "render/too-much", message, "Divide it, or write less."),
    ];
  };
  const found = [
    ...over(/\{\{/g, mostCurlies, "pairs of curly brackets"),
    ...over(/<[a-z/!]/gi, mostTags, "tags"),
  ];
  if (found.length > 0) source.blank(0, text.length);
  return found;
}
