import type { Issue } from "./issue.ts";
import { selectionOf, splitOf } from "./selection.ts";
import { type Variant, variantFor } from "./variant.ts";

/**
 * What everybody may read of an issue, and in which variant: nothing that is for some readers only, in the issue's own
 * language, with the first of its subjects. Undefined when nothing is left of it.
 */
export function publicIssue(issue: Issue): { readonly issue: Issue; readonly variant: Variant } | undefined {
  const open = { ...issue, blocks: issue.blocks.filter(({ only }) => only === undefined) };
  const split = splitOf(open);
  const variant = variantFor(split, { language: split.languages[0] ?? issue.language, arm: 0, holds: [] });
  return selectionOf(open, variant).blocks.length === 0 ? undefined : { issue: open, variant };
}
