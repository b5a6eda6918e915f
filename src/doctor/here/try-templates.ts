import { join } from "node:path";
import { LetterpressError } from "../../base/errors.ts";
import { isError, type Problem, problem } from "../../base/problem.ts";
import type { Config } from "../../config/config.ts";
import { declaredIn } from "../../config/known-names.ts";
import { parseIssue } from "../../issue/parse-issue.ts";
import { renderIssue } from "../../render/render-issue.ts";
import { readTemplate, templateNames } from "../../render/template/read-template.ts";

export interface TriedTemplate {
  readonly name: string;
  /** The errors; none when an issue can be set with it. */
  readonly problems: readonly Problem[];
}

/** Sets a letter of one line with every template of the newsletter. */
export async function tryTemplates(config: Config): Promise<readonly TriedTemplate[]> {
  const names = await templateNames(join(config.root, "templates"));
  const tried: TriedTemplate[] = [];
  for (const name of names) tried.push({ name, problems: (await problemsOf(config, name)).filter(isError) });
  return tried;
}

async function problemsOf(config: Config, name: string): Promise<readonly Problem[]> {
  try {
    const { template, problems } = await readTemplate(join("templates", name), config.root);
    const [list] = config.lists;
    const { issue } = parseIssue(letter, declaredIn(config));
    if (template === undefined || issue === undefined) return problems;
    const rendered = await renderIssue({ issue, template, images: [], sender: list.sender });
    return [...problems, ...rendered.problems];
  } catch (fault) {
    if (!(fault instanceof LetterpressError)) throw fault;
    const { code, message, remedy } = fault;
    return [problem({ file: `templates/${name}`, line: 1, column: 1 }, code, message, remedy)];
  }
}

const letter = {
  file: "a letter",
  text: `subject: A letter
preheader: One line
number: 1
date: 2026-01-01
status: draft
blocks:
  - letter: One line.
`,
};
