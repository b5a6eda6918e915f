import { join } from "node:path";
import { type Problem, problem } from "../../base/problem.ts";
import { readYaml } from "../../source/yaml/read-yaml.ts";
import { namesIn, readText } from "../template/read-text.ts";
import { joinWords, type WordsFolder } from "./join-words.ts";
import { parseWords } from "./parse-words.ts";
import type { TemplateWords } from "./words.ts";

/**
 * Reads the words of a template: `<folder>/words/<tag>.yaml`, and those that all templates share, `words/<tag>.yaml` next
 * to the template's folder. `folder` is named in messages as it is given; on the disk it lies below `root`. Throws
 * LetterpressError when a file is there and cannot be read.
 */
export async function readWords(
  root: string,
  folder: string,
): Promise<{ readonly words?: TemplateWords; readonly problems: readonly Problem[] }> {
  const shared = await readFolderOfWords(root, join(folder, "..", "words"));
  const own = await readFolderOfWords(root, join(folder, "words"));
  const problems = [...shared.problems, ...own.problems];
  // What a file that cannot be read lacks is not known.
  if (shared.unread || own.unread) return { problems };
  const joined = joinWords(shared, own);
  const all = [...problems, ...joined.problems];
  return all.length === 0 ? { words: joined.words, problems: all } : { problems: all };
}

async function readFolderOfWords(root: string, folder: string) {
  const problems: Problem[] = [];
  const files: WordsFolder["files"][number][] = [];
  let unread = false;
  for (const name of ((await namesIn(root, folder)) ?? []).filter((one) => one.endsWith(".yaml"))) {
    const file = join(folder, name);
    const misnamed = checkName(name.slice(0, -".yaml".length), file);
    const read = readYaml({ file, text: await readText(root, file) });
    problems.push(...misnamed, ...read.problems);
    if (misnamed.length > 0 || read.yaml === undefined) unread = true;
    else {
      const parsed = parseWords(read.yaml, name.slice(0, -".yaml".length));
      problems.push(...parsed.problems);
      files.push(parsed.file);
    }
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
