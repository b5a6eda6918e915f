import { type Problem, problem } from "../../base/problem.ts";
import { didYouMean } from "../../base/suggest.ts";
import { withoutComments } from "./blanked.ts";
import { openQuotes } from "./open-quotes.ts";
import type { TemplateFile } from "./template.ts";

/**
 * What is wrong with a file and with all it includes, as far as it is found before anything is filled: a partial that is not
 * there, one that includes itself, which would never end, and a quote that does not end. `alsoKnown` are names that code
 * provides.
 */
export function checkIncludes(
  file: TemplateFile,
  parts: ReadonlyMap<string, TemplateFile>,
  alsoKnown: readonly string[] = [],
): readonly Problem[] {
  const problems: Problem[] = [];
  const done = new Set<TemplateFile>();
  const walk = (from: TemplateFile, above: readonly TemplateFile[]): void => {
    if (done.has(from)) return;
    done.add(from);
    problems.push(...openQuotes(from));
    const inline = new Set(
      [...from.text.matchAll(/\{\{~?#\s*\*\s*inline\s+["']([^"']+)/g)].map(([, name]) => name),
    );
    for (const { name, fallback, at } of includesIn(from)) {
      const part = parts.get(name);
      const chain = [...above, from];
      if (part !== undefined && chain.includes(part)) problems.push(endless(part, chain, at));
      else if (part !== undefined) walk(part, chain);
      else if (!fallback && !inline.has(name) && !alsoKnown.includes(name) && !name.startsWith("@"))
        problems.push(missing(name, [...parts.keys(), ...alsoKnown], at));
    }
  };
  walk(file, []);
  return problems;
}

interface Include {
  readonly name: string;
  /** Of the form {{#> name}}, which brings what stands there when there is no such partial. */
  readonly fallback: boolean;
  readonly at: Problem["at"];
}

function includesIn({ file, text }: TemplateFile): readonly Include[] {
  const code = withoutComments(text);
  return [...code.matchAll(/\{\{~?(#?)>\s*(?:"([^"]*)"|'([^']*)'|([^\s}~(]+))/g)].map((match) => {
    const [, sign, double, single, bare] = match;
    const before = code.slice(0, match.index).split("\n");
    const at = { file, line: before.length, column: (before.at(-1) ?? "").length + 1 };
    return { name: double ?? single ?? bare ?? "", fallback: sign === "#", at };
  });
}

function endless(part: TemplateFile, chain: readonly TemplateFile[], at: Problem["at"]): Problem {
  const ring = chain.slice(chain.indexOf(part)).map(({ name }) => name);
  const through = ring.slice(1).join(", ");
  const message = `${part.file} includes itself${through === "" ? "" : ` through ${through}`}, without end.`;
  return problem(at, "render/endless", message, "Take this include out.");
}

function missing(name: string, names: readonly string[], at: Problem["at"]): Problem {
  const message = `the template includes {{> ${name}}}, but there is no such file.`;
  const remedy = /[/\\]|\.\./.test(name)
    ? "A template includes only files of its own folder, by their names: blocks/<name>.mjml or parts/<name>.mjml."
    : didYouMean(name, names);
  return problem(at, "render/partial-missing", message, remedy);
}
