import { join } from "node:path";
import { type Problem, problem } from "../base/problem.ts";
import { didYouMean } from "../base/suggest.ts";
import type { Issue } from "../model/issue.ts";
import { templateNames } from "../render/template/read-template.ts";
import type { Template } from "../render/template/template.ts";

/** A misspelt template is a finding in the issue; a template that is there and broken is not. */
export async function unknownTemplate(root: string, issue: Issue): Promise<Problem | undefined> {
  const names = await templateNames(join(root, "templates"));
  if (names.length === 0 || names.includes(issue.template)) return undefined;
  return problem(
    issue.templateAt,
    "check/unknown-template",
    `there is no template "${issue.template}" in templates/.`,
    didYouMean(issue.template, names),
  );
}

/** A template may show fields of the reader too; a misspelt one would be empty for everybody. */
export function undeclaredFields(template: Template, known: readonly string[]): readonly Problem[] {
  return template.fields
    .filter((field) => !known.includes(field))
    .map((field) =>
      problem(
        placeOfField(template, field),
        "check/template-field",
        `the template shows "{{subscriber.${field}}}", and subscribers have no such field.`,
        didYouMean(field, known),
      ),
    );
}

/** Whether something of the issue is lost because its file of the template shows such a field in its place. */
export function isLostTo(mistaken: readonly Problem[], { code, remedy = "" }: Problem): boolean {
  return code === "render/lost" && mistaken.some(({ at }) => remedy.includes(`Make ${at.file} show it`));
}

/** Where a template first shows a field of the reader. */
function placeOfField({ frame, parts }: Template, field: string): Problem["at"] {
  for (const { file, text } of [frame, ...parts.values()]) {
    const index = text.search(new RegExp(`\\bsubscriber\\.${field}\\b`));
    if (index === -1) continue;
    const before = text.slice(0, index).split("\n");
    return { file, line: before.length, column: (before.at(-1) ?? "").length + 1 };
  }
  return { file: frame.file, line: 1, column: 1 };
}
