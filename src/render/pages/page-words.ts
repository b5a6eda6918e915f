import { broaderTags } from "../../base/language.ts";
import { type Problem, problem } from "../../base/problem.ts";
import type { WordsFolder } from "../words/join-words.ts";

/** What pages say, by language tag and name. Every language has the same names. */
export type PageWords = Readonly<Record<string, Readonly<Record<string, string>>>>;

/**
 * The words of several folders, later ones over earlier ones; `pt-BR` has those of `pt` and its own. A word that one
 * language has and another lacks is a Problem: no page speaks two languages.
 */
export function joinPageWords(folders: readonly WordsFolder[]): {
  readonly words: PageWords;
  readonly problems: readonly Problem[];
} {
  const files = folders.flatMap((folder) => folder.files);
  const tags = [...new Set(files.map(({ language }) => language))].sort();
  const words: Record<string, Record<string, string>> = {};
  for (const tag of tags) {
    const layers = broaderTags(tag)
      .toReversed()
      .flatMap((one) => files.filter(({ language }) => language === one));
    const entries = layers.flatMap((file) => Object.entries(file.words));
    words[tag] = Object.fromEntries(
      entries.flatMap(([name, word]) => (typeof word === "string" ? [[name, word]] : [])),
    );
  }
  const all = new Set(Object.values(words).flatMap((one) => Object.keys(one)));
  const problems = tags.flatMap((tag) => {
    const own = files.findLast(({ language }) => language === tag);
    return [...all]
      .filter((name) => words[tag]?.[name] === undefined)
      .map((name) => {
        const having = tags.find((one) => words[one]?.[name] !== undefined);
        const at = own?.start ?? { file: `words/${tag}.yaml`, line: 1, column: 1 };
        const message = `the words of the pages in "${tag}" lack "${name}", which "${having}" has.`;
        return problem(at, "render/word-missing", message, "Add it here.");
      });
  });
  return { words, problems };
}
