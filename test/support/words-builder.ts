import { cpSync } from "node:fs";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { readTemplate } from "../../src/render/template/read-template.ts";

/**
 * What reading `templates/weekly` gives when only these files of words are there: `{ "words/en.yaml": "…" }`, paths
 * below `templates/`.
 */
export async function readWeeklyWith(
  files: Readonly<Record<string, string>>,
): Promise<Awaited<ReturnType<typeof readTemplate>>> {
  const root = await mkdtemp(join(tmpdir(), "letterpress-words-"));
  try {
    cpSync("templates/weekly", join(root, "templates/weekly"), { recursive: true });
    await rm(join(root, "templates/weekly/words"), { recursive: true });
    for (const [path, text] of Object.entries(files)) {
      const file = join(root, "templates", path);
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, text);
    }
    return await readTemplate("templates/weekly", root);
  } finally {
    await rm(root, { recursive: true });
  }
}

/** A file with every word that a template needs, each said as `<language> <name>`; changed by `change`. */
export function wordsText(language: string, change: (text: string) => string = (text) => text): string {
  const forms = new Intl.PluralRules(language).resolvedOptions().pluralCategories;
  const names = "webVersion sponsor vote image links reason unsubscribe preferences colon".split(" ");
  const lines = [
    `number: "${language} {n}"`,
    "readingTime:",
    ...forms.map((form) => `  ${form}: "${language} ${form} {n}"`),
    ...names.map((name) => `${name}: "${language} ${name}"`),
  ];
  return change(`${lines.join("\n")}\n`);
}
