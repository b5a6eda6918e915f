import { isError, type Problem, problem } from "../base/problem.ts";
import type { Block, Issue } from "../model/issue.ts";
import { mostVariants } from "../model/possible-variants.ts";
import { selectionOf, splitOf } from "../model/selection.ts";
import { type Variant, variantWords } from "../model/variant.ts";
import { emptyVariant } from "../model/noticed/empty-variant.ts";
import { finding } from "../model/rule.ts";

/**
 * What is wrong with how an issue divides its readers. `before` is what is known already: a block that could not be
 * read is nobody's fault twice. `variants` is undefined when there are too many.
 */
export function checkVariants(
  issue: Issue,
  variants: readonly Variant[] | undefined,
  before: readonly Problem[],
): readonly Problem[] {
  if (variants === undefined) return [tooMany(issue)];
  if (before.some(isError)) return [];
  const shown = variants.map((variant) => ({ variant, blocks: selectionOf(issue, variant).blocks }));
  const seen = new Set(shown.flatMap(({ blocks }) => blocks));
  return [
    ...issue.blocks.filter((block) => !seen.has(block)).map(forNobody),
    ...shown.filter(({ blocks }) => blocks.length === 0).map(({ variant }) => empty(issue, variant)),
  ];
}

function tooMany(issue: Issue): Problem {
  const message = `the subjects, the languages and the "only" of the blocks make more than ${mostVariants} different mails.`;
  const remedy = "Use fewer conditions, or the same ones on several blocks.";
  return problem(issue.at, "check/too-many-variants", message, remedy);
}

function forNobody({ kind, at }: Block): Problem {
  const message = `nobody can get this ${kind}: no reader is all that its "only" and "lang" ask for.`;
  return problem(at, "check/block-for-nobody", message, "Correct them, or delete the block.");
}

/** They would get a masthead and a footer; a plan in which such readers are left refuses to be sent. */
function empty(issue: Issue, variant: Variant): Problem {
  const message = `some readers would get no block at all: ${variantWords(splitOf(issue), variant)}.`;
  const remedy = "Write a block for them, or send it to the others with --only.";
  return finding(issue.at, emptyVariant, message, remedy);
}
