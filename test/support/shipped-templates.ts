import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { formatProblem } from "../../src/base/problem.ts";
import { readTemplate } from "../../src/render/template/read-template.ts";
import type { Template } from "../../src/render/template/template.ts";

/** The names of all templates in the package. A folder without a frame is none: it holds what templates share. */
export function shippedTemplates(): readonly string[] {
  return readdirSync("templates")
    .filter((name) => existsSync(join("templates", name, "template.mjml")))
    .sort();
}

export async function shippedTemplate(name: string): Promise<Template> {
  const { template, problems } = await readTemplate(`templates/${name}`);
  if (template === undefined) throw new Error(problems.map(formatProblem).join("\n"));
  return template;
}
