import { type CheckContext, type CheckedIssue, checkIssue } from "./check-issue.ts";
import { type TemplateShelf, templateShelf } from "./template-shelf.ts";

/** Checks issues, here or in a thread of its own. */
export interface Checker extends AsyncDisposable {
  /**
   * `checkIssue`. Templates are read once for all issues that are checked with the same `mark`: a text that changes when a file does.
   */
  check(
    context: Omit<CheckContext, "templates" | "issues">,
    file: string,
    mark: string,
  ): Promise<CheckedIssue>;
}

/** Checks in this thread. */
export function checkerHere(): Checker {
  const templatesAt = shelfByMark();
  return {
    check: (context, file, mark) =>
      checkIssue({ ...context, templates: templatesAt(context.root, mark) }, file),
    async [Symbol.asyncDispose]() {},
  };
}

/** The templates as they are read at a mark; those of the mark before are forgotten. */
export function shelfByMark(): (root: string, mark: string) => TemplateShelf {
  let last: { readonly key: string; readonly shelf: TemplateShelf } | undefined;
  return (root, mark) => {
    const key = `${root}\n${mark}`;
    if (last?.key !== key) last = { key, shelf: templateShelf(root) };
    return last.shelf;
  };
}
