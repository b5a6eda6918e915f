import type { IssueEntry } from "../desk/issue-list.ts";
import { pathPart } from "../mail/framed-mail.ts";
import { type Html, html } from "../page/html.ts";
import { type Look, lookQuery } from "./look.ts";
import { count } from "../page/findings.ts";

/** Every issue, newest first, with what is wrong with it. */
export function sidebar(studio: {
  readonly name: string;
  readonly issues: readonly IssueEntry[];
  readonly look: Look;
  /** The id of the open one. */
  readonly open?: string;
  /** How many mails there are; undefined without an inbox. */
  readonly inbox?: { readonly mails: number; readonly isOpen: boolean } | undefined;
}): Html {
  const { name, issues, look, open, inbox } = studio;
  return html`<nav class="side" aria-label="Issues">
<p class="brand"><a href="/">${name}</a></p>
${inbox !== undefined && html`<p id="to-inbox" class="to-inbox" data-live><a href="/inbox" data-key="m" aria-keyshortcuts="m"${inbox.isOpen && html` aria-current="page"`}>Arrived mails <span class="many">${inbox.mails.toLocaleString("en")}</span></a></p>`}
<div class="find"><label class="hidden" for="find-issue">Search issues</label>
<input id="find-issue" type="search" placeholder="Search issues" autocomplete="off" data-key="/" aria-keyshortcuts="/"></div>
<ol id="issues" class="issues" data-live>
${issues.map((one, index) => item(one, look, { isOpen: one.id === open, key: keyOf(issues, open, index) }))}</ol>
<p id="no-issue-found" class="soft" hidden>No issue has these words.</p>
<p class="foot"><button class="plain" data-opens-keys>Keys <kbd>?</kbd></button></p>
</nav>`;
}

function item(
  one: IssueEntry,
  look: Look,
  { isOpen, key }: { readonly isOpen: boolean; readonly key: string | undefined },
): Html {
  return html`<li><a data-walk href="${issuePath(one.id)}${lookQuery(look)}"${isOpen && html` aria-current="page"`}${key !== undefined && html` data-key="${key}"`}>
<span class="name" dir="auto">${one.title}</span>
<span class="meta"><span>${one.date ?? one.id}</span>${one.status !== undefined && html`<span class="chip ${one.status}">${one.status}</span>`}${chips(one)}</span>
</a></li>
`;
}

/** The issue above the open one is opened by `k`, the one below it by `j`. */
function keyOf(
  issues: readonly IssueEntry[],
  open: string | undefined,
  index: number,
): "j" | "k" | undefined {
  const at = issues.findIndex(({ id }) => id === open);
  if (at < 0) return undefined;
  return index === at + 1 ? "j" : index === at - 1 ? "k" : undefined;
}

function chips({ errors, warnings }: IssueEntry): Html {
  return html`${errors > 0 && html`<span class="chip error">${count(errors, "error")}</span>`}${warnings > 0 && html`<span class="chip warning">${count(warnings, "warning")}</span>`}`;
}

export function issuePath(id: string): string {
  return `/issues/${pathPart(id)}`;
}
