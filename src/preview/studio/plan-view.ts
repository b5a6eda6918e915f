import { clockTime } from "../../base/clock.ts";
import type { KnownPlan } from "../desk/plans.ts";
import { type Html, html } from "../page/html.ts";

/** What `send --dry-run` says of the issue. `again` is the path that has it worked out anew. */
export function planView(known: KnownPlan | undefined, command: string, again: string): Html {
  if (known === undefined) return html`<p class="empty">Plans are not shown here.</p>`;
  const { plan, madeAt, isOld } = known;
  const when = madeAt === undefined ? "" : `as of ${clockTime(madeAt)}`;
  const state = isOld ? `${when}${when && ", "}being worked out …` : when;
  return html`<div class="plan"><div class="plan-head"><code>${command}</code> <span class="soft">${state}</span>
<form data-act method="post" action="${again}"><button data-key="p" aria-keyshortcuts="p">Work it out again</button></form></div>
${
  plan === undefined
    ? html`<p class="empty">The plan is being worked out.</p>`
    : html`<pre class="sheet plan-text" tabindex="0" aria-label="The plan">${plan.map(({ text, isNote }) => html`<span${isNote && html` class="soft"`}>${text}\n</span>`)}</pre>`
}<p class="soft">Nothing is sent and nothing is changed by looking at it.</p></div>`;
}
