import { withoutComments } from "./blanked.ts";
import type { TemplateFile } from "./template.ts";

/**
 * The names that files of a template show of a group: `ink` of {{@root.theme.light.ink}} for `theme.light`. In
 * alphabetical order.
 */
export function shownNames(files: readonly TemplateFile[], group: string): readonly string[] {
  const pattern = new RegExp(`\\b${group.replaceAll(".", "\\.")}\\.([A-Za-z]\\w*)`, "g");
  const shown = files.flatMap(({ text }) =>
    [...withoutComments(text).matchAll(/\{\{[^{}]*\}\}/g)].flatMap(([curly]) => [...curly.matchAll(pattern)]),
  );
  return [...new Set(shown.flatMap((match) => match[1] ?? []))].sort();
}
