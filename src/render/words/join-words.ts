import { broaderTags } from "../../base/language.ts";
import { type Problem, problem } from "../../base/problem.ts";
import { suggest } from "../../base/suggest.ts";
import type { WordsFile } from "./parse-words.ts";
import { neededWords, type TemplateWords } from "./words.ts";

/** A folder of words as read: `folder` as messages name it, and a file for each language. */
export interface WordsFolder {
  readonly folder: string;
  readonly files: readonly WordsFile[];
}

/**
 * The words that all templates share and a template's own, which add to them or override them, by language. A template
 * that has words of its own has only the languages of these. `pt-BR` has the words of `pt`, and its own. Every word
 * that one language has and another lacks is a Problem: a template never falls back to another language.
 */
export function joinWords(
  shared: WordsFolder,
  own: WordsFolder,
): { readonly words: TemplateWords; readonly problems: readonly Problem[] } {
  const tags = tagsOf(shared, own);
  const languages = tags.map((tag) => languageOf(tag, shared, own));
  const slips = likeliest(slipsIn(languages));
  const words: TemplateWords = {
    languages: Object.fromEntries(
      languages.map(({ tag, layers }) => [tag, Object.assign({}, ...layers.map((file) => file.words))]),
    ),
    folders: [shared, own]
      .filter(({ files }, index) => index === 0 || files.length > 0)
      .map(({ folder, files }) => ({ folder, languages: files.map(({ language }) => language) })),
  };
  return { words, problems: [...slips.map(slipProblem), ...lackingIn(languages, slips, shared)] };
}

interface Language {
  readonly tag: string;
  /** From what is shared by `pt` to what is the template's own in `pt-BR`. */
  readonly layers: readonly WordsFile[];
  readonly names: ReadonlySet<string>;
  readonly shared: WordsFile | undefined;
  readonly own: WordsFile | undefined;
}

function tagsOf(shared: WordsFolder, own: WordsFolder): readonly string[] {
  const ours = new Set(own.files.map(({ language }) => language));
  const theirs = shared.files
    .map(({ language }) => language)
    .filter((tag) => ours.size === 0 || broaderTags(tag).some((one) => ours.has(one)));
  return [...new Set([...ours, ...theirs])].sort();
}

function languageOf(tag: string, shared: WordsFolder, own: WordsFolder): Language {
  const inFolder = ({ files }: WordsFolder, wanted: string) =>
    files.find(({ language }) => language === wanted);
  const layers = broaderTags(tag)
    .toReversed()
    .flatMap((one) => [inFolder(shared, one) ?? [], inFolder(own, one) ?? []].flat());
  const names = new Set(layers.flatMap((file) => file.names));
  return { tag, layers, names, shared: inFolder(shared, tag), own: inFolder(own, tag) };
}

/** A word that one language alone has and whose name is nearly that of another: most likely a slip. */
interface Slip {
  readonly tag: string;
  readonly file: WordsFile;
  readonly name: string;
  readonly meant: string;
  /** The languages that do not have it. */
  readonly others: readonly string[];
}

function slipsIn(languages: readonly Language[]): readonly Slip[] {
  const all = new Set([...neededWords, ...languages.flatMap(({ names }) => [...names])]);
  return languages.flatMap(({ tag, names, shared, own }) =>
    [shared ?? [], own ?? []].flat().flatMap((file) =>
      file.names.flatMap((name) => {
        const others = languages.filter((one) => one.tag !== tag && !one.names.has(name));
        const elsewhere = languages.some((one) => one.tag !== tag && hasItself(one, name));
        if (neededWords.includes(name) || elsewhere || others.length === 0) return [];
        const known = [...all].filter((one) => one !== name);
        const lacking = known.filter((one) => !names.has(one));
        const meant = suggest(name, lacking) ?? suggest(name, known);
        return meant === undefined ? [] : [{ tag, file, name, meant, others: others.map((one) => one.tag) }];
      }),
    ),
  );
}

/** Of two languages that have each a name of its own, English is right: its files are those that people copy. */
function likeliest(slips: readonly Slip[]): readonly Slip[] {
  return slips.filter(
    ({ tag, name, meant }) =>
      tag !== "en" || !slips.some((other) => other.name === meant && other.meant === name),
  );
}

function hasItself({ shared, own }: Language, name: string): boolean {
  return shared?.names.includes(name) === true || own?.names.includes(name) === true;
}

function slipProblem({ file, name, meant, others }: Slip): Problem {
  const message = `no other language has a word "${name}".`;
  const remedy = `Did you mean "${meant}"? If not, add it to ${others.join(", ")} too.`;
  return problem(file.nameAt(name), "render/word-unknown", message, remedy);
}

function lackingIn(
  languages: readonly Language[],
  slips: readonly Slip[],
  sharedFolder: WordsFolder,
): readonly Problem[] {
  const slipped = new Set(slips.map(({ name }) => name));
  const all = new Set(
    [...neededWords, ...languages.flatMap(({ names }) => [...names])].filter((name) => !slipped.has(name)),
  );
  const tags = languages.map(({ tag }) => tag);
  return languages
    .filter(
      ({ tag }) => !broaderTags(tag).some((one) => tags.includes(one) && !broaderTags(one).includes(tag)),
    )
    .flatMap((language) => {
      const explained = slips.filter(({ tag }) => tag === language.tag).map(({ meant }) => meant);
      return [...all]
        .filter((name) => !language.names.has(name) && !explained.includes(name))
        .map((name) => lackingProblem(name, language, languages, sharedFolder));
    });
}

/** Told in the file where the word belongs; where that file is missing, in the other one. */
function lackingProblem(
  name: string,
  { tag, shared, own }: Language,
  languages: readonly Language[],
  sharedFolder: WordsFolder,
): Problem {
  const isShared = neededWords.includes(name) || sharedFolder.files.some((file) => file.names.includes(name));
  const file = isShared ? (shared ?? own) : (own ?? shared);
  const having = languages.find(({ names }) => names.has(name))?.tag;
  const why = having === undefined ? "which every template needs" : `which "${having}" has`;
  const place = isShared && shared === undefined ? `in ${sharedFolder.folder}/${tag}.yaml` : "here";
  const at = file?.start ?? { file: `${sharedFolder.folder}/${tag}.yaml`, line: 1, column: 1 };
  return problem(
    at,
    "render/word-missing",
    `the words in "${tag}" lack "${name}", ${why}.`,
    `Add it ${place}.`,
  );
}
