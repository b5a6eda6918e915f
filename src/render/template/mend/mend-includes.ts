import { type Problem, problem } from "../../../base/problem.ts";
import { withoutComments } from "../blanked.ts";
import { placesIn } from "../places.ts";
import type { TemplateFile } from "../template.ts";
import { curliesIn, pairsOf } from "./curlies.ts";
import { missingFile } from "./missing-file.ts";
import type { SourceText } from "./source-text.ts";

interface Around {
  readonly parts: ReadonlyMap<string, TemplateFile>;
  /** Names that code provides. */
  readonly alsoKnown: readonly string[];
  sourceOf(file: TemplateFile): SourceText;
}

/**
 * The includes of a file, and of all it includes: one of a file that is not there, and one that leads back to where it
 * began and would never end, are told and blanked. `files` are all that are reached, the file itself among them.
 */
export function mendIncludes(
  file: TemplateFile,
  { parts, alsoKnown, sourceOf }: Around,
): { readonly problems: readonly Problem[]; readonly files: ReadonlySet<TemplateFile> } {
  const problems: Problem[] = [];
  const files = new Set<TemplateFile>();
  const walk = (from: TemplateFile, above: readonly TemplateFile[]): void => {
    if (files.has(from)) return;
    files.add(from);
    const source = sourceOf(from);
    const text = source.text();
    const place = placesIn({ file: from.file, text });
    const own = new Set([...text.matchAll(/\{\{~?#\s*\*\s*inline\s+["']([^"']+)/g)].map(([, name]) => name));
    const chain = [...above, from];
    // Blanks move nothing, so what is found once holds.
    const curlies = curliesIn(text);
    const pairs = pairsOf(curlies, text.length);
    for (const { name, fallback, start } of includesIn(text)) {
      const part = parts.get(name);
      const known = fallback || own.has(name) || alsoKnown.includes(name) || name.startsWith("@");
      const isEndless = part !== undefined && chain.includes(part);
      if (part !== undefined && !isEndless) walk(part, chain);
      if (isEndless || (part === undefined && !known)) {
        const at = source.asWritten(place(start));
        problems.push(
          isEndless ? endless(part, chain, at) : missingFile(name, [...parts.keys(), ...alsoKnown], at),
        );
        const curly = curlies.find((one) => one.start === start);
        for (const one of curly === undefined ? [] : [curly, ...(pairs.of.get(curly) ?? [])])
          source.blank(one.start, one.end);
      }
    }
  };
  walk(file, []);
  return { problems, files };
}

interface Include {
  readonly name: string;
  /** Of the form {{#> name}}, which brings what stands there when there is no such partial. */
  readonly fallback: boolean;
  readonly start: number;
}

function includesIn(text: string): readonly Include[] {
  return [...withoutComments(text).matchAll(/\{\{~?(#?)>\s*(?:"([^"]*)"|'([^']*)'|([^\s}~(]+))/g)].map(
    (match) => {
      const [, sign, double, single, bare] = match;
      return { name: double ?? single ?? bare ?? "", fallback: sign === "#", start: match.index };
    },
  );
}

function endless(part: TemplateFile, chain: readonly TemplateFile[], at: Problem["at"]): Problem {
  const ring = chain.slice(chain.indexOf(part)).map(({ name }) => name);
  const through = ring.slice(1).join(", ");
  const message = `${part.file} includes itself${through === "" ? "" : ` through ${through}`}, without end.`;
  return problem(at, "render/endless", message, "Take this include out.");
}
