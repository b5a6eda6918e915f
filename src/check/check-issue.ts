import { join } from "node:path";
import { inReadingOrder, isError, type Problem, problem } from "../base/problem.ts";
import { didYouMean } from "../base/suggest.ts";
import type { DeclaredFields } from "../issue/merge-fields.ts";
import { readIssue } from "../issue/read-issue.ts";
import type { Edition } from "../model/edition.ts";
import type { Issue } from "../model/issue.ts";
import type { Sender } from "../model/sender.ts";
import { readTemplate, templateNames } from "../render/read-template.ts";
import { type BlockSize, renderIssue } from "../render/render-issue.ts";
import type { Template } from "../render/template.ts";
import { rules } from "./rules/all.ts";

/** What an issue is checked against. */
export interface CheckContext {
  /** The newsletter's folder, absolute; templates lie in `templates/` below it. */
  readonly root: string;
  readonly fields: DeclaredFields;
  readonly sender: Sender;
}

/** Everything that is known of an issue before it is sent. */
export interface CheckedIssue {
  readonly file: string;
  readonly issue?: Issue;
  /** One for each variant; none when a Problem stands in the way of rendering. */
  readonly editions: readonly Edition[];
  /** Bytes of HTML, block by block. */
  readonly sizes: readonly BlockSize[];
  /** In reading order; a send is refused while one is an error. */
  readonly problems: readonly Problem[];
}

/**
 * Reads, renders and checks one issue: the road that preview, check and send share. `file` is relative to the root. Throws
 * LetterpressError when the issue or its template cannot be read at all.
 */
export async function checkIssue(context: CheckContext, file: string): Promise<CheckedIssue> {
  const { issue, images, problems } = await readIssue(context.root, file, { fields: context.fields });
  if (issue === undefined || problems.some(isError))
    return { file, editions: [], sizes: [], problems, ...given(issue) };
  const unknown = await unknownTemplate(context.root, issue);
  if (unknown !== undefined)
    return { file, issue, editions: [], sizes: [], problems: [...problems, unknown] };
  const read = await readTemplate(join("templates", issue.template), context.root);
  const { template } = read;
  if (template === undefined)
    return {
      file,
      issue,
      editions: [],
      sizes: [],
      problems: inReadingOrder([...problems, ...read.problems]),
    };
  const { sender } = context;
  const rendered = await renderIssue({ issue, template, images, sender });
  const editions = rendered.edition === undefined ? [] : [rendered.edition];
  const found = editions.flatMap((edition) =>
    rules.flatMap((rule) => rule.check({ issue, edition, sender })),
  );
  return {
    file,
    issue,
    editions,
    sizes: rendered.sizes,
    problems: inReadingOrder([...problems, ...undeclared(template, context), ...rendered.problems, ...found]),
  };
}

/** A misspelt template is a finding in the issue; a template that is there and broken is not. */
async function unknownTemplate(root: string, issue: Issue): Promise<Problem | undefined> {
  const names = await templateNames(join(root, "templates"));
  if (names.length === 0 || names.includes(issue.template)) return undefined;
  return problem(
    issue.templateAt ?? issue.at,
    "check/unknown-template",
    `there is no template "${issue.template}" in templates/.`,
    didYouMean(issue.template, names),
  );
}

/** A template may show fields of the reader too; a misspelt one would be empty for everybody. */
function undeclared({ frame, fields }: Template, context: CheckContext): readonly Problem[] {
  return fields
    .filter((field) => !Object.hasOwn(context.fields, field))
    .map((field) =>
      problem(
        { file: frame.file, line: 1, column: 1 },
        "check/template-field",
        `the template shows "{{subscriber.${field}}}", and subscribers have no such field.`,
        didYouMean(field, Object.keys(context.fields)),
      ),
    );
}

function given(issue: Issue | undefined): { readonly issue?: Issue } {
  return issue === undefined ? {} : { issue };
}
