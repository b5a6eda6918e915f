import type { IssueEntry, OpenIssue } from "./desk.ts";
import { count } from "./findings.ts";
import { frameSandbox, pathPart } from "./framed-mail.ts";
import { type Html, html } from "./html.ts";
import type { Impression } from "./impression.ts";
import { headerTable } from "./inbox-pages.ts";
import { imageModes, type Look, lookQuery, views, widths } from "./look.ts";
import { page } from "./page.ts";
import type { MailHeader } from "./read-mail.ts";
import type { SampleReader } from "./sample-readers.ts";
import { sizeText } from "./size-text.ts";

/** Everything the page of an issue shows. */
export interface Studio {
  readonly name: string;
  readonly issues: readonly IssueEntry[];
  readonly open: OpenIssue;
  readonly look: Look;
  readonly lists: readonly { readonly id: string; readonly name: string }[];
  readonly readers: readonly SampleReader[];
  readonly panel: Html | undefined;
  /** Undefined when there is nothing good to show yet. */
  readonly shown?: {
    readonly impression: Impression & { readonly status: "made" };
    readonly headers: readonly MailHeader[];
  };
}

export function studioPage(studio: Studio): string {
  const { open, shown } = studio;
  return page({
    title: `${open.entry.title} · ${studio.name}`,
    layout: "studio",
    news: "Shown anew.",
    body: html`${sidebar(studio)}
<main id="main" class="desk">
<div id="title" class="title" data-live>${heading(studio)}</div>
<div id="findings" data-live>${studio.panel}</div>
<div id="tools" class="tools" data-live>${tools(studio)}</div>
<div id="line" data-live>${shown !== undefined && inboxLine(studio, shown.impression)}</div>
${sheet(studio)}
<div id="facts" class="facts" data-live>${shown !== undefined && facts(studio, shown.impression)}</div>
</main>`,
  });
}

/** The page when there is no issue at all, or not the one that was asked for. */
export function emptyStudio(
  studio: Pick<Studio, "name" | "issues" | "look"> & { readonly words: string },
): string {
  return page({
    title: studio.name,
    layout: "studio",
    news: "Shown anew.",
    body: html`${sidebar(studio)}<main id="main" class="desk"><p id="none" class="empty" data-live>${studio.words}</p></main>`,
  });
}

function sidebar(studio: Pick<Studio, "name" | "issues" | "look"> & { readonly open?: OpenIssue }): Html {
  const { issues, look, open } = studio;
  return html`<nav class="side" aria-label="Issues">
<p class="brand"><a href="/">${studio.name}</a></p>
<h2 id="issues-title">Issues</h2>
<ol id="issues" class="issues" data-live>
${issues.map(
  (
    one,
  ) => html`<li><a href="${issuePath(one.id)}${lookQuery(look)}"${one.id === open?.entry.id && html` aria-current="page"`}>
<span class="name" dir="auto">${one.title}</span>
<span class="meta"><span>${one.date ?? one.id}</span>${one.status === "draft" && html`<span class="chip">draft</span>`}${chips(one)}</span>
</a></li>
`,
)}</ol>
</nav>`;
}

function chips({ errors, warnings }: IssueEntry): Html {
  return html`${errors > 0 && html`<span class="chip error">${count(errors, "error")}</span>`}${warnings > 0 && html`<span class="chip warning">${count(warnings, "warning")}</span>`}`;
}

function heading({ open, look, shown }: Studio): Html {
  return html`<h1 dir="auto">${open.entry.title}</h1>${open.entry.status !== undefined && html`<span class="chip">${open.entry.status}</span>`}
${shown !== undefined && html`<a class="button" href="${issuePath(open.entry.id)}/message.eml${lookQuery(look)}" download>Download .eml</a>`}`;
}

function tools({ open, look, lists, readers, shown }: Studio): Html {
  const path = issuePath(open.entry.id);
  const hidden = Object.entries(look).filter(([name]) => name !== "reader" && name !== "list");
  const options = (choices: readonly (readonly [string, string])[], chosen: string) =>
    choices.map(
      ([value, label]) =>
        html`<option value="${value}"${value === chosen && html` selected`}>${label}</option>`,
    );
  const wide = look.view === "html" && shown !== undefined;
  return html`<nav class="tabs" aria-label="Views of this issue">${views.map((one) => turn(open, look, { view: one }, viewNames[one], one === look.view))}</nav>
${
  wide &&
  switchOf(
    "Width",
    widths.map((one) => turn(open, look, { width: one }, one === "full" ? "Full" : one, one === look.width)),
  )
}
${
  wide &&
  switchOf(
    "Colours",
    (["light", "dark"] as const).map((one) =>
      turn(open, look, { scheme: one }, one === "light" ? "Light" : "Dark", one === look.scheme),
    ),
  )
}
${
  wide &&
  switchOf(
    "Pictures",
    imageModes.map((one) =>
      turn(open, look, { images: one }, one === "on" ? "On" : "Off", one === look.images),
    ),
  )
}
<div class="tool"><form action="${path}" data-turn>
${hidden.map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`)}
${
  lists.length > 1 &&
  html`<label class="tool"><span>List</span><select id="list" name="list" data-submit>${options(
    lists.map(({ id, name }) => [id, name]),
    look.list,
  )}</select></label>`
}
<label class="tool"><span>Seen by</span><select id="reader" name="reader" data-submit>${options(
    readers.map(({ key, label }) => [key, label]),
    look.reader,
  )}</select></label>
<button>Show</button></form></div>`;
}

function switchOf(name: string, turns: readonly Html[]): Html {
  return html`<div class="tool" role="group" aria-label="${name}"><span>${name}</span><div class="switch">${turns}</div></div>`;
}

function turn(open: OpenIssue, look: Look, change: Partial<Look>, words: string, isOn: boolean): Html {
  const [name = "", value = ""] = Object.entries(change)[0] ?? [];
  return html`<a id="${name}-${value}" data-turn href="${issuePath(open.entry.id)}${lookQuery(look, change)}"${isOn && html` aria-current="true"`}>${words}</a>`;
}

function inboxLine({ open }: Studio, { view }: Impression & { readonly status: "made" }): Html {
  const from = open.list.sender.from.name || open.list.sender.from.email;
  return html`<section class="line" aria-label="In the list of mails">
<span class="face" aria-hidden="true">${[...from.replace(/^(?:the|a)\s+/i, "")][0] ?? ""}</span>
<div><p class="from" dir="auto">${from}</p><p class="subject" dir="auto"><b>${view.subject}</b> ${view.preheader}</p></div>
<time>${open.proof?.issue.date}</time>
</section>`;
}

function sheet({ open, look, shown, panel }: Studio): Html {
  if (shown === undefined)
    return html`<div id="sheet" data-live><p class="empty">${panel === undefined ? "There is nothing to show." : "As soon as the errors are gone, the issue appears here."}</p></div>`;
  const { impression, headers } = shown;
  if (look.view === "text")
    return html`<div id="sheet" data-live><pre class="sheet text" dir="auto" tabindex="0" aria-label="Plain text">${impression.view.text}</pre></div>`;
  if (look.view === "headers") return html`<div id="sheet" data-live>${headerTable(headers)}</div>`;
  const src = `${issuePath(open.entry.id)}/frame${lookQuery(look, { width: "full", view: "html", v: impression.digest })}`;
  return html`<div id="sheet" class="frame w${look.width} ${look.scheme}" data-live><iframe title="The issue as its reader sees it" sandbox="${frameSandbox}" src="${src}"></iframe></div>`;
}

function facts({ open }: Studio, { view, message }: Impression & { readonly status: "made" }): Html {
  return html`<span>HTML ${sizeText(Buffer.byteLength(view.html))}; Gmail cuts after 102 KB</span>
<span>Whole message ${sizeText(message.bytes.length)}</span>
<span>To ${message.envelope.to}</span>
<span>${open.entry.file}</span>`;
}

export function issuePath(id: string): string {
  return `/issues/${pathPart(id)}`;
}

const viewNames = { html: "HTML", text: "Plain text", headers: "Headers" } as const;
