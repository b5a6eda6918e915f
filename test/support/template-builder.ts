import { formatProblem } from "../../src/base/problem.ts";
import { readTemplate } from "../../src/render/read-template.ts";
import type { Template, TemplateFile } from "../../src/render/template.ts";

/** The template that ships, with some of its files changed: `{ letter: (text) => text.replace(…) }`. */
export async function weeklyWith(
  changes: Readonly<Record<string, (text: string) => string>> = {},
): Promise<Template> {
  const { template: weekly, problems } = await readTemplate("templates/weekly");
  if (weekly === undefined) throw new Error(problems.map(formatProblem).join("\n"));
  const changed = (part: TemplateFile): TemplateFile => ({
    ...part,
    text: changes[part.name]?.(part.text) ?? part.text,
  });
  const parts = new Map([...weekly.parts].map(([name, part]) => [name, changed(part)]));
  return { ...weekly, frame: changed(weekly.frame), parts };
}
