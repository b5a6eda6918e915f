import { frameSandbox } from "../mail/framed-mail.ts";
import { headerTable } from "../mail/header-table.ts";
import type { MailPart, ReadMail } from "../mail/read-mail.ts";
import { type Html, html } from "../page/html.ts";
import { sizeText } from "../page/size-text.ts";
import { type InboxPlace, listPath, mailPath } from "./inbox-place.ts";
import type { ArrivedMail } from "./mail-folder.ts";
import { recipientWords, timeOf } from "./mail-words.ts";

export const mailViews = ["html", "text", "headers", "source"] as const;
export type MailView = (typeof mailViews)[number];

export interface ShownMail {
  readonly mail: ArrivedMail;
  /** Undefined when it is no readable mail; then its source is all there is. */
  readonly read: ReadMail | undefined;
  readonly source: string;
  readonly view: MailView;
  readonly newer?: string;
  readonly older?: string;
}

/** One mail. */
export function mailPage(place: InboxPlace, shown: ShownMail): Promise<string> {
  const { mail, read, view } = shown;
  const subject = mail.subject || "(no subject)";
  const walk = (id: string | undefined, key: string, words: string) =>
    id === undefined
      ? html`<span aria-disabled="true">${words}</span>`
      : html`<a href="${mailPath(place, id)}" data-key="${key}" aria-keyshortcuts="${key}">${words}</a>`;
  return place.frame({
    title: `${subject} · Inbox`,
    bar: html`<nav aria-label="Mails" class="walk"><a href="${listPath(place)}" data-key="u" aria-keyshortcuts="u">All mails</a>${walk(shown.newer, "k", "Newer")}${walk(shown.older, "j", "Older")}</nav>`,
    main: html`<div class="mailhead">
<h1 dir="auto">${subject}</h1>
<dl>
<div><dt>From</dt><dd>${headerOf(read, "from") || mail.from || "nobody"}</dd></div>
<div><dt>To</dt><dd>${recipientWords(mail)}</dd></div>
<div><dt>Arrived</dt><dd>${timeOf(mail)}</dd></div>
<div><dt>Return path</dt><dd>${mail.from || "none"}</dd></div>
</dl>
</div>
<div class="bar">
<nav aria-label="Views of this mail" class="tabs">${mailViews.map((one, index) => tab(place, mail.id, one, { isOpen: one === view, key: String(index + 1) }))}</nav>
<span class="actions"><a class="button" href="${mailPath(place, mail.id)}/message.eml" download data-key="s">Download .eml <span class="soft">${sizeText(mail.size)}</span></a>${place.mayDelete && deleteButton(place, shown)}</span>
</div>
${attachmentList(place, mail.id, read?.parts ?? [])}
${body(place, shown)}`,
  });
}

/** What a path leads to that had a mail once. */
export function nothingPage(place: InboxPlace): Promise<string> {
  return place.frame({
    title: "Inbox",
    bar: html`<nav aria-label="Mails" class="walk"><a href="${listPath(place)}" data-key="u">All mails</a></nav>`,
    main: html`<div class="empty"><h1>No mail to show</h1><p>This mail is not here any more.</p></div>`,
  });
}

function body(place: InboxPlace, { mail, read, source, view }: ShownMail): Html {
  if (view === "source" || read === undefined)
    return html`<pre class="sheet code" tabindex="0" aria-label="Source">${source}</pre>`;
  if (view === "headers") return headerTable(read.headers);
  if (view === "text")
    return read.text === undefined
      ? html`<p class="empty">This mail has no plain text.</p>`
      : html`<pre class="sheet text" dir="auto" tabindex="0" aria-label="Plain text">${read.text}</pre>`;
  if (read.html === undefined) return html`<p class="empty">This mail has no HTML. Look at its text.</p>`;
  return html`<div class="frame"><iframe title="The mail as its reader sees it" sandbox="${frameSandbox}" src="${mailPath(place, mail.id)}/frame"></iframe></div>
${fetchesPictures.test(read.html) && html`<p class="soft">Pictures of other machines are not fetched here.</p>`}`;
}

/** Everything that travels with the mail, pictures of its HTML included. */
function attachmentList(place: InboxPlace, id: string, parts: readonly MailPart[]): Html | undefined {
  if (parts.length === 0) return undefined;
  const shown = parts.slice(0, mostParts);
  return html`<section class="attachments" aria-label="Attachments"><ul>${shown.map(
    ({ filename, contentType, bytes, cid }, index) =>
      html`<li><a href="${mailPath(place, id)}/attachments/${index}" download><bdi>${filename}</bdi></a> <span class="soft">${contentType}, ${sizeText(bytes.length)}${cid !== undefined && ", in the HTML"}</span></li>`,
  )}</ul>${parts.length > shown.length && html`<p class="soft">And ${parts.length - shown.length} more: the download has them.</p>`}</section>`;
}

/** Afterwards the next older mail is shown, as mail programs do. */
function deleteButton(place: InboxPlace, { mail, older, newer }: ShownMail): Html {
  const next = older ?? newer;
  const then = next === undefined ? listPath(place) : mailPath(place, next);
  return html`<form data-act data-then="${then}" method="post" action="${mailPath(place, mail.id)}/delete"><button data-key="Delete" aria-keyshortcuts="Delete">Delete</button></form>`;
}

function tab(
  place: InboxPlace,
  id: string,
  view: MailView,
  { isOpen, key }: { readonly isOpen: boolean; readonly key: string },
): Html {
  const names = { html: "HTML", text: "Text", headers: "Headers", source: "Source" };
  return html`<a href="${mailPath(place, id)}?view=${view}" data-key="${key}"${isOpen && html` aria-current="page"`}>${names[view]}</a>`;
}

function headerOf(read: ReadMail | undefined, name: string): string {
  return read?.headers.find((one) => one.name.toLowerCase() === name)?.value ?? "";
}

const fetchesPictures = /(?:\b(?:src|background|srcset)\s*=\s*["']?\s*|url\(\s*["']?)https?:/i;
const mostParts = 100;
