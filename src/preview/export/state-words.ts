import { type Html, html } from "../page/html.ts";
import type { Comparison } from "./comparison.ts";
import type { VariantState } from "./issue-state.ts";
import type { ShownIssue } from "./shown-issue.ts";

/** What became of an issue, in a word. */
export const stateWords = {
  new: "new",
  changed: "changed",
  "file-changed": "same mail",
  same: "same",
  unknown: "not comparable",
  broken: "broken",
} as const satisfies Record<Comparison["status"], string>;

export function stateChip(comparison: Comparison | undefined): Html | undefined {
  return comparison && html`<span class="chip ${comparison.status}">${stateWords[comparison.status]}</span>`;
}

/** What the pages of an issue say of its comparison, when there is nothing to be seen of it. */
export function stateNote(shown: ShownIssue, variant: VariantState | undefined): Html | undefined {
  const words = noteOf(shown, variant);
  return words && html`<p class="state-note">${words}</p>`;
}

function noteOf({ comparison, before }: ShownIssue, variant: VariantState | undefined): Html | undefined {
  if (comparison === undefined || before === undefined) return undefined;
  const ref = html`<bdi>${before.name}</bdi>`;
  switch (comparison.status) {
    case "new":
      return html`This issue is not in ${ref}.`;
    case "unknown":
      return html`How this issue was in ${ref} cannot be shown: it has errors there, which Findings has.`;
    case "broken":
      return html`In ${ref} this issue could be rendered; now it cannot.`;
    case "same":
      return html`Readers get the same as in ${ref}.`;
    case "file-changed":
      return html`Readers get the same as in ${ref}. Only the issue's file differs.`;
    case "changed":
      if (variant === undefined || comparison.changed.includes(variant.key)) return undefined;
      return comparison.came.includes(variant.key)
        ? html`In ${ref} no reader gets this variant.`
        : html`This variant is the same as in ${ref}.`;
  }
}
