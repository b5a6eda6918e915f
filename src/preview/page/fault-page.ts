import { LetterpressError } from "../../base/errors.ts";
import { html } from "./html.ts";
import { page } from "./page.ts";

/**
 * The page in place of one that could not be made: what can be put right with its remedy, a bug of ours with its stack.
 * Its body is marked `data-fault`, with the sentences that a page which is open says instead (browser/live.js).
 */
export function faultPage(start: { readonly token: string; readonly told: number }, fault: unknown): string {
  const told =
    fault instanceof LetterpressError
      ? html`<h1>This page cannot be made</h1><p>${fault.message}</p><p>${fault.remedy}</p>`
      : html`<h1>Letterpress made a mistake</h1><p>Please report this:</p><pre>${stackOf(fault)}</pre>`;
  return page({
    title: "Letterpress",
    layout: "studio",
    news: "",
    ...start,
    fault: faultWords(fault),
    body: html`<main id="main" class="desk faulty">${told}</main>`,
  });
}

/** What is said of a fault where there is no room for a stack: whole sentences. */
export function faultWords(fault: unknown): string {
  return fault instanceof LetterpressError
    ? `${fault.message.trimEnd()} ${fault.remedy}`
    : "Letterpress made a mistake. The terminal shows it; please report that.";
}

function stackOf(fault: unknown): string {
  return Error.isError(fault) ? (fault.stack ?? fault.message) : String(fault);
}
