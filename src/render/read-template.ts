import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { faultText, LetterpressError } from "../base/errors.ts";
import { formatPosition } from "../base/problem.ts";
import { readYaml } from "../source/read-yaml.ts";
import type { Template, TemplateFile } from "./template.ts";
import { parseTheme, type Theme } from "./theme.ts";

/**
 * Reads a template folder: `template.mjml`, `blocks/*.mjml` and `theme.yaml`. Nothing is compiled yet: what is wrong
 * inside an MJML file is found by `renderIssue`. Throws LetterpressError when a file is missing or the theme is wrong.
 */
export async function readTemplate(folder: string): Promise<Template> {
  const frame = await readPart("template", join(folder, "template.mjml"));
  const blocks = join(folder, "blocks");
  const names = (await readFolder(blocks)).filter((name) => name.endsWith(".mjml")).sort();
  const parts = await Promise.all(names.map((name) => readPart(name.slice(0, -5), join(blocks, name))));
  const theme = await readTheme(join(folder, "theme.yaml"));
  return {
    folder,
    frame,
    parts: new Map(parts.map((part) => [part.name, part])),
    theme,
    fields: fieldsShownBy([frame, ...parts]),
  };
}

/** The names of the templates in a folder of templates; none when there is no such folder. */
export async function templateNames(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  return entries.filter((entry) => !entry.isFile()).map((entry) => entry.name);
}

async function readPart(name: string, file: string): Promise<TemplateFile> {
  return { name, file, text: await readText(file) };
}

async function readTheme(file: string): Promise<Theme> {
  const read = readYaml({ file, text: await readText(file) });
  const { theme, problems } =
    read.yaml === undefined ? { theme: undefined, problems: read.problems } : parseTheme(read.yaml);
  if (theme !== undefined) return theme;
  const [first] = problems;
  throw new LetterpressError(
    "render/theme",
    first === undefined ? `${file} cannot be read.` : `${formatPosition(first.at)} ${first.message}`,
    first?.remedy ?? "Compare it with templates/weekly/theme.yaml.",
  );
}

async function readText(file: string): Promise<string> {
  try {
    return (await readFile(file, "utf8")).replace(/^\uFEFF/, "").replace(/\r\n?/g, "\n");
  } catch (cause) {
    throw unusable(file, cause);
  }
}

async function readFolder(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder);
  } catch (cause) {
    throw unusable(folder, cause);
  }
}

function unusable(path: string, cause: unknown): LetterpressError {
  return new LetterpressError(
    "render/template-unreadable",
    `${path} cannot be read: ${faultText(cause)}.`,
    "A template is a folder with template.mjml, theme.yaml and blocks/<kind>.mjml; compare it with templates/weekly.",
    { cause },
  );
}

function fieldsShownBy(files: readonly TemplateFile[]): readonly string[] {
  const shown = files.flatMap(({ text }) => [...text.matchAll(/\bsubscriber\.([A-Za-z]\w*)/g)]);
  return [...new Set(shown.flatMap((match) => match[1] ?? []))].sort();
}
