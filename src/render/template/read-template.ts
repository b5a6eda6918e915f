import { lstat, readdir } from "node:fs/promises";
import { join } from "node:path";
import { isError, type Problem, problem } from "../../base/problem.ts";
import { withoutEchoes } from "../../source/yaml/echoes.ts";
import { recoverYaml } from "../../source/yaml/read-yaml.ts";
import { readWords } from "../words/read-words.ts";
import { namesIn, readOr, readText, unusable } from "./read-text.ts";
import { shownNames } from "./shown-names.ts";
import type { Template, TemplateFile } from "./template.ts";
import { parseTheme } from "./theme.ts";

export interface ReadTemplate {
  /** Undefined when there is an error. */
  readonly template?: Template;
  /** The template with something in the place of what could not be read: to be looked at, never to be sent. */
  readonly mended: Template;
  readonly problems: readonly Problem[];
}

/**
 * Reads a template folder: `template.mjml`, `blocks/*.mjml`, `parts/*.mjml`, `theme.yaml` and the words. `folder` is
 * named in findings as it is given, `templates/weekly`; on the disk it lies below `root`, and nothing outside of that
 * is read. Nothing is compiled yet: what is wrong inside an MJML file is found by `renderIssue`. Throws
 * LetterpressError when `template.mjml` or `blocks/` is missing or cannot be read: then it is no template.
 */
export async function readTemplate(folder: string, root = ""): Promise<ReadTemplate> {
  const file = join(folder, "template.mjml");
  const frame: TemplateFile = { name: "template", file, text: await readText(root, file) };
  const blocks = join(folder, "blocks");
  const shared = join(folder, "parts");
  const files = [
    ...inFolder(blocks, (await namesIn(root, blocks)) ?? absent(blocks)),
    ...inFolder(shared, (await namesIn(root, shared)) ?? []),
  ];
  const problems: Problem[] = [...sameNames(files)];
  const unread = new Set<string>();
  const parts: TemplateFile[] = [];
  for (const one of files) {
    const text = await readOr(root, one.file, problems);
    if (text === undefined) unread.add(one.file);
    parts.push({ ...one, text: text ?? "" });
  }
  const all = [frame, ...parts];
  const theme = await readTheme(root, join(folder, "theme.yaml"), all);
  const words = await readWords(root, folder, shownNames(all, "words"));
  problems.push(...theme.problems, ...words.problems);
  const mended: Template = {
    folder,
    frame,
    parts: new Map(parts.map((part) => [part.name, part])),
    ...(unread.size === 0 ? {} : { unread }),
    theme: theme.theme,
    themeAt: theme.at,
    words: words.words,
    fields: shownNames(all, "subscriber"),
  };
  return { ...(problems.some(isError) ? {} : { template: mended }), mended, problems };
}

/** `{{> quote}}` could mean either. */
function sameNames(files: readonly { readonly name: string; readonly file: string }[]): readonly Problem[] {
  return files.flatMap(({ name, file }, index) => {
    const other = files.slice(0, index).find((one) => one.name === name);
    if (other === undefined && name !== "block") return [];
    const at = { file, line: 1, column: 1 };
    const message =
      other === undefined
        ? "no file can be named block: {{> block}} sets a block by its kind."
        : `${other.file} has the same name, so {{> ${name}}} could mean either.`;
    return [problem(at, "render/same-name", message, "Give this file another name.")];
  });
}

/**
 * The names of the templates in a folder of templates: of the folders in it that have a template.mjml. None when there
 * is no such folder.
 */
export async function templateNames(folder: string): Promise<readonly string[]> {
  const names = await readdir(folder).catch(() => []);
  const isTemplate = await Promise.all(
    names.map((name) =>
      // Whatever it is: that it is a pipe, or leads elsewhere, is told when it is read.
      lstat(join(folder, name, "template.mjml")).then(
        () => true,
        () => false,
      ),
    ),
  );
  return names.filter((_, index) => isTemplate[index]).sort();
}

function inFolder(folder: string, files: readonly string[]) {
  const partials = files.filter((file) => file.endsWith(".mjml"));
  return partials.map((file) => ({ name: file.slice(0, -".mjml".length), file: join(folder, file) }));
}

async function readTheme(root: string, file: string, files: readonly TemplateFile[]) {
  const problems: Problem[] = [];
  const text = await readOr(root, file, problems);
  const read = text === undefined ? { problems: [] } : recoverYaml({ file, text });
  problems.push(...read.problems);
  const isWhole = read.yaml !== undefined && !read.problems.some(isError);
  const parsed = parseTheme(read.yaml, isWhole, (group) => shownNames(files, group));
  return { ...parsed, problems: [...problems, ...withoutEchoes(read, parsed.problems)] };
}

function absent(folder: string): never {
  throw unusable(folder, { status: "absent", why: "there is no such file or folder" });
}
