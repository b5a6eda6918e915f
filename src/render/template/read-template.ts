import { lstat, readdir } from "node:fs/promises";
import { join } from "node:path";
import { type Problem, problem } from "../../base/problem.ts";
import { readYaml } from "../../source/yaml/read-yaml.ts";
import { readWords } from "../words/read-words.ts";
import { withoutComments } from "./blanked.ts";
import { namesIn, readText, unusable } from "./read-text.ts";
import type { Template, TemplateFile } from "./template.ts";
import { parseTheme, type Theme } from "./theme.ts";

/**
 * Reads a template folder: `template.mjml`, `blocks/*.mjml`, `parts/*.mjml`, `theme.yaml` and the words. `folder` is named
 * in findings as it is given, `templates/weekly`; on the disk it lies below `root`, and nothing outside of that is read.
 * Nothing is compiled yet: what is wrong inside an MJML file is found by `renderIssue`. There is a template only when theme
 * and words have no Problem. Throws LetterpressError when a file is missing or cannot be read.
 */
export async function readTemplate(
  folder: string,
  root = "",
): Promise<{ readonly template?: Template; readonly problems: readonly Problem[] }> {
  const frame = await readPart(root, "template", join(folder, "template.mjml"));
  const blocks = join(folder, "blocks");
  const shared = join(folder, "parts");
  const files = [
    ...inFolder(blocks, (await namesIn(root, blocks)) ?? absent(blocks)),
    ...inFolder(shared, (await namesIn(root, shared)) ?? []),
  ];
  const parts = await Promise.all(files.map(({ name, file }) => readPart(root, name, file)));
  const { theme, problems: inTheme } = await readTheme(root, join(folder, "theme.yaml"));
  const { words, problems: inWords } = await readWords(root, folder);
  const problems = [...inTheme, ...inWords, ...sameNames(files)];
  if (theme === undefined || words === undefined) return { problems };
  const template: Template = {
    folder,
    frame,
    parts: new Map(parts.map((part) => [part.name, part])),
    theme,
    words,
    fields: fieldsShownBy([frame, ...parts]),
  };
  return { template, problems };
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
 * The names of the templates in a folder of templates: of the folders in it that have a template.mjml. None when there is
 * no such folder.
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

async function readPart(root: string, name: string, file: string): Promise<TemplateFile> {
  return { name, file, text: await readText(root, file) };
}

async function readTheme(
  root: string,
  file: string,
): Promise<{ readonly theme?: Theme; readonly problems: readonly Problem[] }> {
  const { yaml, problems } = readYaml({ file, text: await readText(root, file) });
  return yaml === undefined ? { problems } : parseTheme(yaml);
}

function absent(folder: string): never {
  throw unusable(folder, { status: "absent", why: "there is no such file or folder" });
}

function fieldsShownBy(files: readonly TemplateFile[]): readonly string[] {
  const shown = files.flatMap(({ text }) => {
    return [...withoutComments(text).matchAll(/\{\{[^{}]*?\bsubscriber\.([A-Za-z]\w*)/g)];
  });
  return [...new Set(shown.flatMap((match) => match[1] ?? []))].sort();
}
