import { join } from "node:path";
import { isError, type Problem, problem } from "../../base/problem.ts";
import { withoutEchoes } from "../../source/yaml/echoes.ts";
import { recoverYaml } from "../../source/yaml/read-yaml.ts";
import { namesIn, readOr } from "../template/read-text.ts";
import { joinWords, type WordsFolder } from "./join-words.ts";
import { parseWords } from "./parse-words.ts";
import { countedWords, neededWords, type TemplateWords, type Word } from "./words.ts";

/**
 * Reads the words of a template: `<folder>/words/<tag>.yaml`, and those that all templates share, `words/<tag>.yaml`
 * next to the template's folder. `folder` is named in messages as it is given; on the disk it lies below `root`. While
 * there is an error, the name of a word stands for what is wrong or missing, so that the template can be looked at;
 * `shown` are the words that it shows.
 */
export async function readWords(
  root: string,
  folder: string,
  shown: readonly string[],
): Promise<{ readonly words: TemplateWords; readonly problems: readonly Problem[] }> {
  const shared = await readFolderOfWords(root, join(folder, "..", "words"));
  const own = await readFolderOfWords(root, join(folder, "words"));
  const problems = [...shared.problems, ...own.problems];
  const joined = joinWords(shared, own);
  const unread = [...shared.unread, ...own.unread];
  // What a file that cannot be read lacks is not known.
  if (unread.length > 0) return { words: withStandIns(joined.words, shown, unread), problems };
  const all = [...problems, ...joined.problems];
  return { words: all.length === 0 ? joined.words : withStandIns(joined.words, [], []), problems: all };
}

/** Every language with every word that is needed, that another has, or that is `shown`. */
function withStandIns(
  words: TemplateWords,
  shown: readonly string[],
  unread: readonly string[],
): TemplateWords {
  const { languages } = words;
  const names = new Set([
    ...neededWords,
    ...shown,
    ...Object.values(languages).flatMap((one) => Object.keys(one)),
  ]);
  const standIn = (name: string): Word => {
    if (countedWords.some((one) => one === name)) return { other: name };
    return name === "colon" ? ": " : name;
  };
  const standIns = Object.fromEntries([...names].map((name) => [name, standIn(name)]));
  const tags = new Set([...unread, ...Object.keys(languages)]);
  return {
    ...words,
    languages: Object.fromEntries([...tags].map((tag) => [tag, { ...standIns, ...languages[tag] }])),
  };
}

export interface FolderOfWords extends WordsFolder {
  readonly problems: readonly Problem[];
  /** The languages of the files that could not be read. */
  readonly unread: readonly string[];
}

/** A folder with a file for each language; one that does not exist has none. */
export async function readFolderOfWords(root: string, folder: string): Promise<FolderOfWords> {
  const problems: Problem[] = [];
  const files: WordsFolder["files"][number][] = [];
  const unread: string[] = [];
  for (const name of ((await namesIn(root, folder)) ?? []).filter((one) => one.endsWith(".yaml"))) {
    const file = join(folder, name);
    const tag = name.slice(0, -".yaml".length);
    const misnamed = checkName(tag, file);
    const text = await readOr(root, file, problems);
    const read = text === undefined ? undefined : recoverYaml({ file, text });
    problems.push(...misnamed);
    if (misnamed.length > 0 || read?.yaml === undefined || read.problems.some(isError))
      unread.push(canonicalTag(tag) ?? tag);
    if (read === undefined) continue;
    problems.push(...read.problems);
    if (misnamed.length > 0 || read.yaml === undefined) continue;
    const parsed = parseWords(read.yaml, tag);
    problems.push(...withoutEchoes(read, parsed.problems));
    files.push(parsed.file);
  }
  return { folder, files, problems, unread };
}

/** One language, one name: `pt-br` and `pt_BR` would be found by nobody, or be two files for one language. */
function checkName(tag: string, file: string): readonly Problem[] {
  const canonical = canonicalTag(tag);
  if (canonical === tag) return [];
  const at = { file, line: 1, column: 1 };
  const code = "render/words-name";
  if (canonical === undefined)
    return [
      problem(at, code, `"${tag}" is not a language tag.`, "Name the file like en.yaml or pt-BR.yaml."),
    ];
  return [
    problem(
      at,
      code,
      `the language of "${tag}" is written "${canonical}".`,
      `Call the file ${canonical}.yaml.`,
    ),
  ];
}

function canonicalTag(tag: string): string | undefined {
  try {
    return new Intl.Locale(tag.replaceAll("_", "-")).baseName;
  } catch {
    return undefined;
  }
}
