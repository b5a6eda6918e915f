import { join } from "node:path";
import { isError, type Problem, problem } from "../../base/problem.ts";
import { namesIn, readOr, readText } from "../template/read-text.ts";
import { readFolderOfWords } from "../words/read-words.ts";
import { joinPageWords, type PageWords } from "./page-words.ts";

/** A file of pages as it was read: `name` is what other files include it by. */
export interface PageFile {
  readonly name: string;
  readonly file: string;
  readonly text: string;
}

/** The pages of the readers' service, and what they say in every language. Nothing is compiled yet. */
export interface PageFiles {
  readonly files: ReadonlyMap<string, PageFile>;
  readonly words: PageWords;
  /** The style sheet of all pages. */
  readonly style: string;
}

/** A folder of pages below a root. */
export interface PageFolder {
  readonly root: string;
  readonly folder: string;
}

/**
 * Reads folders of pages: `*.hbs`, `style.css` and `words/<tag>.yaml`. What stands in a later folder takes the place of what
 * stands in an earlier one, file by file and word by word, so a newsletter keeps only what it wants otherwise. Folders that do
 * not exist are passed over. Nothing outside of the roots is read.
 */
export async function readPages(
  folders: readonly PageFolder[],
): Promise<{ readonly pages?: PageFiles; readonly problems: readonly Problem[] }> {
  const files = new Map<string, PageFile>();
  const problems: Problem[] = [];
  const words = [];
  let style = "";
  for (const { root, folder } of folders) {
    const names = (await namesIn(root, folder)) ?? [];
    for (const name of names.filter((one) => one.endsWith(".hbs"))) {
      const file = join(folder, name);
      const text = await readOr(root, file, problems);
      const known = name.slice(0, -".hbs".length);
      files.set(known, { name: known, file, text: text ?? "" });
    }
    if (names.includes("style.css")) style = await readText(root, join(folder, "style.css"));
    const read = await readFolderOfWords(root, join(folder, "words"));
    problems.push(...read.problems);
    words.push(read);
  }
  if (!files.has("layout")) {
    const at = { file: join(folders[0]?.folder ?? "", "layout.hbs"), line: 1, column: 1 };
    problems.push(problem(at, "render/no-pages", "there are no pages.", "Install Letterpress again."));
  }
  const joined = joinPageWords(words);
  problems.push(...joined.problems);
  if (problems.some(isError)) return { problems };
  return { pages: { files, words: joined.words, style }, problems };
}
