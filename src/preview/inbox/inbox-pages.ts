import { type Instant, isoInstant } from "../../base/clock.ts";
import { frameSandbox, pathPart } from "../mail/framed-mail.ts";
import { type Html, html } from "../page/html.ts";
import type { ArrivedMail } from "./mail-folder.ts";
import { page } from "../page/page.ts";
import type { ReadMail } from "../mail/read-mail.ts";
import { sizeText } from "../page/size-text.ts";

export const mailViews = ["html", "text", "headers", "source"] as const;
export type MailView = (typeof mailViews)[number];

/** The list of mails, newest first. */
export function listPage(list: {
  readonly mails: readonly ArrivedMail[];
  /** Of all mails and of those that `search` leaves. */
  readonly total: number;
  readonly found: number;
  readonly search: string;
  /** From 1. */
  readonly sheet: number;
  readonly sheets: number;
}): string {
  const { mails, total, found, search } = list;
  const many = (count: number) => `${count.toLocaleString("en")} ${count === 1 ? "mail" : "mails"}`;
  const summary = search === "" ? many(total) : `${found.toLocaleString("en")} of ${many(total)}`;
  return page({
    title: `Inbox (${total.toLocaleString("en")})`,
    layout: "inbox",
    news: "",
    body: html`<header class="top">
<p class="brand"><a href="/">Letterpress</a></p>
<form class="search" role="search" action="/" data-turn>
<label for="q">Search address or subject</label>
<input id="q" name="q" type="search" value="${search}" autocomplete="off">
<button>Search</button>
</form>
</header>
<main id="main">
<div class="headline"><h1>Inbox</h1><p id="summary" data-live>${summary}</p></div>
<div id="mails" data-live>
${mails.length === 0 ? emptyList(total) : html`<ol class="mails">${mails.map(row)}</ol>`}
${sheetLinks(list)}
</div>
</main>`,
  });
}

function row(mail: ArrivedMail): Html {
  return html`<li><a href="${mailPath(mail.id)}">
<span class="who">${mail.to.join(", ") || "nobody"}</span>
<span class="what">${mail.subject || "(no subject)"}</span>
<span class="size">${sizeText(mail.size)}</span>
${time(mail)}
</a></li>
`;
}

function emptyList(total: number): Html {
  return total === 0
    ? html`<p class="empty">Nothing has arrived yet. Mails appear here by themselves.</p>`
    : html`<p class="empty">No mail has this in its address or subject.</p>`;
}

function sheetLinks({ sheet, sheets, search }: Parameters<typeof listPage>[0]): Html | undefined {
  if (sheets < 2) return undefined;
  const link = (number: number, words: string) =>
    number >= 1 &&
    number <= sheets &&
    html`<a data-turn href="/?${new URLSearchParams({ q: search, page: String(number) }).toString()}">${words}</a>`;
  return html`<nav class="sheets" aria-label="Pages">${link(sheet - 1, "Newer")}<span>Page ${sheet} of ${sheets}</span>${link(sheet + 1, "Older")}</nav>`;
}

/** One mail. `read` is undefined when it is no readable mail; then its source is all there is. */
export function mailPage(shown: {
  readonly mail: ArrivedMail;
  readonly read: ReadMail | undefined;
  readonly source: string;
  readonly view: MailView;
  readonly newer?: string;
  readonly older?: string;
}): string {
  const { mail, read, view } = shown;
  const subject = mail.subject || "(no subject)";
  return page({
    title: `${subject} · Inbox`,
    layout: "inbox",
    news: "",
    body: html`<header class="top">
<p class="brand"><a href="/">Letterpress</a></p>
<nav aria-label="Mails" class="walk"><a href="/">All mails</a>${walk(shown.newer, "Newer")}${walk(shown.older, "Older")}</nav>
</header>
<main id="main">
<div class="mailhead">
<h1>${subject}</h1>
<dl>
<div><dt>From</dt><dd>${headerOf(read, "from") || mail.from || "nobody"}</dd></div>
<div><dt>To</dt><dd>${mail.to.join(", ") || "nobody"}</dd></div>
<div><dt>Arrived</dt><dd>${time(mail)}</dd></div>
<div><dt>Return path</dt><dd>${mail.from || "none"}</dd></div>
</dl>
</div>
<div class="bar">
<nav aria-label="Views of this mail" class="tabs">${mailViews.map((one) => tab(mail.id, one, view))}</nav>
<a class="button" href="${mailPath(mail.id)}/message.eml" download>Download .eml <span class="soft">${sizeText(mail.size)}</span></a>
</div>
${body(shown)}
</main>`,
  });
}

function body({ mail, read, source, view }: Parameters<typeof mailPage>[0]): Html {
  if (view === "source" || read === undefined)
    return html`<pre class="sheet code" tabindex="0" aria-label="Source">${source}</pre>`;
  if (view === "headers") return headerTable(read.headers);
  if (view === "text")
    return read.text === undefined
      ? html`<p class="empty">This mail has no plain text.</p>`
      : html`<pre class="sheet text" tabindex="0" aria-label="Plain text">${read.text}</pre>`;
  if (read.html === undefined) return html`<p class="empty">This mail has no HTML. Look at its text.</p>`;
  return html`<div class="frame"><iframe title="The mail as its reader sees it" sandbox="${frameSandbox}" src="${mailPath(mail.id)}/frame"></iframe></div>`;
}

/** Names and values, as a table. */
export function headerTable(headers: ReadMail["headers"]): Html {
  return html`<table class="sheet headers"><thead><tr><th scope="col">Header</th><th scope="col">Value</th></tr></thead>
<tbody>${headers.map(({ name, value }) => html`<tr><th scope="row">${name}</th><td>${value}</td></tr>`)}</tbody></table>`;
}

function tab(id: string, view: MailView, open: MailView): Html {
  const names = { html: "HTML", text: "Text", headers: "Headers", source: "Source" };
  return html`<a href="${mailPath(id)}?view=${view}"${view === open && html` aria-current="page"`}>${names[view]}</a>`;
}

function walk(id: string | undefined, words: string): Html {
  return id === undefined
    ? html`<span aria-disabled="true">${words}</span>`
    : html`<a href="${mailPath(id)}">${words}</a>`;
}

function time(mail: ArrivedMail): Html {
  return html`<time datetime="${isoInstant(mail.at)}">${localTime(mail.at)}</time>`;
}

/** `2026-09-01 07:30` on this machine: Sweden writes it so. */
function localTime(at: Instant): string {
  return new Intl.DateTimeFormat("sv-SE", { dateStyle: "short", timeStyle: "short" }).format(at);
}

function headerOf(read: ReadMail | undefined, name: string): string {
  return read?.headers.find((one) => one.name.toLowerCase() === name)?.value ?? "";
}

export function mailPath(id: string): string {
  return `/mail/${pathPart(id)}`;
}
