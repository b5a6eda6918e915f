import { type Position, type Problem, problem, withFix } from "../base/problem.ts";
import { didYouMean } from "../base/suggest.ts";
import type { TypedField } from "../model/field-type.ts";
import type { MergeField } from "../model/prose.ts";

/**
 * The fields that `letterpress.yaml` declares for subscribers, each with its type and what a reader without a value
 * sees.
 */
export type DeclaredFields = Readonly<Record<string, TypedField & { readonly default?: string }>>;

/**
 * A merge field as it stands in a text, `\{{` that means two plain brackets, or a `{{` (or `{{{…}}}`) that is neither.
 */
export const mergeFieldPattern = /\\\{\{|\{\{\{[^{}\n]*\}\}\}|\{\{([^{}\n]*)\}\}|\{\{/g;

/** What `mergeFieldPattern` found, as a merge field, as plain text, or as a Problem. */
export function readMergeField(
  found: { readonly written: string; readonly inside: string | undefined; readonly at: Position },
  fields: DeclaredFields,
): { readonly node: MergeField | string; readonly problem?: Problem } {
  const { written, inside, at } = found;
  if (written === "\\{{") return { node: "{{" };
  if (written.startsWith("{{{")) {
    const message = "a merge field has two brackets on each side, and this one has three.";
    return {
      node: written,
      problem: withFix(
        problem(at, "issue/merge-field", message, `Write ${written.slice(1, -1)}.`),
        written,
        written.slice(1, -1),
      ),
    };
  }
  if (inside === undefined) {
    const message = 'a merge field is opened with "{{" and never closed.';
    return {
      node: written,
      problem: problem(at, "issue/merge-field", message, 'Close it with "}}", or write "\\{{".'),
    };
  }
  // In a table an editor has to write "\|" everywhere else, and may do so here.
  const [name = "", ...rest] = inside.split(/\\?\|/);
  const field = name.trim();
  const own =
    rest.length === 0
      ? undefined
      : rest
          .join("|")
          .replace(/[\p{Cc}\u2028\u2029]+/gu, " ")
          .trim();
  const declared = Object.hasOwn(fields, field) ? fields[field] : undefined;
  if (declared === undefined)
    return {
      node: written,
      problem: problem(
        at,
        "issue/unknown-field",
        `"${field}" is not a field of a subscriber.`,
        `${didYouMean(field, Object.keys(fields))} Fields are declared in letterpress.yaml; "\\{{" writes two brackets.`,
      ),
    };
  const fallback = own ?? declared.default;
  const node: MergeField = { type: "field", name: field, fallback: fallback ?? "", at };
  if (fallback !== undefined) return { node };
  const message = `"${field}" can be empty, and nothing is said for that case.`;
  const remedy = `Write a fallback, such as {{${field}|there}}, or declare a default in letterpress.yaml.`;
  return { node, problem: problem(at, "issue/no-fallback", message, remedy) };
}

/** The same parts with neighbouring texts joined and empty ones left out. */
export function joinText(parts: readonly (string | MergeField)[]): readonly (string | MergeField)[] {
  const result: (string | MergeField)[] = [];
  for (const part of parts) {
    const last = result.at(-1);
    if (typeof part === "string" && typeof last === "string") result[result.length - 1] = last + part;
    else if (part !== "") result.push(part);
  }
  return result;
}
