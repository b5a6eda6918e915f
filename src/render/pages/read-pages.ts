import { basename, join } from "node:path";
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
  /** The script of a sign-up form that asks for work. */
  readonly work: string;
  /** The picture of a tab, as SVG. */
  readonly icon: string;
}

/** A folder of pages below a root. */
export interface PageFolder {
  readonly root: string;
  readonly folder: string;
}

/**
 * Reads folders of pages: `*.hbs`, `parts/*.hbs` that these include, `style.css`, `work.js`, `icon.svg` and
 * `words/<tag>.yaml`. What stands in a later folder takes the place of what stands in an earlier one, file by file and
 * word by word, so a newsletter keeps only what it wants otherwise. Folders that do not exist are passed over. Nothing
 * outside of the roots is read.
 */
export async function readPages(
  folders: readonly PageFolder[],
): Promise<{ readonly pages?: PageFiles; readonly problems: readonly Problem[] }> {
  const files = new Map<string, PageFile>();
  const problems: Problem[] = [];
  const words = [];
  const own = { style: "", work: "", icon: "" };
  for (const { root, folder } of folders) {
    const names = (await namesIn(root, folder)) ?? [];
    const parts = (await namesIn(root, join(folder, "parts"))) ?? [];
    for (const path of [...names, ...parts.map((name) => join("parts", name))]) {
      if (!path.endsWith(".hbs")) continue;
      const file = join(folder, path);
      const name = basename(path, ".hbs");
      files.set(name, { name, file, text: (await readOr(root, file, problems)) ?? "" });
    }
    for (const [kind, file] of Object.entries(served))
      if (names.includes(file)) own[kind as keyof typeof served] = await readText(root, join(folder, file));
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
  return { pages: { files, words: joined.words, ...own }, problems };
}

/** What browsers fetch beside a page. */
const served = { style: "style.css", work: "work.js", icon: "icon.svg" } as const;
