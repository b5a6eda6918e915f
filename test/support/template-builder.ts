import type { Template, TemplateFile } from "../../src/render/template/template.ts";
import { shippedTemplate } from "./shipped-templates.ts";

/** The template that ships, with some of its files changed: `{ letter: (text) => text.replace(…) }`. */
export async function weeklyWith(
  changes: Readonly<Record<string, (text: string) => string>> = {},
): Promise<Template> {
  const weekly = await shippedTemplate("weekly");
  const changed = (part: TemplateFile): TemplateFile => ({
    ...part,
    text: changes[part.name]?.(part.text) ?? part.text,
  });
  const parts = new Map([...weekly.parts].map(([name, part]) => [name, changed(part)]));
  return { ...weekly, frame: changed(weekly.frame), parts };
}
