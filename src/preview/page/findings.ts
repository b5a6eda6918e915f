import type { LetterpressError } from "../../base/errors.ts";
import { isError, type Problem } from "../../base/problem.ts";
import { type Html, html } from "./html.ts";
import { type FindingsPlace, finding } from "./finding.ts";

/**
 * What keeps the issue from being shown as it stands now, with the lines it is about. It lies over the last good
 * version.
 */
export async function faultsPanel(
  place: FindingsPlace,
  problems: readonly Problem[],
  faults: readonly LetterpressError[],
  isStale: boolean,
): Promise<Html | undefined> {
  const errors = problems.filter(isError);
  const many = faults.length + errors.length;
  if (many === 0) return undefined;
  return html`<section class="panel faults" aria-label="Errors">
<header><h2>${count(many, "error")}</h2>${isStale && html`<p>Below is the last good version, without these changes.</p>`}</header>
${faults.map((fault) => html`<article class="finding error"><p class="said">${fault.message}</p><p>${fault.remedy}</p></article>`)}
${await shownOf(place, errors)}
</section>`;
}

/** `1 error, 2 warnings`; empty for none. */
export function tally(problems: readonly Problem[]): string {
  const errors = problems.filter(isError).length;
  return [count(errors, "error"), count(problems.length - errors, "warning")].filter(Boolean).join(", ");
}

/** `2 errors`; empty for none. */
export function count(number: number, word: string): string {
  if (number === 0) return "";
  return `${number.toLocaleString("en")} ${word}${number === 1 ? "" : "s"}`;
}

/** Findings as they are read: what is wrong, what readers see of it, what to do, and the line. */
export async function shownOf(place: FindingsPlace, problems: readonly Problem[]): Promise<readonly Html[]> {
  const shown = await Promise.all(problems.slice(0, mostShown).map((one) => finding(place, one)));
  const rest = problems.length - shown.length;
  return rest > 0 ? [...shown, html`<p class="finding">And ${rest} more.</p>`] : shown;
}

const mostShown = 50;
